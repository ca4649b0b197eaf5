-- Customers by the messages in their fullest 7 days and by all of them, and the median of their shortest pauses.
-- answer: pressure
WITH
  contacts AS (
    SELECT
      customer,
      count(*) OVER (PARTITION BY customer ORDER BY t RANGE BETWEEN 604799999 PRECEDING AND CURRENT ROW) AS in_window,
      t - lag(t) OVER (PARTITION BY customer ORDER BY t) AS gap,
    FROM (
      SELECT customer, epoch_ms("at") AS t FROM interactions
      WHERE touchpoint IN ('email-newsletter', 'marketing-campaign', 'cross-sell-email', 'anniversary-greeting')
    )
  ),
  contacted AS MATERIALIZED (SELECT max(in_window) AS peak, count(*) AS total, min(gap) AS gap FROM contacts GROUP BY customer),
  nobody AS (SELECT (SELECT count(DISTINCT customer) FROM interactions) - (SELECT count(*) FROM contacted) AS n)
SELECT 'peak' AS what, peak AS contacts, count(*) AS n, NULL AS median FROM contacted GROUP BY peak
UNION ALL SELECT 'total', total, count(*), NULL FROM contacted GROUP BY total
UNION ALL SELECT unnest(['peak', 'total']), 0, n, NULL FROM nobody
UNION ALL SELECT 'gap', NULL, NULL, quantile_disc(gap, 0.5) FROM contacted;
