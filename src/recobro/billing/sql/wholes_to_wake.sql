-- Tells which lots wait for a remittance of ours that a bank refused as a whole, and that has come since.
-- reads: billing_lot, billing_lotrow      writes: nothing
SELECT w.id AS lot_id
FROM billing_lot AS w
WHERE w.portfolio_id = %(portfolio_id)s AND w.status = 'waiting' AND w.reason IN ('whole_reject', 'whole_reject_ours')
  AND EXISTS (
    SELECT
    FROM billing_lotrow AS r
    JOIN billing_lot AS l
        ON l.portfolio_id = r.portfolio_id AND l.kind = 'remittance' AND l.status = 'booked' AND l.message_id = r.data ->> 'message_id'
    WHERE r.lot_id = w.id AND r.kind IN ('refused', 'voided') AND l.message_id <> ''
      AND (r.batch_id = '' OR EXISTS (SELECT FROM billing_lotrow AS o WHERE o.lot_id = l.id AND o.batch_id = r.batch_id))
  )
ORDER BY w.id
