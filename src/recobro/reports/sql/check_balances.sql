-- Accounts whose balance is not the sum of their entries.
-- whole installation: the check proves every portfolio
-- reads: billing_ledgerentry, billing_accountbalance      writes: nothing
WITH summed AS (
    SELECT portfolio_id, account_id, sum(amount_cents) AS cents
    FROM billing_ledgerentry
    GROUP BY portfolio_id, account_id
)
SELECT coalesce(s.portfolio_id, b.portfolio_id) AS portfolio_id,
       'billing_accountbalance.balance_cents' AS place,
       count(*) AS count,
       (array_agg(coalesce(s.account_id, b.account_id)::text ORDER BY coalesce(s.account_id, b.account_id)))[1:5] AS first
FROM summed AS s
FULL JOIN billing_accountbalance AS b ON b.account_id = s.account_id AND b.portfolio_id = s.portfolio_id
WHERE coalesce(s.cents, 0) <> coalesce(b.balance_cents, 0)
GROUP BY 1
