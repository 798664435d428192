-- Every function here locks the sale's row first: whoever moves units stands in the same line. Each answers with one
-- jsonb object {outcome, ...}; `hold` in it is the row, `fence` the one that the units moved under.

-- Ends a hold without an order and gives its units back. The caller has locked the sale's row, and the hold is HELD.
-- An unsafe strategy may have left a row that says too much already: it never says more than the stock. And `returned` stays
-- where an int ends: held against the units that are left, all numbers above the stock say the same.
CREATE OR REPLACE FUNCTION end_hold(p_hold holds, p_state text) RETURNS holds LANGUAGE plpgsql AS $$
DECLARE ended holds;
BEGIN
  UPDATE holds SET state = p_state, ended_at = clock_timestamp() WHERE id = p_hold.id RETURNING * INTO ended;
  UPDATE sales SET held = held - ended.quantity, remaining = least(stock, remaining + ended.quantity),
    returned = least(returned::bigint + ended.quantity, 2147483647) WHERE id = ended.sale_id;
  RETURN ended;
END $$;

-- A hold becomes an order, in any state of its sale: it was a promise. At its last moment the clock of Postgres decides.
-- Outcomes: CONFIRMED, REPLAYED, ENDED (`hold` says how; with a `fence` it ended here and now), NONE.
CREATE OR REPLACE FUNCTION confirm_hold(p_id uuid, p_buyer text, p_strategy text) RETURNS jsonb LANGUAGE plpgsql AS $$
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
CREATE OR REPLACE FUNCTION release_hold(p_id uuid, p_buyer text) RETURNS jsonb LANGUAGE plpgsql AS $$
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
CREATE OR REPLACE FUNCTION expire_holds(p_sale bigint, p_limit int) RETURNS jsonb LANGUAGE plpgsql SET lock_timeout = '500ms' AS $$
DECLARE
  sale_fence int;
  due_at timestamptz;
  due holds;
  ended jsonb := '[]';
BEGIN
  -- "hold" in ASCII: any first key that no other advisory lock of the product has.
  IF NOT pg_try_advisory_xact_lock(1752132708, (p_sale % 2147483647)::int) THEN RETURN ended; END IF;
  SELECT fence INTO sale_fence FROM sales WHERE id = p_sale FOR UPDATE;
  -- Read once, after the wait: no index answers for what may be another time with every row. The sale is compared as an
  -- expression, so that the index of due holds answers: of a table that was not analyzed lately Postgres knows no better
  -- than to read all that the sale holds.
  due_at := clock_timestamp();
  FOR due IN
    SELECT * FROM holds WHERE sale_id + 0 = p_sale AND state = 'HELD' AND expires_at <= due_at
    ORDER BY expires_at LIMIT p_limit
  LOOP
    PERFORM end_hold(due, 'EXPIRED');
    ended := ended || jsonb_build_object('id', due.id, 'quantity', due.quantity, 'fence', sale_fence);
  END LOOP;
  RETURN ended;
END $$;
