-- Accounts with an item that had left as paid and whose invoice is open again without a new return.
-- reads: cases_item, billing_invoice      writes: nothing
SELECT DISTINCT it.account_id
FROM cases_item it
JOIN billing_invoice i ON i.id = it.invoice_id
WHERE it.portfolio_id = %(portfolio_id)s
  AND it.account_id = ANY(%(account_ids)s)
  AND it.left_on IS NOT NULL
  AND i.open_cents > 0 AND i.due_on < %(day)s AND i.returns <= it.returns
