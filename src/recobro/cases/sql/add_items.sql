-- Overdue invoices join the open case of their account: for the first time, or again as new debt after a new return.
-- reads: cases_case, billing_invoice      writes: cases_item
INSERT INTO cases_item (portfolio_id, account_id, case_id, invoice_id, cycle, rung, since_on, returns)
SELECT c.portfolio_id, c.account_id, c.id, i.id,
       1 + coalesce((
           SELECT max(it.cycle) FROM cases_item it WHERE it.account_id = c.account_id AND it.invoice_id = i.id
       ), 0),
       0, greatest(i.due_on + 1, i.last_return_on), i.returns
FROM cases_case c
JOIN billing_invoice i
    ON i.account_id = c.account_id AND i.open_cents > 0 AND i.due_on < %(day)s AND i.account_id = ANY(%(account_ids)s)
WHERE c.portfolio_id = %(portfolio_id)s
  AND c.account_id = ANY(%(account_ids)s)
  AND c.stage = 'early'
  AND c.closed_on IS NULL
  AND NOT EXISTS (
      SELECT FROM cases_item it
      WHERE it.account_id = c.account_id AND it.invoice_id = i.id AND (it.left_on IS NULL OR i.returns <= it.returns)
  )
