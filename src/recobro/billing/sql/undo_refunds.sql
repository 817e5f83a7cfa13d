-- Marks the refunds of a lot as taken back.
-- reads: billing_lotrow      writes: billing_refund
UPDATE billing_refund AS f
SET undone_at = %(now)s
FROM billing_lotrow AS r
WHERE r.id = f.lot_row_id AND r.lot_id = %(lot_id)s AND f.portfolio_id = %(portfolio_id)s AND f.undone_at IS NULL
