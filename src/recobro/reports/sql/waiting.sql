-- One row per kind, status and reason of the rows of booked lots that wait in the open: how many, cents, since when, and
-- what was read in the first of them.
-- reads: billing_lotrow, billing_lot      writes: nothing
SELECT r.status,
       r.kind,
       r.reason,
       count(*) AS count,
       coalesce(sum(r.amount_cents), 0)::bigint AS cents,
       min(l.received_at) AS since,
       (array_agg(r.data ORDER BY r.id))[1] AS example
FROM billing_lotrow AS r
JOIN billing_lot AS l ON l.id = r.lot_id
WHERE r.portfolio_id = %(portfolio_id)s
  AND r.status IN ('waiting', 'faulty')
  AND l.status = 'booked'
GROUP BY r.status, r.kind, r.reason
ORDER BY r.status DESC, cents DESC, r.kind, r.reason
