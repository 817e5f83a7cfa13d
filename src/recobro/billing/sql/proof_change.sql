-- Compares two lists of the ERP: one row per invoice number that only one of them has, or that has another amount in each.
-- Amounts under one number add up (instalments); an equal line twice is one. Without a list (NULL) there is nothing to find in it.
-- reads: billing_lotrow      writes: nothing
CREATE TEMP TABLE proof_change ON COMMIT DROP AS
WITH now AS (
    SELECT d.number, sum(d.cents)::bigint AS cents
    FROM (
        SELECT DISTINCT upper(btrim(r.invoice_number)) AS number, r.amount_cents AS cents
        FROM billing_lotrow AS r
        WHERE r.lot_id = %(lot_id)s AND r.portfolio_id = %(portfolio_id)s AND r.kind = 'unpaid' AND r.status <> 'ignored'
          AND r.amount_cents > 0 AND r.invoice_number <> ''
    ) AS d
    GROUP BY d.number
),
before AS (
    SELECT d.number, sum(d.cents)::bigint AS cents
    FROM (
        SELECT DISTINCT upper(btrim(r.invoice_number)) AS number, r.amount_cents AS cents
        FROM billing_lotrow AS r
        WHERE r.lot_id = %(before_id)s AND r.portfolio_id = %(portfolio_id)s AND r.kind = 'unpaid' AND r.status <> 'ignored'
          AND r.amount_cents > 0 AND r.invoice_number <> ''
    ) AS d
    GROUP BY d.number
)
SELECT number, n.cents AS now_cents, b.cents AS before_cents
FROM now AS n
FULL JOIN before AS b USING (number)
WHERE n.cents IS DISTINCT FROM b.cents
