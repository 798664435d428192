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

-- Units that a buyer has or holds in the running epoch: what the limit counts.
CREATE OR REPLACE FUNCTION units_of_buyer(p_sale bigint, p_buyer text) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT sum(quantity) FROM orders WHERE buyer_id = p_buyer AND sale_id = p_sale AND status <> 'CANCELLED'), 0)
       + coalesce((SELECT sum(quantity) FROM holds WHERE buyer_id = p_buyer AND sale_id = p_sale AND state = 'HELD'), 0)
$$;
