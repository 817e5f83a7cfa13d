-- Compares the rows of an invoice file with the ledger. A known invoice is confirmed, never changed; another amount waits.
-- A number nobody knows, beside an assumed invoice of the same amount and days, may be that one under its true name: a person says.
-- reads: billing_invoice      writes: nothing
INSERT INTO take_done (id, status, reason, amount_cents, account_id, invoice_id)
WITH doubtful AS (
    SELECT DISTINCT f.id
    FROM take_fresh AS f
    JOIN billing_invoice AS a
        ON a.account_id = f.account_id AND a.assumed AND a.open_cents <> 0 AND a.amount_cents = f.amount_cents
        AND abs(a.due_on - f.due_on) <= 10 AND a.id <> f.id AND a.portfolio_id = %(portfolio_id)s
    WHERE f.lane = 'invoice' AND f.amount_cents > 0
      AND NOT EXISTS (SELECT FROM take_match AS m WHERE m.invoice_id = a.id)
)
SELECT
    m.id,
    CASE WHEN v.reason <> '' THEN 'waiting' WHEN f.first_row_id = m.id THEN 'booked' ELSE 'known' END,
    v.reason, m.amount_cents, m.account_id, coalesce(i.id, f.id)
FROM take_match AS m
LEFT JOIN billing_invoice AS i ON i.id = m.invoice_id AND i.portfolio_id = %(portfolio_id)s
LEFT JOIN take_fresh AS f ON f.number = coalesce(i.number, m.number)
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN f.id IN (SELECT d.id FROM doubtful AS d) THEN 'maybe_assumed'
        WHEN f.account_id IS DISTINCT FROM m.account_id AND f.id IS NOT NULL THEN 'clues_disagree'
        WHEN m.amount_cents <> coalesce(f.amount_cents, i.amount_cents) THEN 'amount_differs'
        ELSE ''
    END AS reason
) AS v
WHERE m.lane = 'invoice' AND m.reason = ''
