-- Gives the invoices of the opening the last return that the old table tells of: its reason may forbid to dun.
-- reads: billing_lotrow      writes: billing_invoice
UPDATE billing_invoice AS i
SET returns = greatest(i.returns, 1), last_return_on = coalesce(r.booked_on, i.last_return_on), last_reason_code = r.reason_code
FROM billing_lotrow AS r
WHERE r.lot_id = %(lot_id)s AND r.portfolio_id = %(portfolio_id)s AND r.status = 'booked' AND i.id = r.invoice_id
  AND i.portfolio_id = %(portfolio_id)s AND (r.reason_code <> '' OR r.booked_on IS NOT NULL)
