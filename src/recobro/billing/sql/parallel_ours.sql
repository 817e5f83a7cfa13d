-- One row per invoice that was open at the end of a day and belongs into the office's table: overdue, returned, or held at the opening.
-- By posting time: what was booked later says nothing about that evening.
-- reads: billing_ledgerentry, billing_invoice, parties_account, parties_customer      writes: nothing
SELECT i.number, sum(e.amount_cents)::bigint AS cents, min(c.name) AS who
FROM billing_ledgerentry AS e
JOIN billing_invoice AS i ON i.id = e.invoice_id AND i.portfolio_id = %(portfolio_id)s
JOIN parties_account AS a ON a.id = i.account_id
JOIN parties_customer AS c ON c.id = a.customer_id
WHERE e.portfolio_id = %(portfolio_id)s AND e.posted_at < %(end)s
GROUP BY i.id, i.number, i.due_on
HAVING sum(e.amount_cents) > 0
   AND (i.due_on < %(day)s OR bool_or(e.kind IN ('opening', 'returned') AND e.reverses_id IS NULL))
ORDER BY i.number
