-- Writes the presentations of our remittance.
-- reads: nothing      writes: billing_collectionattempt
INSERT INTO billing_collectionattempt (
    portfolio_id, account_id, invoice_id, ordinal, end_to_end_id, batch_id, amount_cents, due_on, assumed, message_id, lot_row_id, presented_on
)
SELECT %(portfolio_id)s, p.account_id, p.invoice_id, p.ordinal, p.end_to_end_id, p.batch_id, p.amount_cents, p.due_on, false, p.message_id,
    p.id, p.presented_on
FROM take_presented AS p
WHERE p.verdict = 'new'
ORDER BY p.account_id, p.invoice_id, p.ordinal
