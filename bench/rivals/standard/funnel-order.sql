-- From a customer's first product page to the order, in 7 days: each step is the first row after the step before.
SET TimeZone = 'UTC';

CREATE TEMP TABLE steps AS
SELECT
  customer, "at", touchpoint,
  row_number() OVER (PARTITION BY customer ORDER BY "at", sequence) AS r,
FROM interactions
WHERE touchpoint IN ('product-page', 'shopping-cart', 'checkout', 'purchase-confirmation-email');

-- answer: funnel to the order
WITH
  openings AS (
    SELECT customer, min(r) AS r, min("at") AS opened FROM steps WHERE touchpoint = 'product-page' GROUP BY customer
  ),
  second AS (
    SELECT o.*, s."at" AS at2, coalesce(s.r, 2147483647) AS r2
    FROM openings AS o ASOF LEFT JOIN (FROM steps WHERE touchpoint = 'shopping-cart') AS s ON s.customer = o.customer AND s.r > o.r
  ),
  third AS (
    SELECT o.*, s."at" AS at3, coalesce(s.r, 2147483647) AS r3
    FROM second AS o ASOF LEFT JOIN (FROM steps WHERE touchpoint = 'checkout') AS s ON s.customer = o.customer AND s.r > o.r2
  ),
  attempts AS (
    SELECT o.*, s."at" AS at4
    FROM third AS o ASOF LEFT JOIN (FROM steps WHERE touchpoint = 'purchase-confirmation-email') AS s ON s.customer = o.customer AND s.r > o.r3
  ),
  reached AS (
    SELECT
      epoch_ms(opened) AS t1,
      CASE WHEN at2 <= opened + INTERVAL 7 DAYS THEN epoch_ms(at2) END AS t2,
      CASE WHEN at3 <= opened + INTERVAL 7 DAYS THEN epoch_ms(at3) END AS t3,
      CASE WHEN at4 <= opened + INTERVAL 7 DAYS THEN epoch_ms(at4) END AS t4,
    FROM attempts
  )
SELECT
  unnest([1, 2, 3, 4]) AS step,
  unnest([count(*), count(t2), count(t3), count(t4)]) AS reached,
  unnest([NULL, quantile_disc(t2 - t1, 0.5), quantile_disc(t3 - t1, 0.5), quantile_disc(t4 - t1, 0.5)]) AS since_first,
  unnest([NULL, quantile_disc(t2 - t1, 0.5), quantile_disc(t3 - t2, 0.5), quantile_disc(t4 - t3, 0.5)]) AS since_previous,
FROM reached;
