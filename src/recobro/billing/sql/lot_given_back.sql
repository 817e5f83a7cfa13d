-- Counts the payments of a lot of which a row of another living lot gave something back, or all: they cannot be taken away.
-- reads: billing_payment, billing_ledgerentry, billing_lotrow, billing_lot      writes: nothing
SELECT count(DISTINCT p.id) AS payments
FROM billing_payment AS p
JOIN billing_lotrow AS r ON r.id = p.lot_row_id AND r.lot_id = %(lot_id)s
JOIN billing_ledgerentry AS e
    ON e.account_id = p.account_id AND e.payment_id = p.id AND e.lot_row_id IS NOT NULL AND e.reverses_id IS NOT NULL
JOIN billing_lot AS l ON l.id = e.lot_id AND l.id <> %(lot_id)s AND l.status = 'booked'
WHERE p.portfolio_id = %(portfolio_id)s
