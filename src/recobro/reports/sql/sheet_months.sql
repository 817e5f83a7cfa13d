-- One row per month of due dates with overdue invoices, oldest first: what is overdue.
-- reads: billing_invoice      writes: nothing
SELECT date_trunc('month', due_on)::date AS month, sum(open_cents)::bigint AS cents
FROM billing_invoice
WHERE portfolio_id = %(portfolio_id)s AND open_cents > 0 AND due_on < %(today)s
GROUP BY 1
ORDER BY 1
