-- The newest cases of some accounts, open ones first: what the palette offers.
-- reads: cases_case, parties_account, parties_customer      writes: nothing
SELECT c.ref, c.state, c.stage, c.closed_on, u.name
FROM cases_case AS c
JOIN parties_account AS a ON a.id = c.account_id
JOIN parties_customer AS u ON u.id = a.customer_id
WHERE c.portfolio_id = %(portfolio_id)s AND c.account_id = ANY(%(accounts)s)
ORDER BY c.closed_on IS NOT NULL, c.id DESC
LIMIT 8
