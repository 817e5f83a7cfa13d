-- Says what becomes of the rows of the old table: each opens its invoice; a second row of one waits, and so does what the ledger holds.
-- reads: billing_invoice      writes: nothing
INSERT INTO take_done (id, status, reason, amount_cents, account_id, invoice_id)
SELECT
    m.id,
    CASE WHEN f.first_row_id = m.id AND f.account_id IS NOT DISTINCT FROM m.account_id THEN 'booked' ELSE 'waiting' END,
    CASE
        WHEN f.first_row_id = m.id AND f.account_id IS NOT DISTINCT FROM m.account_id THEN ''
        WHEN f.id IS NULL THEN 'opening_in_ledger'
        ELSE 'opening_duplicate'
    END,
    m.amount_cents,
    CASE WHEN f.first_row_id = m.id THEN m.account_id END,
    CASE WHEN f.first_row_id = m.id THEN f.id END
FROM take_match AS m
LEFT JOIN billing_invoice AS i ON i.id = m.invoice_id AND i.portfolio_id = %(portfolio_id)s
LEFT JOIN take_fresh AS f ON f.number = coalesce(i.number, m.number)
WHERE m.lane = 'unpaid' AND m.reason = ''
