-- One row per status, kind and reason of the rows in the trays: how many, their cents, since when, how many are whose.
-- Unreadable rows count also while their whole lot waits for them.
-- reads: billing_lotrow, billing_lot, billing_rowowner      writes: nothing
SELECT w.status, w.kind, w.reason, count(*) AS count, coalesce(sum(w.amount_cents), 0)::bigint AS cents,
    min(l.received_at) AS since,
    count(*) FILTER (WHERE o.person_id = %(person_id)s) AS mine,
    count(*) FILTER (WHERE o.person_id IS NULL) AS unowned
FROM billing_lotrow AS w
JOIN billing_lot AS l ON l.id = w.lot_id
LEFT JOIN billing_rowowner AS o ON o.lot_id = w.lot_id AND o.line = w.line
WHERE w.portfolio_id = %(portfolio_id)s
  AND w.status IN ('waiting', 'faulty', 'set_aside', 'sent_back')
  AND (l.status = 'booked' OR (w.status = 'faulty' AND l.status IN ('waiting', 'checked')))
GROUP BY w.status, w.kind, w.reason
ORDER BY count DESC, w.reason, w.kind
