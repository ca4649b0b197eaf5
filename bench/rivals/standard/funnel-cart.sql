-- From a product page to the checkout in a day: of each customer the attempt that came furthest, of these the first.
SET TimeZone = 'UTC';

CREATE TEMP TABLE steps AS
SELECT
  customer, "at", touchpoint,
  row_number() OVER (PARTITION BY customer ORDER BY "at", sequence) AS r,
FROM interactions
WHERE touchpoint IN ('product-page', 'shopping-cart', 'checkout');

-- answer: funnel to the cart, best
WITH
  openings AS (SELECT customer, r, "at" AS opened FROM steps WHERE touchpoint = 'product-page'),
  second AS (
    SELECT o.*, s."at" AS at2, coalesce(s.r, 2147483647) AS r2
    FROM openings AS o ASOF LEFT JOIN (FROM steps WHERE touchpoint = 'shopping-cart') AS s ON s.customer = o.customer AND s.r > o.r
  ),
  attempts AS (
    SELECT o.*, s."at" AS at3, coalesce(s.r, 2147483647) AS r3
    FROM second AS o ASOF LEFT JOIN (FROM steps WHERE touchpoint = 'checkout') AS s ON s.customer = o.customer AND s.r > o.r2
  ),
  tried AS (
    SELECT
      customer, r, epoch_ms(opened) AS t1,
      CASE WHEN at2 <= opened + INTERVAL 1 DAY THEN epoch_ms(at2) END AS t2,
      CASE WHEN at3 <= opened + INTERVAL 1 DAY THEN epoch_ms(at3) END AS t3,
    FROM attempts
  ),
  reached AS (
    SELECT unnest(arg_min({t1: t1, t2: t2, t3: t3}, r - 1000000 * (t2 IS NOT NULL)::INTEGER - 1000000 * (t3 IS NOT NULL)::INTEGER))
    FROM tried
    GROUP BY customer
  )
SELECT
  unnest([1, 2, 3]) AS step,
  unnest([count(*), count(t2), count(t3)]) AS reached,
  unnest([NULL, quantile_disc(t2 - t1, 0.5), quantile_disc(t3 - t1, 0.5)]) AS since_first,
  unnest([NULL, quantile_disc(t2 - t1, 0.5), quantile_disc(t3 - t2, 0.5)]) AS since_previous,
FROM reached;
