-- Lets the payments live again that a row of this lot had undone, where the lot that brought them still stands.
-- reads: billing_ledgerentry, billing_lotrow, billing_lot      writes: billing_payment
UPDATE billing_payment AS p
SET undone_at = NULL
FROM billing_ledgerentry AS e
WHERE e.lot_id = %(lot_id)s AND e.lot_row_id IS NOT NULL AND e.reverses_id IS NOT NULL AND e.portfolio_id = %(portfolio_id)s
  AND p.id = e.payment_id AND p.undone_at = e.posted_at
  AND NOT EXISTS (
    SELECT FROM billing_lotrow AS r
    JOIN billing_lot AS l ON l.id = r.lot_id AND (l.id = %(lot_id)s OR l.status <> 'booked')
    WHERE r.id = p.lot_row_id
  )
