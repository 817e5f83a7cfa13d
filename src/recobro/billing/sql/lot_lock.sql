-- Takes the lock of every account that a lot has moved, in account order.
-- reads: billing_accountbalance, billing_lotrow      writes: nothing
SELECT count(*) AS written
FROM (
    SELECT b.account_id
    FROM billing_accountbalance AS b
    WHERE b.portfolio_id = %(portfolio_id)s
      AND b.account_id IN (SELECT r.account_id FROM billing_lotrow AS r WHERE r.lot_id = %(lot_id)s)
    ORDER BY b.account_id
    FOR UPDATE
) AS locked
