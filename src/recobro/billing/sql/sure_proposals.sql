-- The rows that one guess alone explains, and so well that a person may take them all at once: no question of a repetition.
-- reads: billing_matchproposal, billing_lotrow, billing_lot, billing_invoice      writes: nothing
SELECT m.id, m.account_id, m.invoice_id, w.id AS row_id, w.kind, w.reason, w.amount_cents,
    coalesce(nullif(upper(btrim(w.end_to_end_id)), ''), upper(btrim(w.invoice_number))) AS number,
    i.amount_cents AS invoice_cents, i.open_cents
FROM billing_lotrow AS w
JOIN billing_lot AS l ON l.id = w.lot_id AND l.status = 'booked'
JOIN LATERAL (
    SELECT p.*, count(*) OVER () AS candidates FROM billing_matchproposal AS p WHERE p.lot_row_id = w.id AND p.settled_at IS NULL
) AS m ON m.candidates = 1 AND m.confidence >= %(least)s
LEFT JOIN billing_invoice AS i ON i.id = m.invoice_id
WHERE w.portfolio_id = %(portfolio_id)s AND w.status = 'waiting' AND NOT w.reason = ANY(%(doubtful)s)
  AND w.kind IN ('payment', 'return', 'reject')
ORDER BY w.id
LIMIT %(limit)s
