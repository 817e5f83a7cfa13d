-- Prepares the entries of each refund: where its stretch of the line covers a stretch of credit (or of what was paid), that much goes back.
-- reads: nothing      writes: nothing
INSERT INTO take_entry (account_id, invoice_id, kind, amount_cents, value_on, lot_id, lot_row_id, payment_id, refund_id, reverses_id)
SELECT r.account_id, t.invoice_id, 'collected',
    least(r.until_cents, t.until_cents) - greatest(r.until_cents - r.amount_cents, t.until_cents - t.left_cents),
    r.value_on, r.lot_id, r.id, t.payment_id, r.refund_id, t.entry_id
FROM take_refund AS r
JOIN take_stretch AS t USING (account_id)
WHERE r.status = 'booked'
  AND least(r.until_cents, t.until_cents) > greatest(r.until_cents - r.amount_cents, t.until_cents - t.left_cents)
