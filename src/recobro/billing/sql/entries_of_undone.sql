-- Prepares the opposite of what a payment had done, invoice by invoice, wherever its credit had gone since.
-- reads: billing_ledgerentry      writes: nothing
INSERT INTO take_entry (account_id, invoice_id, kind, amount_cents, value_on, lot_id, lot_row_id, payment_id, reverses_id)
SELECT u.account_id, e.invoice_id, 'collected', -sum(e.amount_cents), u.value_on, u.lot_id, u.lot_row_id, u.payment_id, min(e.id)
FROM take_undo AS u
JOIN billing_ledgerentry AS e
    ON e.account_id = u.account_id AND e.payment_id = u.payment_id AND e.portfolio_id = %(portfolio_id)s
GROUP BY u.account_id, e.invoice_id, u.value_on, u.lot_id, u.lot_row_id, u.payment_id
HAVING sum(e.amount_cents) <> 0
