-- Keeps the ERP's list as one more evidence of the returns that it confirms: once per return, never a second debt.
-- It gives no true day, so the return's own is kept: another day would make a later return of the bank look known.
-- reads: billing_debitreturn, billing_returnevidence, billing_invoice, billing_lotrow      writes: billing_returnevidence, billing_debitreturn
WITH confirmed AS (
    SELECT DISTINCT ON (i.id) r.id, r.account_id, r.returned_on, r.source, l.row_id
    FROM proof_list AS l
    JOIN billing_invoice AS i ON i.portfolio_id = %(portfolio_id)s AND i.number = l.number
    JOIN billing_debitreturn AS r ON r.invoice_id = i.id AND r.undone_at IS NULL
    WHERE i.returns > 0
    ORDER BY i.id, r.returned_on DESC, r.id DESC
),
told AS (
    INSERT INTO billing_returnevidence (portfolio_id, account_id, debit_return_id, lot_row_id, source, told_on)
    SELECT %(portfolio_id)s, c.account_id, c.id, c.row_id, 'erp', c.returned_on
    FROM confirmed AS c
    JOIN billing_lotrow AS w ON w.id = c.row_id AND w.status = 'known'
    WHERE c.source <> 'erp'
      AND NOT EXISTS (SELECT FROM billing_returnevidence AS e WHERE e.debit_return_id = c.id AND e.source = 'erp')
    ORDER BY c.account_id, c.id
    ON CONFLICT DO NOTHING
    RETURNING debit_return_id
)
UPDATE billing_debitreturn AS r
SET evidences = r.evidences + 1
FROM told AS t
WHERE r.id = t.debit_return_id
