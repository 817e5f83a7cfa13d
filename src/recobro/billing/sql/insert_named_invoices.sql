-- Opens the invoices that only our remittance has named: without amount, because nothing is owed by being presented.
-- reads: nothing      writes: billing_invoice
INSERT INTO billing_invoice (
    id, portfolio_id, account_id, number, amount_cents, open_cents, issued_on, due_on, returns, last_return_on, last_reason_code, assumed
)
SELECT DISTINCT ON (p.opened_id) p.opened_id, %(portfolio_id)s, p.account_id, p.number, 0, 0, NULL, p.due_on, 0, NULL, '', true
FROM take_presented AS p
WHERE p.opened_id IS NOT NULL
ORDER BY p.opened_id, p.due_on
