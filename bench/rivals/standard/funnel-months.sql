-- The same, from the first product page of each customer in each month.
SET TimeZone = 'UTC';

CREATE TEMP TABLE steps AS
SELECT
  customer, "at", touchpoint,
  date_diff('month', TIMESTAMP '2025-01-01', make_timestamp(epoch_us("at"))) AS month,
  row_number() OVER (PARTITION BY customer ORDER BY "at", sequence) AS r,
FROM interactions
WHERE touchpoint IN ('product-page', 'shopping-cart', 'checkout', 'purchase-confirmation-email');

-- answer: funnel to the order, by month
WITH
  openings AS (
    SELECT customer, month, min(r) AS r, min("at") AS opened
    FROM steps
    WHERE touchpoint = 'product-page' AND "at" >= '2025-01-01' AND "at" < '2026-07-01'
    GROUP BY customer, month
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
      month, epoch_ms(opened) AS t1,
      CASE WHEN at2 <= opened + INTERVAL 7 DAYS THEN epoch_ms(at2) END AS t2,
      CASE WHEN at3 <= opened + INTERVAL 7 DAYS THEN epoch_ms(at3) END AS t3,
      CASE WHEN at4 <= opened + INTERVAL 7 DAYS THEN epoch_ms(at4) END AS t4,
    FROM attempts
  )
SELECT
  month,
  unnest([1, 2, 3, 4]) AS step,
  unnest([count(*), count(t2), count(t3), count(t4)]) AS reached,
  unnest([NULL, quantile_disc(t2 - t1, 0.5), quantile_disc(t3 - t1, 0.5), quantile_disc(t4 - t1, 0.5)]) AS since_first,
  unnest([NULL, quantile_disc(t2 - t1, 0.5), quantile_disc(t3 - t2, 0.5), quantile_disc(t4 - t3, 0.5)]) AS since_previous,
FROM reached
GROUP BY month;
