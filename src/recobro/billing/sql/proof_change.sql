-- Compares two lists of the ERP: one row per invoice number that only one of them has, or that has another amount in each.
-- Amounts under one number add up (instalments); an equal line twice is one. Without a list (NULL) there is nothing to find in it.
-- First the lines as written that only one list has; only their numbers are then read as the ledger writes them, and added up.
-- reads: billing_lotrow      writes: nothing
CREATE TEMP TABLE proof_change ON COMMIT DROP AS
WITH loose AS MATERIALIZED (
    SELECT DISTINCT upper(btrim(d.invoice_number)) AS number
    FROM (
        SELECT r.invoice_number
        FROM billing_lotrow AS r
        WHERE r.lot_id IN (%(lot_id)s, %(before_id)s) AND r.portfolio_id = %(portfolio_id)s AND r.kind = 'unpaid'
          AND r.status <> 'ignored' AND r.amount_cents > 0 AND r.invoice_number <> ''
        GROUP BY r.invoice_number, r.amount_cents
        HAVING min(r.lot_id) = max(r.lot_id)
    ) AS d
),
line AS (
    SELECT DISTINCT r.lot_id, l.number, r.amount_cents AS cents
    FROM billing_lotrow AS r
    JOIN loose AS l ON l.number = upper(btrim(r.invoice_number))
    WHERE r.lot_id IN (%(lot_id)s, %(before_id)s) AND r.portfolio_id = %(portfolio_id)s AND r.kind = 'unpaid'
      AND r.status <> 'ignored' AND r.amount_cents > 0
),
added AS (
    SELECT number,
        sum(cents) FILTER (WHERE lot_id = %(lot_id)s)::bigint AS now_cents,
        sum(cents) FILTER (WHERE lot_id = %(before_id)s)::bigint AS before_cents
    FROM line
    GROUP BY number
)
SELECT number, now_cents, before_cents FROM added WHERE now_cents IS DISTINCT FROM before_cents
