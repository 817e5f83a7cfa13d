-- Lets an invoice know the reason that a further message gave for its last return, and remembers the account: its ladder may stand still.
-- reads: billing_debitreturn      writes: billing_invoice
WITH learnt AS (
    UPDATE billing_invoice AS i
    SET last_reason_code = r.reason_code
    FROM take_known AS k
    JOIN billing_debitreturn AS r ON r.id = k.debit_return_id
    WHERE i.id = r.invoice_id AND i.portfolio_id = %(portfolio_id)s AND i.last_return_on <= r.returned_on
      AND i.last_reason_code IN ('', 'SINMOTIVO') AND r.reason_code <> i.last_reason_code
    RETURNING i.account_id
)
INSERT INTO take_moved (account_id)
SELECT DISTINCT l.account_id FROM learnt AS l
ON CONFLICT DO NOTHING
