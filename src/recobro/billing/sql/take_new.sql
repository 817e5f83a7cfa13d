-- Gives each new return its collection attempt: an open one of the same amount when there is one, else the next presentation, assumed.
-- `collected`: the ledger already holds the collection of that attempt.
-- reads: billing_collectionattempt, billing_debitreturn, billing_ledgerentry      writes: nothing
CREATE TEMP TABLE take_new ON COMMIT DROP AS
WITH fresh AS (
    SELECT t.*, row_number() OVER (PARTITION BY t.invoice_id, t.amount_cents ORDER BY t.told_on, t.line, t.id) AS nth
    FROM take_return AS t
    WHERE NOT EXISTS (SELECT FROM take_known AS k WHERE k.id = t.id)
),
presented AS (
    SELECT a.id, a.account_id, a.invoice_id, a.amount_cents, a.ordinal, r.id IS NULL AS is_open
    FROM (SELECT DISTINCT f.account_id, f.invoice_id FROM fresh AS f) AS f
    JOIN billing_collectionattempt AS a ON a.account_id = f.account_id AND a.invoice_id = f.invoice_id
    LEFT JOIN billing_debitreturn AS r ON r.account_id = a.account_id AND r.attempt_id = a.id AND r.undone_at IS NULL
    WHERE a.portfolio_id = %(portfolio_id)s
),
waiting AS (
    SELECT p.*,
        row_number() OVER (PARTITION BY p.invoice_id, p.amount_cents ORDER BY p.ordinal) AS nth,
        p.amount_cents <= -coalesce((
            SELECT sum(e.amount_cents) FROM billing_ledgerentry AS e
            WHERE e.account_id = p.account_id AND e.attempt_id = p.id AND e.kind = 'collected'
        ), 0) AS collected
    FROM presented AS p
    WHERE p.is_open
),
last AS (
    SELECT p.invoice_id, max(p.ordinal) AS ordinal FROM presented AS p GROUP BY p.invoice_id
)
SELECT
    f.*,
    nextval(pg_get_serial_sequence('billing_debitreturn', 'id')) AS return_id,
    coalesce(w.id, nextval(pg_get_serial_sequence('billing_collectionattempt', 'id'))) AS attempt_id,
    w.id IS NULL AS is_assumed,
    coalesce(w.collected, false) AS collected,
    coalesce(l.ordinal, 0)
        + row_number() OVER (PARTITION BY f.invoice_id, w.id IS NULL ORDER BY f.told_on, f.line, f.id) AS ordinal
FROM fresh AS f
LEFT JOIN waiting AS w USING (invoice_id, amount_cents, nth)
LEFT JOIN last AS l ON l.invoice_id = f.invoice_id
