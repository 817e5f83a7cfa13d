-- Opens the invoices that this file speaks of for the first time: charged in full at once, with the returns that it also tells of.
-- reads: nothing      writes: billing_invoice
INSERT INTO billing_invoice (
    id, portfolio_id, account_id, number, amount_cents, open_cents, issued_on, due_on, returns, last_return_on, last_reason_code, assumed
)
SELECT
    f.id, %(portfolio_id)s, f.account_id, f.number, f.amount_cents, greatest(f.amount_cents, 0), f.issued_on, f.due_on,
    coalesce(n.returns, 0), n.last_return_on, coalesce(n.last_reason_code, ''), f.lane <> 'invoice'
FROM take_fresh AS f
JOIN take_done AS d ON d.id = f.first_row_id AND d.status = 'booked'
LEFT JOIN (
    SELECT n.invoice_id, count(*) AS returns, max(n.told_on) AS last_return_on,
        (array_agg(n.reason_code ORDER BY n.told_on DESC, n.line DESC))[1] AS last_reason_code
    FROM take_new AS n GROUP BY n.invoice_id
) AS n ON n.invoice_id = f.id
WHERE f.invoice_id IS NULL
ORDER BY f.account_id, f.id
