-- Units that came back in this epoch: holds that ended without an order, and stock that was added. Whoever was refused
-- before they came back was refused rightly.
ALTER TABLE sales ADD COLUMN returned int NOT NULL DEFAULT 0 CHECK (returned >= 0);

-- Units put aside for a buyer who pays meanwhile. `sales.held` moves with them, in the same transaction.
-- A reset ends those of the epoch and stamps them `archived_at`: they are kept, and their keys may be used again.
CREATE TABLE holds (
  id uuid PRIMARY KEY,
  sale_id bigint NOT NULL REFERENCES sales,
  epoch int NOT NULL,
  buyer_id text NOT NULL CHECK (buyer_id <> ''),
  quantity int NOT NULL CHECK (quantity > 0),
  state text NOT NULL DEFAULT 'HELD' CHECK (state IN ('HELD', 'CONFIRMED', 'RELEASED', 'EXPIRED')),
  expires_at timestamptz NOT NULL,
  idempotency_key text,
  fingerprint text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at timestamptz,
  order_id uuid,
  archived_at timestamptz,
  CHECK ((idempotency_key IS NULL) = (fingerprint IS NULL)),
  CONSTRAINT holds_end_once CHECK ((state = 'HELD') = (ended_at IS NULL)),
  CONSTRAINT holds_have_an_order_once_confirmed CHECK ((state = 'CONFIRMED') = (order_id IS NOT NULL))
);
CREATE UNIQUE INDEX holds_one_per_key ON holds (buyer_id, idempotency_key) WHERE archived_at IS NULL;
CREATE INDEX holds_due ON holds (expires_at) WHERE state = 'HELD';
CREATE INDEX holds_in_force ON holds (sale_id, buyer_id) INCLUDE (quantity) WHERE state = 'HELD';
CREATE INDEX holds_by_sale ON holds (sale_id, epoch, created_at, id);

-- The same reset asked twice, be it of two replicas at once, is one reset.
CREATE TABLE sale_resets (
  sale_id bigint NOT NULL REFERENCES sales,
  reset_id text NOT NULL,
  epoch int NOT NULL,
  PRIMARY KEY (sale_id, reset_id)
);

-- Every function below locks the sale's row first: whoever moves units stands in the same line. Each answers with one
-- jsonb object {outcome, ...}; `hold` in it is the row, `fence` the one that the units moved under.

-- Units that a buyer has or holds in the running epoch: what the limit counts.
CREATE OR REPLACE FUNCTION units_of_buyer(p_sale bigint, p_buyer text) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT sum(quantity) FROM orders WHERE buyer_id = p_buyer AND sale_id = p_sale AND status <> 'CANCELLED'), 0)
       + coalesce((SELECT sum(quantity) FROM holds WHERE buyer_id = p_buyer AND sale_id = p_sale AND state = 'HELD'), 0)
$$;

-- Ends a hold without an order and gives its units back. The caller has locked the sale's row, and the hold is HELD.
-- An unsafe strategy may have left a row that says too much already: it never says more than the stock.
CREATE FUNCTION end_hold(p_hold holds, p_state text) RETURNS holds LANGUAGE plpgsql AS $$
DECLARE ended holds;
BEGIN
  UPDATE holds SET state = p_state, ended_at = clock_timestamp() WHERE id = p_hold.id RETURNING * INTO ended;
  UPDATE sales SET held = held - ended.quantity, remaining = least(stock, remaining + ended.quantity),
    returned = returned + ended.quantity WHERE id = ended.sale_id;
  RETURN ended;
END $$;

-- A hold becomes an order, in any state of its sale: it was a promise. At its last moment the clock of Postgres decides.
-- Outcomes: CONFIRMED, REPLAYED, ENDED (`hold` says how; with a `fence` it ended here and now), NONE.
CREATE FUNCTION confirm_hold(p_id uuid, p_buyer text, p_strategy text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  hold holds;
  sale_fence int;
BEGIN
  SELECT s.fence INTO sale_fence FROM sales s WHERE s.id = (SELECT sale_id FROM holds WHERE id = p_id AND buyer_id = p_buyer) FOR UPDATE;
  IF NOT FOUND THEN RETURN jsonb_build_object('outcome', 'NONE'); END IF;
  SELECT * INTO hold FROM holds WHERE id = p_id;
  IF hold.state = 'CONFIRMED' THEN RETURN jsonb_build_object('outcome', 'REPLAYED', 'hold', to_jsonb(hold)); END IF;
  IF hold.state <> 'HELD' THEN RETURN jsonb_build_object('outcome', 'ENDED', 'hold', to_jsonb(hold)); END IF;
  IF hold.expires_at <= clock_timestamp() THEN
    RETURN jsonb_build_object('outcome', 'ENDED', 'hold', to_jsonb(end_hold(hold, 'EXPIRED')), 'fence', sale_fence);
  END IF;

  INSERT INTO orders (id, sale_id, epoch, buyer_id, quantity, strategy)
  VALUES (hold.id, hold.sale_id, hold.epoch, hold.buyer_id, hold.quantity, p_strategy);
  UPDATE holds SET state = 'CONFIRMED', order_id = id, ended_at = clock_timestamp() WHERE id = p_id RETURNING * INTO hold;
  UPDATE sales SET held = held - hold.quantity WHERE id = hold.sale_id;
  RETURN jsonb_build_object('outcome', 'CONFIRMED', 'hold', to_jsonb(hold));
END $$;

-- Outcomes: RELEASED (with a `fence` here and now, else earlier), ENDED (otherwise than by a release), NONE.
CREATE FUNCTION release_hold(p_id uuid, p_buyer text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  hold holds;
  sale_fence int;
  becomes text;
BEGIN
  SELECT s.fence INTO sale_fence FROM sales s WHERE s.id = (SELECT sale_id FROM holds WHERE id = p_id AND buyer_id = p_buyer) FOR UPDATE;
  IF NOT FOUND THEN RETURN jsonb_build_object('outcome', 'NONE'); END IF;
  SELECT * INTO hold FROM holds WHERE id = p_id;
  IF hold.state = 'RELEASED' THEN RETURN jsonb_build_object('outcome', 'RELEASED', 'hold', to_jsonb(hold)); END IF;
  IF hold.state <> 'HELD' THEN RETURN jsonb_build_object('outcome', 'ENDED', 'hold', to_jsonb(hold)); END IF;
  becomes := CASE WHEN hold.expires_at <= clock_timestamp() THEN 'EXPIRED' ELSE 'RELEASED' END;
  RETURN jsonb_build_object(
    'outcome', CASE becomes WHEN 'RELEASED' THEN becomes ELSE 'ENDED' END,
    'hold', to_jsonb(end_hold(hold, becomes)), 'fence', sale_fence);
END $$;

-- Expires due holds of one sale, longest overdue first, and answers with them: [{id, quantity, fence}, ...]. Of replicas
-- that come at once one does it; the others find the list empty.
CREATE FUNCTION expire_holds(p_sale bigint, p_limit int) RETURNS jsonb LANGUAGE plpgsql SET lock_timeout = '500ms' AS $$
DECLARE
  sale_fence int;
  due holds;
  ended jsonb := '[]';
BEGIN
  -- "hold" in ASCII: any first key that no other advisory lock of the product has.
  IF NOT pg_try_advisory_xact_lock(1752132708, (p_sale % 2147483647)::int) THEN RETURN ended; END IF;
  SELECT fence INTO sale_fence FROM sales WHERE id = p_sale FOR UPDATE;
  FOR due IN
    SELECT * FROM holds WHERE sale_id = p_sale AND state = 'HELD' AND expires_at <= clock_timestamp()
    ORDER BY expires_at LIMIT p_limit
  LOOP
    PERFORM end_hold(due, 'EXPIRED');
    ended := ended || jsonb_build_object('id', due.id, 'quantity', due.quantity, 'fence', sale_fence);
  END LOOP;
  RETURN ended;
END $$;
