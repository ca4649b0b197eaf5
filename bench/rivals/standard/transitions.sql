-- Moves between visits, a visit being a run of one touchpoint: how many, of how many customers, after how long.
CREATE TEMP TABLE visits AS
SELECT customer, "at", sequence, touchpoint
FROM interactions
QUALIFY lag(touchpoint) OVER (PARTITION BY customer ORDER BY "at", sequence) IS DISTINCT FROM touchpoint;

-- answer: transitions
WITH
  moves AS (
    SELECT
      customer,
      touchpoint AS a,
      lead(touchpoint) OVER later AS b,
      epoch_ms(lead("at") OVER later) - epoch_ms("at") AS dwell,
      row_number() OVER later = 1 AS opens,
    FROM visits
    WINDOW later AS (PARTITION BY customer ORDER BY "at", sequence)
  )
SELECT
  a AS "from", b AS "to", count(*) AS "count", count(DISTINCT customer) AS walks,
  quantile_disc(dwell, 0.5) AS median, quantile_disc(dwell, 0.95) AS p95,
FROM moves GROUP BY a, b
UNION ALL
SELECT NULL, a, count(*), count(*), NULL, NULL FROM moves WHERE opens GROUP BY a;
