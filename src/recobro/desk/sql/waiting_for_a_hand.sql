-- Counts what waits for a hand, each up to 10,001: a page never waits for a big portfolio to be counted.
-- reads: cases_step, billing_lotrow, billing_lot, billing_difference      writes: nothing
SELECT
  (SELECT count(*) FROM (
    SELECT DISTINCT case_id FROM cases_step
    WHERE portfolio_id = %(portfolio_id)s AND state IN ('proposed', 'released', 'handed') AND day <= %(today)s
    LIMIT 10001) AS steps) AS queue,
  (SELECT count(*) FROM (
    SELECT 1 FROM cases_step
    WHERE portfolio_id = %(portfolio_id)s AND state = 'proposed'
    LIMIT 10001) AS steps) AS proposals,
  (SELECT count(*) FROM (
    SELECT 1 FROM billing_lotrow AS w
    JOIN billing_lot AS l ON l.id = w.lot_id
    WHERE w.portfolio_id = %(portfolio_id)s AND w.status IN ('waiting', 'faulty')
      AND (l.status = 'booked' OR (w.status = 'faulty' AND l.status IN ('waiting', 'checked')))
    LIMIT 10001) AS lines) AS tray,
  (SELECT count(*) FROM (
    SELECT 1 FROM billing_difference
    WHERE portfolio_id = %(portfolio_id)s AND closed_at IS NULL
    LIMIT 10001) AS open_ones) AS proof,
  (SELECT count(*) FROM billing_lot
    WHERE portfolio_id = %(portfolio_id)s AND status IN ('received', 'checked', 'waiting')) AS imports
