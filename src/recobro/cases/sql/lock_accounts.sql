-- Takes the one lock of each account, in the order of accounts; a booking waits for it and it waits for a booking.
-- reads: billing_accountbalance      writes: nothing
WITH locked AS MATERIALIZED (
    SELECT account_id FROM billing_accountbalance
    WHERE portfolio_id = %(portfolio_id)s AND account_id = ANY(%(account_ids)s)
    ORDER BY account_id
    FOR UPDATE
)
SELECT count(*) AS written FROM locked
