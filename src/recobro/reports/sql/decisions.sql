-- One row per kind of thing that waits for a person: how many, cents.
-- reads: billing_lot, billing_lotrow, cases_step, cases_case, journal_outbox      writes: nothing
SELECT 'lots_to_confirm' AS code, count(*) AS count, coalesce(sum(coalesce(declared_cents, read_cents)), 0)::bigint AS cents
FROM billing_lot
WHERE portfolio_id = %(portfolio_id)s AND status IN ('checked', 'waiting')
UNION ALL
SELECT CASE WHEN r.status = 'faulty' THEN 'rows_faulty'
            WHEN r.kind = 'payment' THEN 'payments_unmatched'
            ELSE 'returns_unmatched' END,
       count(*),
       coalesce(sum(r.amount_cents), 0)::bigint
FROM billing_lotrow AS r
JOIN billing_lot AS l ON l.id = r.lot_id
WHERE r.portfolio_id = %(portfolio_id)s AND r.status IN ('waiting', 'faulty')
  AND (l.status = 'booked' OR (r.status = 'faulty' AND l.status IN ('waiting', 'checked')))
GROUP BY 1
UNION ALL
SELECT CASE act WHEN 'notify' THEN 'notices_to_release' WHEN 'call' THEN 'calls_to_release' ELSE 'cuts_to_review' END,
       count(*),
       coalesce(sum(owed_cents), 0)::bigint
FROM cases_step
WHERE portfolio_id = %(portfolio_id)s AND state = 'proposed'
GROUP BY 1
UNION ALL
SELECT 'steps_failed', count(*), coalesce(sum(s.owed_cents), 0)::bigint
FROM cases_step AS s
JOIN cases_case AS c ON c.id = s.case_id
WHERE s.portfolio_id = %(portfolio_id)s AND s.state = 'failed' AND c.closed_on IS NULL
UNION ALL
SELECT 'cases_held', count(*), coalesce(sum(owed_cents), 0)::bigint
FROM cases_case
WHERE portfolio_id = %(portfolio_id)s AND closed_on IS NULL AND held_by <> '' AND held_by <> ALL(%(rhythm)s::text[])
UNION ALL
SELECT 'sending_uncertain', count(*), 0
FROM journal_outbox
WHERE portfolio_id = %(portfolio_id)s AND state = 'uncertain'
