-- Items whose invoice is no longer open leave their case; how often it had come back by then tells undo from new debt.
-- reads: billing_invoice      writes: cases_item
UPDATE cases_item
SET left_on = %(day)s, returns = i.returns
FROM billing_invoice i
WHERE i.id = cases_item.invoice_id
  AND i.open_cents <= 0
  AND cases_item.left_on IS NULL
  AND cases_item.portfolio_id = %(portfolio_id)s
  AND cases_item.account_id = ANY(%(account_ids)s)
