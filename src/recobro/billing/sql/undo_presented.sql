-- Takes back the presentations of a remittance: those that came back are assumed again, the others are cancelled.
-- reads: billing_lotrow, billing_debitreturn      writes: billing_collectionattempt
UPDATE billing_collectionattempt AS a
SET assumed = m.came_back,
    lot_row_id = CASE WHEN NOT m.came_back THEN a.lot_row_id END,
    presented_on = CASE WHEN NOT m.came_back THEN a.presented_on END,
    cancelled_on = CASE WHEN NOT m.came_back THEN coalesce(a.cancelled_on, %(day)s) END
FROM (
    SELECT o.id, EXISTS (
        SELECT FROM billing_debitreturn AS r WHERE r.account_id = o.account_id AND r.attempt_id = o.id AND r.undone_at IS NULL
    ) AS came_back
    FROM billing_lotrow AS l
    JOIN billing_collectionattempt AS o ON o.lot_row_id = l.id AND o.portfolio_id = l.portfolio_id
    WHERE l.lot_id = %(lot_id)s AND l.portfolio_id = %(portfolio_id)s AND l.kind = 'remittance'
) AS m
WHERE a.id = m.id
