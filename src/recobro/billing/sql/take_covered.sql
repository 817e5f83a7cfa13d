-- Finds what a statement tells of returns without naming them, and a detailed file has told: the same amount, day and account of ours.
-- As a set: k movements of a file are k returns of which that file has not told otherwise. They post nothing.
-- reads: billing_debitreturn, billing_returnevidence, billing_lotrow      writes: nothing
CREATE TEMP TABLE take_covered ON COMMIT DROP AS
WITH unnamed AS (
    SELECT m.id, s.lot_id, s.family, s.booked_on AS told_on, m.amount_cents, s.creditor_account AS ours,
        row_number() OVER (PARTITION BY s.lot_id, s.creditor_account, s.booked_on, m.amount_cents ORDER BY m.line, m.id) AS nth
    FROM take_match AS m
    JOIN take_stage AS s ON s.id = m.id
    WHERE m.reason = 'detail_awaited' AND s.family = 'norma43' AND s.booked_on IS NOT NULL
),
told AS ( -- each message about a return of such an amount, with our account as it named it
    SELECT r.id, r.account_id, r.invoice_id, r.amount_cents, v.source, v.told_on, l.lot_id, coalesce(l.data ->> 'creditor_account', '') AS ours
    FROM billing_debitreturn AS r
    CROSS JOIN LATERAL (
        SELECT r.source, r.returned_on AS told_on, r.lot_row_id
        UNION ALL
        SELECT e.source, e.told_on, e.lot_row_id FROM billing_returnevidence AS e WHERE e.debit_return_id = r.id
    ) AS v
    JOIN billing_lotrow AS l ON l.id = v.lot_row_id
    WHERE r.portfolio_id = %(portfolio_id)s AND r.undone_at IS NULL AND r.amount_cents IN (SELECT u.amount_cents FROM unnamed AS u)
      AND r.id NOT IN (SELECT k.debit_return_id FROM take_known AS k)
),
known AS (
    SELECT t.*, u.lot_id AS by_lot_id,
        row_number() OVER (PARTITION BY u.lot_id, t.ours, t.told_on, t.amount_cents ORDER BY t.id) AS nth
    FROM (SELECT DISTINCT lot_id FROM unnamed) AS u
    CROSS JOIN (
        SELECT DISTINCT id, account_id, invoice_id, amount_cents, told_on, ours FROM told WHERE source NOT IN ('norma43', 'erp')
    ) AS t
    WHERE NOT EXISTS (SELECT FROM told AS o WHERE o.id = t.id AND o.lot_id = u.lot_id)
)
SELECT DISTINCT ON (u.lot_id, k.id) u.id, k.id AS debit_return_id, k.account_id, k.invoice_id, u.amount_cents, u.family, u.told_on
FROM unnamed AS u
JOIN known AS k
    ON k.by_lot_id = u.lot_id AND k.ours = u.ours AND k.told_on = u.told_on AND k.amount_cents = u.amount_cents AND k.nth = u.nth
ORDER BY u.lot_id, k.id, u.told_on, u.id
