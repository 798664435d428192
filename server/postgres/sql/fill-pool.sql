-- Moves what remains into the pool until `p_units` stand there, if fewer than half of them do: of all the buyers who found
-- it empty at the same time one fills it.
CREATE OR REPLACE FUNCTION fill_pool(p_sale bigint, p_fence int, p_units int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  sale sales;
  standing int;
  units int;
BEGIN
  SELECT * INTO sale FROM sales WHERE id = p_sale AND fence = p_fence FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  -- Behind the lock: what others have moved meanwhile is seen, and no unit is in anybody's hands.
  SELECT count(*) INTO standing FROM unit_pool WHERE sale_id = p_sale;
  units := least(sale.remaining, p_units - standing);
  IF standing * 2 >= p_units OR units <= 0 THEN RETURN; END IF;
  INSERT INTO unit_pool (sale_id) SELECT p_sale FROM generate_series(1, units);
  UPDATE sales SET remaining = remaining - units, pool_moved = pool_moved + units WHERE id = p_sale;
END $$;
