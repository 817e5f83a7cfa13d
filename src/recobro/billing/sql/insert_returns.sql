-- Writes the new returns, one per attempt.
-- reads: nothing      writes: billing_debitreturn
INSERT INTO billing_debitreturn (
    id, portfolio_id, account_id, invoice_id, attempt_id, lot_row_id, source, reason_code, amount_cents, fee_cents, returned_on, evidences
)
SELECT n.return_id, %(portfolio_id)s, n.account_id, n.invoice_id, n.attempt_id, n.id, n.family, n.reason_code, n.amount_cents,
    n.fee_cents, n.told_on, 1
FROM take_new AS n
ORDER BY n.account_id, n.return_id
