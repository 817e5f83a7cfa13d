-- Compares the ERP's list of open items with the ledger. It is a snapshot: it proves nothing paid and posts nothing for known invoices.
-- reads: billing_invoice      writes: nothing
INSERT INTO take_done (id, status, reason, amount_cents, account_id, invoice_id)
SELECT
    m.id,
    CASE WHEN v.reason = '' THEN 'known' ELSE 'waiting' END,
    v.reason,
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
WHERE m.lane = 'unpaid' AND m.reason = '' AND NOT EXISTS (SELECT FROM take_return AS t WHERE t.id = m.id)
