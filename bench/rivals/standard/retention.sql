-- By the month of a customer's first interaction: who came back in each month after it, and who in that or a later one.
SET TimeZone = 'UTC';

-- answer: retention
WITH
  active AS (
    SELECT DISTINCT customer, date_diff('month', TIMESTAMP '2025-01-01', make_timestamp(epoch_us("at"))) AS month
    FROM interactions
  ),
  members AS (
    SELECT customer, min(month) AS entry, max(month) AS latest FROM active GROUP BY customer HAVING entry BETWEEN 0 AND 17
  ),
  cohorts AS (SELECT entry, latest - entry AS latest, count(*) AS n FROM members GROUP BY ALL),
  returned AS (
    SELECT entry, month - entry AS i, count(*) AS n FROM active JOIN members USING (customer) GROUP BY ALL
  ),
  triangle AS (
    SELECT entry, i, sum(n) AS n, sum(CASE WHEN latest >= i THEN n ELSE 0 END) AS on_or_after
    FROM cohorts, range(18) AS indices(i)
    WHERE entry + i < 18
    GROUP BY entry, i
  )
SELECT entry AS month, i AS "index", triangle.n, coalesce(returned.n, 0) AS "on", on_or_after
FROM triangle LEFT JOIN returned USING (entry, i);
