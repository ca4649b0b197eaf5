-- Orders credited to the sources of the 30 days before them by five rules; squares are for intervals.
CREATE TEMP TABLE trail AS
SELECT
  customer, touchpoint, epoch_ms("at") AS t,
  row_number() OVER (PARTITION BY customer ORDER BY "at", sequence) AS r,
FROM interactions
WHERE touchpoint IN (
  'purchase-confirmation-email', 'blog-post', 'email-newsletter', 'landing-page', 'marketing-campaign',
  'online-advertising', 'peer-recommendation', 'social-media', 'video-tutorial'
);

CREATE TEMP TABLE touches AS
SELECT
  o.customer, o.r AS conversion, s.touchpoint, o.t - s.t AS age,
  row_number() OVER (PARTITION BY o.customer, o.r ORDER BY s.r) AS place,
  count(*) OVER (PARTITION BY o.customer, o.r) AS n,
FROM trail AS o
JOIN trail AS s ON s.customer = o.customer AND s.r < o.r AND s.t >= o.t - 2592000000
WHERE o.touchpoint = 'purchase-confirmation-email' AND s.touchpoint <> 'purchase-confirmation-email';

-- answer: attribution
WITH
  weighted AS (
    SELECT *, pow(2, -age / 604800000) / sum(pow(2, -age / 604800000)) OVER (PARTITION BY customer, conversion) AS weight
    FROM touches
  ),
  shares AS (
    SELECT
      touchpoint,
      count(*) AS touches,
      count(*) FILTER (place = 1) AS first,
      count(*) FILTER (place = n) AS last,
      sum(1 / n) AS linear,
      sum(CASE WHEN n = 1 THEN 1 WHEN n = 2 THEN 0.5 WHEN place IN (1, n) THEN 0.4 ELSE 0.2 / (n - 2) END::DOUBLE) AS position,
      sum(weight) AS decay,
    FROM weighted
    GROUP BY customer, conversion, touchpoint
  ),
  ages AS (SELECT touchpoint, quantile_disc(age, 0.5) AS age FROM touches GROUP BY touchpoint)
SELECT
  touchpoint, sum(touches) AS touches, count(*) AS conversions, any_value(age) AS age,
  sum(first) AS first, sum(last) AS last, sum(linear) AS linear, sum(position) AS position, sum(decay) AS decay,
  sum(first * first) AS first_squares, sum(last * last) AS last_squares, sum(linear * linear) AS linear_squares,
  sum(position * position) AS position_squares, sum(decay * decay) AS decay_squares,
FROM shares JOIN ages USING (touchpoint)
GROUP BY touchpoint;

-- answer: attribution, conversions
SELECT 'all' AS what, count(*) AS n FROM trail WHERE touchpoint = 'purchase-confirmation-email'
UNION ALL
SELECT 'attributed', count(*) FROM touches WHERE place = 1;
