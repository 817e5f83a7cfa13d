-- Opens the accounts that a contract file names for the first time.
-- reads: parties_customer, parties_supply      writes: parties_account
INSERT INTO parties_account (portfolio_id, customer_id, supply_id, ref, product, verified, created_at)
SELECT %(portfolio_id)s, c.id, s.id, t.account_ref, left(t.product, 40), true, %(now)s
FROM take_contract AS t
JOIN parties_customer AS c ON c.portfolio_id = %(portfolio_id)s AND c.ref = t.customer_ref
LEFT JOIN parties_supply AS s ON s.portfolio_id = %(portfolio_id)s AND s.code = t.place
WHERE t.reason = '' AND t.account_id IS NULL
ORDER BY t.line
ON CONFLICT (portfolio_id, ref) DO NOTHING
