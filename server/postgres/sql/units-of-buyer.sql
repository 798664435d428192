-- Units that a buyer has or holds in the running epoch: what the limit counts.
-- The sale is compared as an expression, so that no index answers for it: Postgres is to read the orders of the buyer and
-- look at their sale. Of a table that was not analyzed lately it knows no better than to read those of the sale, all of them.
CREATE OR REPLACE FUNCTION units_of_buyer(p_sale bigint, p_buyer text) RETURNS bigint LANGUAGE sql VOLATILE AS $$
  SELECT coalesce((SELECT sum(quantity) FROM orders WHERE buyer_id = p_buyer AND sale_id + 0 = p_sale AND status <> 'CANCELLED'), 0)
       + coalesce((SELECT sum(quantity) FROM holds WHERE buyer_id = p_buyer AND sale_id = p_sale AND state = 'HELD'), 0)
$$;
