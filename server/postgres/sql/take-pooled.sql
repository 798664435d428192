-- Sells units of the pool to one buyer. Outcomes: CONFIRMED, NOT_OPEN, LIMIT, FENCED, SOLD_OUT: not enough units in all ·
-- FILL: not enough in the pool, but more remain outside it · LOCKED: enough, but other buyers have their hands on them.
CREATE OR REPLACE FUNCTION take_pooled(
  p_id uuid, p_sale bigint, p_epoch int, p_buyer text, p_quantity int, p_strategy text, p_key text, p_print text, p_fence int
) RETURNS TABLE (outcome text, created_at_ms float8, limit_per_buyer int) LANGUAGE plpgsql AS $$
DECLARE
  sale sales;
  is_limited boolean;
  units bigint[];
  standing int;
  sold_at timestamptz;
BEGIN
  SELECT s.limit_per_buyer IS NOT NULL INTO is_limited FROM sales s WHERE s.id = p_sale;
  IF is_limited THEN
    -- What a buyer has is counted: one after the other, as whoever sells from the row.
    SELECT * INTO sale FROM sales WHERE id = p_sale FOR UPDATE;
  ELSE
    -- Shared: buyers don't wait for each other here, but no reset comes between, nor anybody who wants the pool back.
    SELECT * INTO sale FROM sales WHERE id = p_sale FOR SHARE;
  END IF;
  IF NOT FOUND OR sale.fence <> p_fence THEN RETURN QUERY SELECT 'FENCED', NULL::float8, NULL::int; RETURN; END IF;
  IF sale_state(sale.state, sale.remaining, 1, sale.opens_at, sale.closes_at) NOT IN ('OPEN', 'SOLD_OUT') THEN
    RETURN QUERY SELECT 'NOT_OPEN', NULL::float8, NULL::int; RETURN;
  END IF;
  IF is_limited AND units_of_buyer(p_sale, p_buyer) + p_quantity > sale.limit_per_buyer THEN
    RETURN QUERY SELECT 'LIMIT', NULL::float8, sale.limit_per_buyer; RETURN;
  END IF;

  SELECT array_agg(free.id) INTO units
  FROM (SELECT p.id FROM unit_pool p WHERE p.sale_id = p_sale LIMIT p_quantity FOR UPDATE SKIP LOCKED) free;
  IF coalesce(cardinality(units), 0) < p_quantity THEN
    -- Rows that others have locked still count: they may give them back.
    SELECT count(*) INTO standing FROM unit_pool p WHERE p.sale_id = p_sale;
    RETURN QUERY SELECT CASE
      WHEN standing >= p_quantity THEN 'LOCKED'
      WHEN standing + sale.remaining >= p_quantity THEN 'FILL'
      ELSE 'SOLD_OUT' END, NULL::float8, NULL::int;
    RETURN;
  END IF;
  DELETE FROM unit_pool p WHERE p.sale_id = p_sale AND p.id = ANY (units);
  INSERT INTO orders (id, sale_id, epoch, buyer_id, quantity, strategy, idempotency_key, fingerprint)
  VALUES (p_id, p_sale, p_epoch, p_buyer, p_quantity, p_strategy, p_key, p_print) RETURNING created_at INTO sold_at;
  -- Whoever counted this buyer's units before has to notice: a row that was only locked looks as if nothing had happened.
  IF is_limited THEN UPDATE sales SET pool_moved = sale.pool_moved WHERE id = p_sale; END IF;
  RETURN QUERY SELECT 'CONFIRMED', (extract(epoch FROM sold_at) * 1000)::float8, NULL::int;
END $$;
