-- Interactions and customers by touchpoint and month.
SET TimeZone = 'UTC';

-- answer: tally
SELECT
  touchpoint,
  date_diff('month', TIMESTAMP '2025-01-01', make_timestamp(epoch_us("at"))) AS month,
  count(*) AS "rows",
  count(DISTINCT customer) AS customers,
FROM interactions
WHERE "at" >= '2025-01-01' AND "at" < '2026-07-01'
GROUP BY touchpoint, month;
