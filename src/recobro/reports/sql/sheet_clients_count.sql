-- One row: how many customers have something overdue.
-- reads: billing_invoice, parties_account      writes: nothing
SELECT count(DISTINCT a.customer_id) AS clients
FROM billing_invoice AS i
JOIN parties_account AS a ON a.id = i.account_id
WHERE i.portfolio_id = %(portfolio_id)s AND i.open_cents > 0 AND i.due_on < %(today)s
