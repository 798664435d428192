-- Decides purchases of one sale together: one lock, one commit, whatever their number. Arrays run in arrival order, and
-- so do the times of the orders: a microsecond apart, from the moment of the decision.
-- Answers with a row for each. Outcomes: CONFIRMED, REPLAYED (order_id is the earlier order), MISMATCH, LIMIT, NOT_OPEN,
-- SOLD_OUT, FENCED. Or with one row for all, ALL_CONFIRMED: remaining after the last of them, created_at_ms of the first.
-- Keys are written in their order: two groups of different sales that share some wait for each other, but never both.
-- The limit per buyer counts what the buyer holds as well (units_of_buyer comes with the holds).
CREATE OR REPLACE FUNCTION purchase_group(
  p_sale bigint, p_fence int, p_ids uuid[], p_buyers text[], p_quantities int[], p_keys text[], p_prints text[], p_strategies text[]
) RETURNS TABLE (outcome text, order_id uuid, remaining int, created_at_ms float8) LANGUAGE plpgsql AS $$
DECLARE
  sale sales;
  state text;
  decided_at timestamptz;
  request record;
  count int := cardinality(p_ids);
  units bigint := (SELECT sum(q) FROM unnest(p_quantities) AS q);
  outcomes text[];
  order_ids uuid[];
  remainings int[];
  bought_here int[];
  confirmed int := 0;
BEGIN
  SELECT * INTO sale FROM sales WHERE sales.id = p_sale FOR UPDATE;
  decided_at := clock_timestamp();
  state := sale_state(sale.state, sale.remaining, sale.pool_moved, sale.opens_at, sale.closes_at);

  -- Enough for everybody, and nobody over the limit.
  IF sale.fence = p_fence AND state = 'OPEN' AND units <= sale.remaining AND (sale.limit_per_buyer IS NULL OR NOT EXISTS (
    SELECT FROM unnest(p_buyers, p_quantities) AS r(buyer, quantity) GROUP BY r.buyer
    HAVING units_of_buyer(p_sale, r.buyer) + sum(r.quantity) > sale.limit_per_buyer
  )) THEN
    BEGIN
      INSERT INTO orders (id, sale_id, epoch, buyer_id, quantity, strategy, idempotency_key, fingerprint, created_at)
      SELECT r.id, p_sale, sale.epoch, r.buyer, r.quantity, r.strategy, r.key, r.print, decided_at + (r.at - 1) * interval '1 microsecond'
      FROM unnest(p_ids, p_buyers, p_quantities, p_keys, p_prints, p_strategies)
        WITH ORDINALITY AS r(id, buyer, quantity, key, print, strategy, at)
      ORDER BY r.buyer COLLATE "C", r.key COLLATE "C";
      UPDATE sales SET remaining = sale.remaining - units WHERE sales.id = p_sale;
      RETURN QUERY SELECT 'ALL_CONFIRMED', NULL::uuid, (sale.remaining - units)::int, (extract(epoch FROM decided_at) * 1000)::float8;
      RETURN;
    EXCEPTION WHEN unique_violation THEN
      -- Somebody's key was used before, or twice in this group: nothing is written yet, and each is looked at.
    END;
  END IF;

  outcomes := array_fill('FENCED'::text, ARRAY[count]);
  order_ids := array_fill(NULL::uuid, ARRAY[count]);
  remainings := array_fill(NULL::int, ARRAY[count]);
  bought_here := array_fill(0, ARRAY[count]);
  IF sale.fence = p_fence THEN
    FOR request IN
      SELECT r.*, known.id AS known_id, known.fingerprint = r.print AS known_same,
        CASE WHEN r.key IS NULL THEN r.at ELSE min(r.at) OVER (PARTITION BY r.buyer, r.key) END AS first_of_key,
        min(r.at) OVER (PARTITION BY r.buyer) AS first_of_buyer,
        CASE WHEN sale.limit_per_buyer IS NULL THEN 0 ELSE units_of_buyer(p_sale, r.buyer) END AS bought_before
      FROM unnest(p_ids, p_buyers, p_quantities, p_keys, p_prints) WITH ORDINALITY AS r(id, buyer, quantity, key, print, at)
      -- LIMIT keeps Postgres to one look into the index for each: joined freely, it may read all orders instead.
      LEFT JOIN LATERAL (
        SELECT orders.id, orders.fingerprint FROM orders WHERE orders.buyer_id = r.buyer AND orders.idempotency_key = r.key LIMIT 1
      ) AS known ON true
      ORDER BY r.at
    LOOP
      IF request.quantity > sale.remaining AND sale.pool_moved > 0 THEN
        sale.remaining := least(sale.stock, sale.remaining + reclaim_pool(p_sale));
        sale.pool_moved := 0;
      END IF;
      IF request.known_id IS NOT NULL THEN
        outcomes[request.at] := CASE WHEN request.known_same THEN 'REPLAYED' ELSE 'MISMATCH' END;
        order_ids[request.at] := request.known_id;
      ELSIF request.first_of_key < request.at THEN
        -- One key twice in one group: the second asks what the first got.
        outcomes[request.at] := CASE
          WHEN p_prints[request.first_of_key] <> request.print THEN 'MISMATCH'
          WHEN outcomes[request.first_of_key] = 'CONFIRMED' THEN 'REPLAYED'
          ELSE outcomes[request.first_of_key] END;
        order_ids[request.at] := order_ids[request.first_of_key];
      ELSIF state NOT IN ('OPEN', 'SOLD_OUT') THEN
        outcomes[request.at] := 'NOT_OPEN';
      ELSIF request.bought_before + bought_here[request.first_of_buyer] + request.quantity > sale.limit_per_buyer THEN
        outcomes[request.at] := 'LIMIT';
      ELSIF request.quantity > sale.remaining THEN
        outcomes[request.at] := 'SOLD_OUT';
      ELSE
        sale.remaining := sale.remaining - request.quantity;
        bought_here[request.first_of_buyer] := bought_here[request.first_of_buyer] + request.quantity;
        outcomes[request.at] := 'CONFIRMED';
        order_ids[request.at] := request.id;
        remainings[request.at] := sale.remaining;
        confirmed := confirmed + 1;
      END IF;
    END LOOP;
  END IF;
  IF confirmed > 0 THEN
    INSERT INTO orders (id, sale_id, epoch, buyer_id, quantity, strategy, idempotency_key, fingerprint, created_at)
    SELECT r.id, p_sale, sale.epoch, r.buyer, r.quantity, r.strategy, r.key, r.print, decided_at + (r.at - 1) * interval '1 microsecond'
    FROM unnest(p_ids, p_buyers, p_quantities, p_keys, p_prints, p_strategies, outcomes)
      WITH ORDINALITY AS r(id, buyer, quantity, key, print, strategy, outcome, at)
    WHERE r.outcome = 'CONFIRMED'
    ORDER BY r.buyer COLLATE "C", r.key COLLATE "C";
    UPDATE sales SET remaining = sale.remaining WHERE sales.id = p_sale;
  END IF;
  RETURN QUERY SELECT r.o, r.i, r.n,
      CASE WHEN r.o = 'CONFIRMED' THEN (extract(epoch FROM decided_at + (r.at - 1) * interval '1 microsecond') * 1000)::float8 END
    FROM unnest(outcomes, order_ids, remainings) WITH ORDINALITY AS r(o, i, n, at) ORDER BY r.at;
END $$;
