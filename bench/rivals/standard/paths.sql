-- The 1,000 most frequent paths: the first five visits of each customer.
-- answer: paths
WITH
  visits AS (
    SELECT customer, "at", sequence, touchpoint
    FROM interactions
    QUALIFY lag(touchpoint) OVER (PARTITION BY customer ORDER BY "at", sequence) IS DISTINCT FROM touchpoint
  ),
  numbered AS (
    SELECT customer, touchpoint, row_number() OVER (PARTITION BY customer ORDER BY "at", sequence) AS place
    FROM visits QUALIFY place <= 5
  ),
  walked AS (SELECT string_agg(touchpoint, ' > ' ORDER BY place) AS path FROM numbered GROUP BY customer)
SELECT path, count(*) AS journeys FROM walked GROUP BY path ORDER BY journeys DESC, path LIMIT 1000;
