-- Lets what other files told of the remittances that a lot had touched be looked at again: now they speak for themselves.
-- reads: billing_collectionattempt, billing_lot      writes: billing_lotrow
UPDATE billing_lotrow AS r
SET status = 'ignored', reason = 'no_remittance', account_id = NULL, invoice_id = NULL
FROM billing_lot AS l
WHERE l.id = r.lot_id AND l.status = 'booked' AND r.lot_id <> %(lot_id)s AND r.portfolio_id = %(portfolio_id)s AND r.status = 'known'
  AND r.kind IN ('collection', 'accepted')
  AND EXISTS (
    SELECT
    FROM billing_lotrow AS m
    JOIN billing_collectionattempt AS a ON a.portfolio_id = m.portfolio_id AND a.account_id = m.account_id AND a.invoice_id = m.invoice_id
    WHERE m.lot_id = %(lot_id)s AND (r.invoice_id = m.invoice_id OR (r.end_to_end_id = '' AND r.batch_id IN (a.batch_id, a.message_id)))
  )
