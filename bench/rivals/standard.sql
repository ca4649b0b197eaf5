-- The standard report by hand, as fast as we know how to ask DuckDB for it. `interactions` is a view of the file.
--
-- What makes it fast: customers become dense integers and touchpoints bytes; rows are sorted once, by integers; what
-- looks at neighbours reads the sorted table with lead and lag without PARTITION BY, which DuckDB streams, and checks
-- whether the neighbour is of the same customer; customers are counted once for two parts, by bits. A SELECT that is an
-- answer is named by the comment before it. Months are counted from December 2024, which is 0 and stands for all before
-- January 2025; 19 stands for July 2026 and all after.

SET TimeZone = 'UTC';

CREATE TYPE touchpoint AS ENUM (SELECT DISTINCT touchpoint FROM interactions WHERE touchpoint IS NOT NULL ORDER BY 1);

CREATE TEMP TABLE customers AS
SELECT customer, row_number() OVER ()::INTEGER AS c FROM (SELECT DISTINCT customer FROM interactions);

CREATE TEMP TABLE sorted AS
SELECT c, epoch_ms("at") AS t, touchpoint::touchpoint AS tp
FROM interactions JOIN customers USING (customer)
ORDER BY c, "at", sequence;

CREATE TEMP TABLE trail AS
SELECT
  r, c, t, tp,
  greatest(0, least(19, date_diff('month', TIMESTAMP '2024-12-01', make_timestamp(1000 * t))))::TINYINT AS m,
  CASE WHEN next_c = c THEN next_tp END AS next_tp,
  prev_c IS DISTINCT FROM c AS opens,
  prev_c IS DISTINCT FROM c OR prev_tp <> tp AS visit,
FROM (
  SELECT
    row_number() OVER ()::INTEGER AS r, c, t, tp,
    lag(c) OVER () AS prev_c, lag(tp) OVER () AS prev_tp, lead(c) OVER () AS next_c, lead(tp) OVER () AS next_tp,
  FROM sorted
);

DROP TABLE sorted;

-- Of each customer and touchpoint the months it was met in, and where the customer went next; bit 63 is the end,
-- so there may be 63 touchpoints.
CREATE TEMP TABLE met AS
SELECT
  c, tp,
  bit_or(1::UINTEGER << m) AS months,
  bit_or(CASE WHEN next_tp IS NULL THEN 1::UBIGINT << 63 WHEN next_tp <> tp THEN 1::UBIGINT << enum_code(next_tp) ELSE 0 END) AS nexts,
FROM trail
GROUP BY c, tp;

-- answer: tally
SELECT tp AS touchpoint, m - 1 AS month, "rows", customers
FROM (SELECT tp, m, count(*) AS "rows" FROM trail WHERE m BETWEEN 1 AND 18 GROUP BY ALL)
JOIN (
  SELECT tp, m, sum(n) AS customers
  FROM (SELECT tp, months, count(*) AS n FROM met GROUP BY ALL), range(1, 19) AS months_of(m)
  WHERE (months >> m::UINTEGER) & 1 = 1
  GROUP BY ALL
) USING (tp, m);

-- Each opening of a funnel with the first cart after it, the first checkout after that, and the first purchase after that.
-- Without coalesce DuckDB 1.5.6 finds a match for an absent row of the join before.
CREATE TEMP TABLE openings AS
WITH
  steps AS MATERIALIZED (
    SELECT r, c, t, tp, m FROM trail
    WHERE tp IN ('product-page', 'shopping-cart', 'checkout', 'purchase-confirmation-email')
  ),
  product AS (FROM steps WHERE tp = 'product-page'),
  cart AS (FROM steps WHERE tp = 'shopping-cart'),
  checkout AS (FROM steps WHERE tp = 'checkout'),
  bought AS (FROM steps WHERE tp = 'purchase-confirmation-email')
SELECT product.r, product.c, product.m, product.t AS t1, cart.t AS t2, checkout.t AS t3, bought.t AS t4
FROM product
ASOF LEFT JOIN cart ON cart.c = product.c AND cart.r > product.r
ASOF LEFT JOIN checkout ON checkout.c = product.c AND checkout.r > coalesce(cart.r, 2147483647)
ASOF LEFT JOIN bought ON bought.c = product.c AND bought.r > coalesce(checkout.r, 2147483647);

-- answer: funnel to the order
WITH
  firsts AS (FROM openings SEMI JOIN (SELECT min(r) AS r FROM openings GROUP BY c) USING (r)),
  reached AS (
    SELECT t1, CASE WHEN t2 <= t1 + 604800000 THEN t2 END AS t2, CASE WHEN t3 <= t1 + 604800000 THEN t3 END AS t3, CASE WHEN t4 <= t1 + 604800000 THEN t4 END AS t4
    FROM firsts
  )
SELECT
  unnest([1, 2, 3, 4]) AS step,
  unnest([count(*), count(t2), count(t3), count(t4)]) AS reached,
  unnest([NULL, quantile_disc(t2 - t1, 0.5), quantile_disc(t3 - t1, 0.5), quantile_disc(t4 - t1, 0.5)]) AS since_first,
  unnest([NULL, quantile_disc(t2 - t1, 0.5), quantile_disc(t3 - t2, 0.5), quantile_disc(t4 - t3, 0.5)]) AS since_previous,
FROM reached;

-- answer: funnel to the order, by month
WITH
  firsts AS (FROM openings SEMI JOIN (SELECT min(r) AS r FROM openings WHERE m BETWEEN 1 AND 18 GROUP BY c, m) USING (r)),
  reached AS (
    SELECT m, t1, CASE WHEN t2 <= t1 + 604800000 THEN t2 END AS t2, CASE WHEN t3 <= t1 + 604800000 THEN t3 END AS t3, CASE WHEN t4 <= t1 + 604800000 THEN t4 END AS t4
    FROM firsts
  )
SELECT
  m - 1 AS month,
  unnest([1, 2, 3, 4]) AS step,
  unnest([count(*), count(t2), count(t3), count(t4)]) AS reached,
  unnest([NULL, quantile_disc(t2 - t1, 0.5), quantile_disc(t3 - t1, 0.5), quantile_disc(t4 - t1, 0.5)]) AS since_first,
  unnest([NULL, quantile_disc(t2 - t1, 0.5), quantile_disc(t3 - t2, 0.5), quantile_disc(t4 - t3, 0.5)]) AS since_previous,
FROM reached GROUP BY m;

-- answer: funnel to the cart, best
-- The best of a customer's attempts reached most steps; of these it is the first: one integer holds both.
WITH
  attempts AS (
    SELECT c, r, t1, CASE WHEN t2 <= t1 + 86400000 THEN t2 END AS t2, CASE WHEN t3 <= t1 + 86400000 THEN t3 END AS t3
    FROM openings
  ),
  bests AS (SELECT (min(r - ((t2 IS NOT NULL)::BIGINT + (t3 IS NOT NULL)::BIGINT << 40)) & ((1::BIGINT << 40) - 1))::INTEGER AS r FROM attempts GROUP BY c),
  reached AS (FROM attempts SEMI JOIN bests USING (r))
SELECT
  unnest([1, 2, 3]) AS step,
  unnest([count(*), count(t2), count(t3)]) AS reached,
  unnest([NULL, quantile_disc(t2 - t1, 0.5), quantile_disc(t3 - t1, 0.5)]) AS since_first,
  unnest([NULL, quantile_disc(t2 - t1, 0.5), quantile_disc(t3 - t2, 0.5)]) AS since_previous,
FROM reached;

DROP TABLE openings;

-- answer: retention
-- A customer enters with the lowest month met and was last seen with the highest; few sets of months differ.
WITH
  active AS (SELECT bit_or(months) AS months FROM met GROUP BY c),
  cohorts AS (SELECT months, bit_count(xor(months, months - 1)) - 1 AS entry, count(*) AS n FROM active GROUP BY ALL)
SELECT
  entry - 1 AS month,
  i AS "index",
  sum(n) AS n,
  coalesce(sum(n) FILTER ((months >> (entry + i)::UINTEGER) & 1 = 1), 0) AS "on",
  coalesce(sum(n) FILTER (months >> (entry + i)::UINTEGER > 0), 0) AS on_or_after,
FROM cohorts, range(18) AS indices(i)
WHERE entry BETWEEN 1 AND 18 AND entry + i <= 18
GROUP BY entry, i;

-- Visits in order, each with those that follow it; a visit is a run of rows of one touchpoint.
CREATE TEMP TABLE visits AS
SELECT
  opens, t, tp,
  CASE WHEN c2 = c THEN tp2 END AS tp2,
  CASE WHEN c3 = c THEN tp3 END AS tp3,
  CASE WHEN c4 = c THEN tp4 END AS tp4,
  CASE WHEN c5 = c THEN tp5 END AS tp5,
  CASE WHEN c2 = c THEN t2 - t END AS dwell,
FROM (
  SELECT
    opens, c, t, tp,
    lead(c, 1) OVER () AS c2, lead(c, 2) OVER () AS c3, lead(c, 3) OVER () AS c4, lead(c, 4) OVER () AS c5,
    lead(tp, 1) OVER () AS tp2, lead(tp, 2) OVER () AS tp3, lead(tp, 3) OVER () AS tp4, lead(tp, 4) OVER () AS tp5,
    lead(t, 1) OVER () AS t2,
  FROM trail WHERE visit
);

-- answer: transitions
WITH
  moves AS (SELECT tp AS a, tp2 AS b, count(*) AS n, quantile_disc(dwell, [0.5, 0.95]) AS dwell FROM visits GROUP BY ALL),
  walks AS (
    SELECT tp AS a, CASE WHEN bit < 63 THEN enum_range(NULL::touchpoint)[bit + 1]::touchpoint END AS b, sum(n) AS walks
    FROM (SELECT tp, nexts, count(*) AS n FROM met GROUP BY ALL), range(64) AS bits(bit)
    WHERE (nexts >> bit::UBIGINT) & 1 = 1
    GROUP BY ALL
  ),
  starts AS (SELECT tp, count(*) AS n FROM visits WHERE opens GROUP BY ALL)
SELECT moves.a AS "from", moves.b AS "to", n AS "count", walks, dwell[1] AS median, dwell[2] AS p95
FROM moves JOIN walks ON moves.a = walks.a AND moves.b IS NOT DISTINCT FROM walks.b
UNION ALL
SELECT NULL, tp, n, n, NULL, NULL FROM starts;

-- answer: paths
SELECT concat_ws(' > ', tp, tp2, tp3, tp4, tp5) AS path, journeys
FROM (SELECT tp, tp2, tp3, tp4, tp5, count(*) AS journeys FROM visits WHERE opens GROUP BY ALL)
ORDER BY journeys DESC, path
LIMIT 1000;

DROP TABLE visits;

-- Touches up to 30 days before each conversion.
CREATE TEMP TABLE touches AS
SELECT b.r AS conversion, s.r, s.tp, b.t - s.t AS age
FROM (SELECT c, r, t FROM trail WHERE tp = 'purchase-confirmation-email') AS b
JOIN (
  SELECT c, r, t, tp FROM trail
  WHERE tp IN ('blog-post', 'email-newsletter', 'landing-page', 'marketing-campaign', 'online-advertising', 'peer-recommendation', 'social-media', 'video-tutorial')
) AS s ON s.c = b.c AND s.r < b.r AND s.t >= b.t - 2592000000;

-- answer: attribution
WITH
  conversions AS (
    SELECT conversion, count(*) AS n, min(r) AS oldest, max(r) AS youngest, sum(pow(2, -age / 604800000)) AS weight
    FROM touches GROUP BY conversion
  ),
  shares AS (
    SELECT
      conversion, tp, count(*) AS touches,
      count(*) FILTER (r = oldest) AS first,
      count(*) FILTER (r = youngest) AS last,
      sum(1 / n) AS linear,
      sum(CASE WHEN n = 1 THEN 1 WHEN n = 2 THEN 0.5 WHEN r IN (oldest, youngest) THEN 0.4 ELSE 0.2 / (n - 2) END::DOUBLE) AS position,
      sum(pow(2, -age / 604800000) / weight) AS decay,
    FROM touches JOIN conversions USING (conversion)
    GROUP BY conversion, tp
  ),
  ages AS (SELECT tp, quantile_disc(age, 0.5) AS age FROM touches GROUP BY tp)
SELECT
  tp AS touchpoint, sum(touches) AS touches, count(*) AS conversions, any_value(age) AS age,
  sum(first) AS first, sum(last) AS last, sum(linear) AS linear, sum(position) AS position, sum(decay) AS decay,
  sum(first * first) AS first_squares, sum(last * last) AS last_squares, sum(linear * linear) AS linear_squares,
  sum(position * position) AS position_squares, sum(decay * decay) AS decay_squares,
FROM shares JOIN ages USING (tp)
GROUP BY tp;

-- answer: attribution, conversions
SELECT 'all' AS what, count(*) AS n FROM trail WHERE tp = 'purchase-confirmation-email'
UNION ALL
SELECT 'attributed', count(DISTINCT conversion) FROM touches;

DROP TABLE touches;

-- answer: pressure
-- The fullest 7 days of each customer, all contacts, and the shortest time between two.
WITH
  contacts AS (
    SELECT
      c,
      count(*) OVER (PARTITION BY c ORDER BY t RANGE BETWEEN 604799999 PRECEDING AND CURRENT ROW) AS in_window,
      t - lag(t) OVER (PARTITION BY c ORDER BY t) AS gap,
    FROM trail
    WHERE tp IN ('email-newsletter', 'marketing-campaign', 'cross-sell-email', 'anniversary-greeting')
  ),
  contacted AS MATERIALIZED (SELECT max(in_window) AS peak, count(*) AS total, min(gap) AS gap FROM contacts GROUP BY c),
  nobody AS (SELECT (SELECT count(*) FROM customers) - (SELECT count(*) FROM contacted) AS n)
SELECT 'peak' AS what, peak AS contacts, count(*) AS n, NULL AS median FROM contacted GROUP BY peak
UNION ALL SELECT 'total', total, count(*), NULL FROM contacted GROUP BY total
UNION ALL SELECT unnest(['peak', 'total']), 0, n, NULL FROM nobody
UNION ALL SELECT 'gap', NULL, NULL, quantile_disc(gap, 0.5) FROM contacted;
