-- Writes the collection attempts that are known only because they came back.
-- reads: nothing      writes: billing_collectionattempt
INSERT INTO billing_collectionattempt (
    id, portfolio_id, account_id, invoice_id, ordinal, end_to_end_id, batch_id, amount_cents, due_on, assumed, message_id
)
SELECT n.attempt_id, %(portfolio_id)s, n.account_id, n.invoice_id, n.ordinal, n.end_to_end_id, n.batch_id, n.amount_cents, n.due_on, true, ''
FROM take_new AS n
WHERE n.is_assumed
ORDER BY n.account_id, n.invoice_id, n.ordinal
