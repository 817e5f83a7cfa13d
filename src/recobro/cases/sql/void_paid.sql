-- Takes the items that are paid out of steps about to be released: their notice will not speak of them.
-- reads: cases_item, billing_invoice      writes: cases_stepitem
UPDATE cases_stepitem
SET void = TRUE
FROM cases_item it, billing_invoice i
WHERE it.id = cases_stepitem.item_id AND i.id = it.invoice_id AND i.open_cents <= 0
  AND cases_stepitem.portfolio_id = %(portfolio_id)s
  AND cases_stepitem.step_id = ANY(%(step_ids)s)
  AND NOT cases_stepitem.void
