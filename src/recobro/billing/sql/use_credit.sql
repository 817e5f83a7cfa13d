-- Uses the credit of accounts that owe something: per stretch of credit one entry lowers the invoice and one takes the credit back; together zero.
-- reads: billing_ledgerentry, billing_invoice      writes: nothing
INSERT INTO take_entry (account_id, invoice_id, kind, amount_cents, value_on, lot_id, payment_id, reverses_id)
WITH credit AS (
    SELECT c.*, sum(c.left_cents) OVER (PARTITION BY c.account_id ORDER BY c.entry_id) AS until_cents
    FROM (
        SELECT e.account_id, (array_agg(e.kind ORDER BY e.id))[1] AS kind, e.payment_id, min(e.id) AS entry_id,
            -sum(e.amount_cents) AS left_cents
        FROM billing_ledgerentry AS e
        WHERE e.invoice_id IS NULL AND e.portfolio_id = %(portfolio_id)s
          AND e.account_id IN (SELECT m.account_id FROM take_moved AS m)
        GROUP BY e.account_id, e.payment_id
        HAVING sum(e.amount_cents) < 0
    ) AS c
),
debt AS (
    SELECT i.id, i.account_id, i.open_cents, sum(i.open_cents) OVER (PARTITION BY i.account_id ORDER BY i.due_on, i.id) AS until_cents
    FROM billing_invoice AS i
    WHERE i.open_cents > 0 AND i.portfolio_id = %(portfolio_id)s AND i.account_id IN (SELECT c.account_id FROM credit AS c)
),
used AS (
    SELECT c.account_id, c.kind, c.payment_id, c.entry_id, d.id AS invoice_id,
        least(c.until_cents, d.until_cents) - greatest(c.until_cents - c.left_cents, d.until_cents - d.open_cents) AS cents
    FROM credit AS c
    JOIN debt AS d USING (account_id)
)
SELECT u.account_id, v.invoice_id, u.kind, v.cents, %(value_on)s, %(lot_id)s, u.payment_id, v.reverses_id
FROM used AS u
CROSS JOIN LATERAL (
    VALUES (u.invoice_id, -u.cents, NULL::bigint), (NULL::bigint, u.cents, u.entry_id)
) AS v (invoice_id, cents, reverses_id)
WHERE u.cents > 0
