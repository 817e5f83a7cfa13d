-- Items of an undone payment live again, at the rung they had, in the account's open case of their stage.
-- reads: cases_case, billing_invoice      writes: cases_item
UPDATE cases_item
SET left_on = NULL, case_id = o.id
FROM cases_case c, cases_case o, billing_invoice i
WHERE c.id = cases_item.case_id
  AND i.id = cases_item.invoice_id
  AND o.portfolio_id = c.portfolio_id AND o.account_id = c.account_id AND o.stage = c.stage AND o.closed_on IS NULL
  AND c.state <> 'resolved'
  AND cases_item.left_on IS NOT NULL
  AND i.open_cents > 0 AND i.due_on < %(day)s AND i.returns <= cases_item.returns
  AND NOT EXISTS (
      SELECT FROM cases_item later
      WHERE later.account_id = cases_item.account_id AND later.invoice_id = cases_item.invoice_id AND later.cycle > cases_item.cycle
  )
  AND cases_item.portfolio_id = %(portfolio_id)s
  AND cases_item.account_id = ANY(%(account_ids)s)
