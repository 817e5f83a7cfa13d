-- Tells which files or batches that a bank refused as a whole are of a remittance that we hold, by their line.
-- reads: billing_lot, billing_lotrow      writes: nothing
SELECT w.line
FROM take_stage AS w
WHERE w.lane IN ('refused', 'voided') AND w.message_id <> '' AND EXISTS (
    SELECT
    FROM billing_lot AS l
    JOIN billing_lotrow AS r ON r.lot_id = l.id AND r.kind = 'remittance' AND (w.batch_id = '' OR r.batch_id = w.batch_id)
    WHERE l.portfolio_id = %(portfolio_id)s AND l.kind = 'remittance' AND l.status = 'booked' AND l.message_id = w.message_id
)
