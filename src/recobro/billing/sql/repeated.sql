-- What a row may repeat, or was taken to repeat: payments, returns and lines of the same file, with where each stands.
-- reads: billing_lotrow, billing_lot, billing_matchproposal, billing_payment, billing_returnevidence, billing_debitreturn,
-- billing_invoice
-- writes: nothing
WITH row AS (
    SELECT r.* FROM billing_lotrow AS r WHERE r.id = %(row_id)s AND r.portfolio_id = %(portfolio_id)s
),
account AS (
    SELECT r.account_id FROM row AS r WHERE r.account_id IS NOT NULL
    UNION
    SELECT p.account_id FROM row AS r JOIN billing_matchproposal AS p ON p.lot_row_id = r.id AND p.settled_at IS NULL
),
seen AS (
    SELECT p.lot_row_id, 'payment' AS kind, p.received_on AS told_on, p.amount_cents, p.reference, 0 AS far
    FROM row AS r
    JOIN account AS a ON true
    JOIN billing_payment AS p
        ON p.account_id = a.account_id AND p.amount_cents = r.amount_cents AND p.undone_at IS NULL
        AND p.lot_row_id IS DISTINCT FROM r.id
    WHERE r.kind = 'payment' AND abs(p.received_on - coalesce(r.booked_on, p.received_on)) <= 7
    UNION ALL
    SELECT d.lot_row_id, 'return', d.returned_on, d.amount_cents, d.reason_code, 0
    FROM row AS r
    JOIN billing_returnevidence AS e ON e.lot_row_id = r.id
    JOIN billing_debitreturn AS d ON d.id = e.debit_return_id
    UNION ALL
    SELECT o.id, o.kind, o.booked_on, o.amount_cents, o.invoice_number, 1
    FROM row AS r
    JOIN billing_lotrow AS o
        ON o.lot_id = r.lot_id AND o.line < r.line AND o.kind = r.kind AND o.amount_cents = r.amount_cents
        AND o.invoice_number = r.invoice_number AND o.end_to_end_id = r.end_to_end_id
        AND o.booked_on IS NOT DISTINCT FROM r.booked_on
    WHERE r.reason = 'repeated_in_file'
    UNION ALL
    SELECT NULL, 'invoice', i.due_on, i.amount_cents, i.number, 0
    FROM row AS r
    JOIN account AS a ON true
    JOIN billing_invoice AS i ON i.account_id = a.account_id AND i.assumed AND i.open_cents <> 0 AND i.amount_cents = r.amount_cents
    WHERE r.reason = 'maybe_assumed'
)
SELECT s.kind, s.told_on, s.amount_cents, s.reference, w.line, l.number AS lot_number, l.kind AS lot_kind, l.received_at, l.file_name
FROM seen AS s
LEFT JOIN billing_lotrow AS w ON w.id = s.lot_row_id
LEFT JOIN billing_lot AS l ON l.id = w.lot_id
ORDER BY s.far, s.told_on, w.id
LIMIT 5
