-- What a row may be matched to by hand: the invoices and accounts that a number, a document, a name or an amount leads to.
-- One row per open or named invoice, and one per account itself (no invoice); the named ones first.
-- reads: billing_invoice, parties_account, parties_customer, parties_number, parties_supply      writes: nothing
WITH named AS (
    SELECT i.account_id, i.id AS invoice_id, 0 AS far
    FROM billing_invoice AS i
    WHERE i.portfolio_id = %(portfolio_id)s AND i.number = %(key)s
    UNION ALL
    SELECT n.account_id, NULL, 1 FROM parties_number AS n WHERE n.portfolio_id = %(portfolio_id)s AND n.value IN (%(tight)s, %(bare)s)
    UNION ALL
    SELECT a.id, NULL, 1 FROM parties_account AS a WHERE a.portfolio_id = %(portfolio_id)s AND a.ref = %(key)s
    UNION ALL
    SELECT a.id, NULL, 1
    FROM parties_customer AS u
    JOIN parties_account AS a ON a.customer_id = u.id
    WHERE u.portfolio_id = %(portfolio_id)s AND (u.ref = %(key)s OR (u.tax_id IN (%(tight)s, %(bare)s) AND u.tax_id <> ''))
    UNION ALL
    (SELECT a.id, NULL, 2
    FROM parties_customer AS u
    JOIN parties_account AS a ON a.customer_id = u.id
    WHERE u.portfolio_id = %(portfolio_id)s AND length(%(key)s) > 2 AND upper(u.name) LIKE ALL (%(words)s::text[])
    ORDER BY u.name, a.id
    LIMIT 12)
    UNION ALL
    (SELECT i.account_id, i.id, 3
    FROM billing_invoice AS i
    WHERE i.portfolio_id = %(portfolio_id)s AND %(key)s = '' AND %(cents)s::bigint IN (i.open_cents, i.amount_cents)
    ORDER BY (i.open_cents = %(cents)s::bigint) DESC, i.due_on DESC, i.id
    LIMIT 12)
),
account AS (
    SELECT n.account_id, min(n.far) AS far FROM named AS n GROUP BY n.account_id ORDER BY 2, 1 LIMIT 12
),
found AS (
    SELECT c.account_id, NULL::bigint AS invoice_id, c.far + 10 AS far FROM account AS c
    UNION ALL
    SELECT DISTINCT ON (i.id) i.account_id, i.id, CASE WHEN n.invoice_id IS NOT NULL THEN n.far ELSE 5 + c.far END
    FROM account AS c
    JOIN billing_invoice AS i ON i.account_id = c.account_id AND i.portfolio_id = %(portfolio_id)s
    LEFT JOIN named AS n ON n.invoice_id = i.id
    WHERE n.invoice_id IS NOT NULL OR i.open_cents <> 0 OR i.amount_cents = %(cents)s::bigint
)
SELECT f.account_id, f.invoice_id, u.name AS customer, u.tax_id, a.ref AS account, coalesce(s.code, '') AS place,
    coalesce(i.number, '') AS number, i.amount_cents, i.open_cents, i.due_on,
    coalesce(i.open_cents, (
        SELECT sum(o.open_cents) FROM billing_invoice AS o WHERE o.account_id = f.account_id AND o.open_cents > 0
    ), 0)::bigint AS owed_cents
FROM found AS f
JOIN parties_account AS a ON a.id = f.account_id
JOIN parties_customer AS u ON u.id = a.customer_id
LEFT JOIN parties_supply AS s ON s.id = a.supply_id
LEFT JOIN billing_invoice AS i ON i.id = f.invoice_id
WHERE %(cents)s::bigint IS NULL OR %(key)s = '' OR f.invoice_id IS NULL OR %(cents)s::bigint IN (i.open_cents, i.amount_cents) OR f.far = 0
ORDER BY f.far, (i.open_cents = %(cents)s::bigint) DESC NULLS LAST, i.due_on, f.account_id, f.invoice_id
LIMIT 24
