-- Makes unverified accounts for debts whose account nobody knows yet, each with its place of supply as its number.
-- reads: parties_customer, parties_supply      writes: parties_account, parties_number
WITH wanted AS (
    SELECT DISTINCT ON (v.ref) v.ref, m.place, c.id AS customer_id, p.id AS supply_id, left(s.product, 40) AS product
    FROM take_match AS m
    JOIN take_stage AS s ON s.id = m.id
    CROSS JOIN LATERAL (
        SELECT
            CASE WHEN m.place <> '' AND EXISTS (
                SELECT FROM parties_account AS a WHERE a.portfolio_id = %(portfolio_id)s AND a.ref = m.account_ref
            ) THEN 'cups:' || m.place ELSE m.account_ref END AS ref,
            CASE
                WHEN s.tax_id <> '' THEN 'tax:' || left(upper(btrim(s.tax_id)), 30)
                WHEN s.debtor_name <> '' THEN 'name:' || left(upper(btrim(s.debtor_name)), 34)
                ELSE m.account_ref
            END AS customer_ref
    ) AS v
    JOIN parties_customer AS c ON c.portfolio_id = %(portfolio_id)s AND c.ref = v.customer_ref
    LEFT JOIN parties_supply AS p ON p.portfolio_id = %(portfolio_id)s AND p.code = m.place AND m.place <> ''
    WHERE m.reason = '' AND m.account_id IS NULL AND m.lane IN ('unpaid', 'invoice')
    ORDER BY v.ref, m.line
),
made AS (
    INSERT INTO parties_account (portfolio_id, customer_id, supply_id, ref, product, verified, created_at)
    SELECT %(portfolio_id)s, w.customer_id, w.supply_id, w.ref, w.product, false, %(now)s
    FROM wanted AS w
    ON CONFLICT (portfolio_id, ref) DO NOTHING
    RETURNING id, ref
),
numbered AS (
    INSERT INTO parties_number (portfolio_id, account_id, kind, value)
    SELECT %(portfolio_id)s, made.id, CASE WHEN w.place ~ '^ES[0-9]{16}' THEN 'cups' ELSE 'service' END, w.place
    FROM made
    JOIN wanted AS w USING (ref)
    WHERE w.place <> ''
    ON CONFLICT (portfolio_id, kind, value) WHERE to_on IS NULL DO NOTHING
)
SELECT count(*) AS written FROM made
