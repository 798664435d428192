-- A hold as it stands. One that is due counts as expired from its moment on: nothing else can become of it.
CREATE OR REPLACE FUNCTION hold_now(p_hold holds) RETURNS holds LANGUAGE plpgsql AS $$
BEGIN
  IF p_hold.state = 'HELD' AND p_hold.expires_at <= clock_timestamp() THEN
    p_hold.state := 'EXPIRED';
    p_hold.ended_at := p_hold.expires_at;
  END IF;
  RETURN p_hold;
END $$;

-- Puts units aside for a buyer, under the lock of the sale's row: whoever moves units stands in the same line.
-- Outcomes: HELD, REPLAYED, MISMATCH, LIMIT, NOT_OPEN, SOLD_OUT, FENCED.
CREATE OR REPLACE FUNCTION hold_units(
  p_sale bigint, p_fence int, p_id uuid, p_buyer text, p_quantity int, p_seconds int, p_key text, p_print text
) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  sale sales;
  known holds;
  made holds;
  state text;
  units bigint;
BEGIN
  SELECT * INTO sale FROM sales WHERE id = p_sale FOR UPDATE;
  IF NOT FOUND OR sale.fence <> p_fence THEN RETURN jsonb_build_object('outcome', 'FENCED'); END IF;

  SELECT * INTO known FROM holds WHERE buyer_id = p_buyer AND idempotency_key = p_key AND archived_at IS NULL;
  IF FOUND THEN
    IF known.fingerprint <> p_print THEN RETURN jsonb_build_object('outcome', 'MISMATCH'); END IF;
    RETURN jsonb_build_object('outcome', 'REPLAYED', 'hold', to_jsonb(hold_now(known)));
  END IF;

  state := sale_state(sale.state, sale.remaining, sale.pool_moved, sale.opens_at, sale.closes_at);
  IF state NOT IN ('OPEN', 'SOLD_OUT') THEN
    RETURN jsonb_build_object('outcome', 'NOT_OPEN', 'state', state, 'opens_at', sale.opens_at, 'closes_at', sale.closes_at);
  END IF;
  IF sale.limit_per_buyer IS NOT NULL THEN
    units := units_of_buyer(p_sale, p_buyer) + p_quantity;
    IF units > sale.limit_per_buyer THEN
      RETURN jsonb_build_object('outcome', 'LIMIT', 'limit', sale.limit_per_buyer);
    END IF;
  END IF;
  IF p_quantity > sale.remaining AND sale.pool_moved > 0 THEN
    sale.remaining := least(sale.stock, sale.remaining + reclaim_pool(p_sale));
  END IF;
  IF p_quantity > sale.remaining THEN RETURN jsonb_build_object('outcome', 'SOLD_OUT'); END IF;

  INSERT INTO holds (id, sale_id, epoch, buyer_id, quantity, expires_at, idempotency_key, fingerprint)
  VALUES (p_id, p_sale, sale.epoch, p_buyer, p_quantity, clock_timestamp() + p_seconds * interval '1 second', p_key, p_print)
  RETURNING * INTO made;
  UPDATE sales SET remaining = remaining - p_quantity, held = held + p_quantity WHERE id = p_sale;
  RETURN jsonb_build_object(
    'outcome', 'HELD', 'hold', to_jsonb(made), 'remaining', sale.remaining - p_quantity, 'fence', sale.fence);
END $$;
