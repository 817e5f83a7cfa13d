-- Makes unverified customers for debts whose account nobody knows yet.
-- reads: nothing      writes: parties_customer
INSERT INTO parties_customer (portfolio_id, ref, name, tax_id, segment, verified, created_at)
SELECT DISTINCT ON (v.ref) %(portfolio_id)s, v.ref, left(coalesce(nullif(s.debtor_name, ''), v.ref), 160), left(upper(btrim(s.tax_id)), 20),
    CASE WHEN s.segment IN ('household', 'business', 'public_body') THEN s.segment ELSE 'household' END, false, %(now)s
FROM take_match AS m
JOIN take_stage AS s ON s.id = m.id
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN s.tax_id <> '' THEN 'tax:' || left(upper(btrim(s.tax_id)), 30)
        WHEN s.debtor_name <> '' THEN 'name:' || left(upper(btrim(s.debtor_name)), 34)
        ELSE m.account_ref
    END AS ref
) AS v
WHERE m.reason = '' AND m.account_id IS NULL AND m.lane IN ('unpaid', 'invoice')
ORDER BY v.ref, m.line
ON CONFLICT (portfolio_id, ref) DO NOTHING
