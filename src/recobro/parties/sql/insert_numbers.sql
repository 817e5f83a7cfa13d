-- Writes the numbers by which the accounts of a contract file are found: place of supply, mandate.
-- reads: parties_account      writes: parties_number
INSERT INTO parties_number (portfolio_id, account_id, kind, value)
SELECT %(portfolio_id)s, coalesce(t.account_id, a.id), v.kind, v.value
FROM take_contract AS t
LEFT JOIN parties_account AS a ON a.portfolio_id = %(portfolio_id)s AND a.ref = t.account_ref
CROSS JOIN LATERAL (
    VALUES (CASE WHEN t.place ~ '^ES[0-9]{16}' THEN 'cups' ELSE 'service' END, t.place), ('mandate', t.mandate)
) AS v (kind, value)
WHERE t.reason = '' AND v.value <> '' AND coalesce(t.account_id, a.id) IS NOT NULL
ON CONFLICT (portfolio_id, kind, value) WHERE to_on IS NULL DO NOTHING
