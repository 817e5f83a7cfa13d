-- One row per customer and month of due dates (all before the oldest month count as that month): what is overdue.
-- reads: billing_invoice, parties_account, parties_customer      writes: nothing
SELECT c.id,
       c.name,
       greatest(date_trunc('month', i.due_on)::date, %(oldest)s::date) AS month,
       sum(i.open_cents)::bigint AS cents
FROM billing_invoice AS i
JOIN parties_account AS a ON a.id = i.account_id
JOIN parties_customer AS c ON c.id = a.customer_id
WHERE i.portfolio_id = %(portfolio_id)s AND i.open_cents > 0 AND i.due_on < %(today)s
GROUP BY 1, 2, 3
ORDER BY c.name, c.id, 3
