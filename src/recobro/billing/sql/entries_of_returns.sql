-- Prepares the entries of each new return: its collection, assumed when nobody had told of it, and the return; one attempt nets to zero.
-- reads: nothing      writes: nothing
INSERT INTO take_entry (account_id, invoice_id, kind, amount_cents, value_on, lot_id, lot_row_id, attempt_id, assumed)
SELECT n.account_id, n.invoice_id, v.kind, v.amount_cents, v.value_on, n.lot_id, n.id, n.attempt_id, v.assumed
FROM take_new AS n
CROSS JOIN LATERAL (
    VALUES ('collected', -n.amount_cents, n.due_on, true), ('returned', n.amount_cents, n.told_on, false)
) AS v (kind, amount_cents, value_on, assumed)
WHERE v.kind = 'returned' OR NOT n.collected
