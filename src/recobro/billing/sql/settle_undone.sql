-- Writes down what becomes of the lines that undo a payment.
-- reads: nothing      writes: nothing
INSERT INTO take_done (id, status, reason, amount_cents, account_id)
SELECT u.id,
    CASE WHEN u.payment_id IS NOT NULL THEN 'booked' WHEN u.is_known THEN 'known' ELSE 'waiting' END,
    CASE WHEN u.payment_id IS NULL AND NOT u.is_known THEN 'no_payment_to_undo' ELSE '' END,
    -u.amount_cents, CASE WHEN u.payment_id IS NOT NULL THEN u.account_id END
FROM take_undo AS u
