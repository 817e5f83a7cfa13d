-- Takes the lock of every account that the file may move, in account order.
-- reads: billing_accountbalance      writes: nothing
SELECT count(*) AS written
FROM (
    SELECT b.account_id
    FROM billing_accountbalance AS b
    WHERE b.portfolio_id = %(portfolio_id)s
      AND b.account_id IN (
        SELECT m.account_id FROM take_match AS m WHERE m.reason = ''
        UNION
        SELECT t.account_id FROM take_told AS t
      )
    ORDER BY b.account_id
    FOR UPDATE
) AS locked
