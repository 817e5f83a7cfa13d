-- Compares the ERP's list of open items with the ledger. It is a snapshot: it proves nothing paid and posts nothing for known invoices.
-- What an earlier list told with the same words and still waits is known: the list comes every day, the question once.
-- reads: billing_invoice, billing_lot, billing_lotrow      writes: nothing
INSERT INTO take_done (id, status, reason, amount_cents, account_id, invoice_id)
WITH asked AS (
    SELECT DISTINCT upper(btrim(r.invoice_number)) AS number, r.amount_cents, r.reason
    FROM billing_lotrow AS r
    JOIN billing_lot AS l ON l.id = r.lot_id AND l.status = 'booked'
    WHERE r.portfolio_id = %(portfolio_id)s AND r.status = 'waiting' AND r.kind = 'unpaid'
      AND NOT EXISTS (SELECT FROM take_stage AS s WHERE s.id = r.id)
)
SELECT
    m.id,
    CASE WHEN v.reason = '' OR a.number IS NOT NULL THEN 'known' ELSE 'waiting' END,
    CASE WHEN a.number IS NULL THEN v.reason ELSE '' END,
    m.amount_cents,
    m.account_id,
    coalesce(i.id, f.id)
FROM take_match AS m
LEFT JOIN billing_invoice AS i ON i.id = m.invoice_id AND i.portfolio_id = %(portfolio_id)s
LEFT JOIN take_fresh AS f ON f.number = coalesce(i.number, m.number)
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN f.id IS NOT NULL AND f.account_id IS DISTINCT FROM m.account_id THEN 'clues_disagree'
        WHEN m.amount_cents <> coalesce(f.amount_cents, CASE WHEN i.open_cents = 0 THEN m.amount_cents ELSE i.open_cents END)
            THEN 'amount_differs'
        WHEN f.id IS NULL AND i.open_cents = 0 THEN 'erp_says_unpaid'
        ELSE ''
    END AS reason
) AS v
LEFT JOIN asked AS a ON a.number = i.number AND a.amount_cents = m.amount_cents AND a.reason = v.reason
WHERE m.lane = 'unpaid' AND m.reason = '' AND NOT EXISTS (SELECT FROM take_return AS t WHERE t.id = m.id)
