-- Units that SKIP_LOCKED sells, a row each. A committed transaction moved them out of `remaining`; one that is sold or goes
-- back is deleted. So `stock = remaining + held + pooled + sold`, where pooled is the number of rows here.
CREATE TABLE unit_pool (
  sale_id bigint NOT NULL REFERENCES sales,
  id bigint GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (sale_id, id)
);

-- Units moved here since the pool was last taken back: above 0 says that there may be some. No purchase from the pool
-- touches it, since that would be the hot row which the pool is there to avoid.
ALTER TABLE sales RENAME COLUMN pooled TO pool_moved;
-- Whoever changes a sale's row changes its version: what OPTIMISTIC compares.
ALTER TABLE sales ADD COLUMN version int NOT NULL DEFAULT 0;
CREATE TRIGGER sales_version BEFORE UPDATE ON sales FOR EACH ROW EXECUTE FUNCTION next_version();

-- A guarded UPDATE that stood in line must count the orders that came before it: each call sees what is committed by then.
ALTER FUNCTION units_of_buyer(bigint, text) VOLATILE;

CREATE FUNCTION pooled_units(p_sale bigint, p_moved int) RETURNS int LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p_moved = 0 THEN 0 ELSE (SELECT count(*) FROM unit_pool WHERE sale_id = p_sale) END::int
$$;

-- Takes the whole pool back into `remaining` and answers with the units that came back. Whoever sells from the pool shares
-- a lock on the sale's row, so with that row locked no unit is in anybody's hands.
CREATE FUNCTION reclaim_pool(p_sale bigint) RETURNS int LANGUAGE plpgsql AS $$
DECLARE units int;
BEGIN
  PERFORM FROM sales WHERE id = p_sale FOR UPDATE;
  DELETE FROM unit_pool WHERE sale_id = p_sale;
  GET DIAGNOSTICS units = ROW_COUNT;
  -- An unsafe strategy may have left a row that says too much already: it never says more than the stock.
  UPDATE sales SET remaining = least(stock, remaining + units), pool_moved = 0 WHERE id = p_sale AND pool_moved > 0;
  RETURN units;
END $$;
