-- Writes down what becomes of the lines that undo a payment, or say that money went back.
-- reads: nothing      writes: nothing
INSERT INTO take_done (id, status, reason, amount_cents, account_id, invoice_id)
SELECT u.id,
    CASE WHEN u.payment_id IS NOT NULL THEN 'booked' WHEN u.is_known THEN 'known' ELSE r.status END,
    coalesce(r.reason, ''), -u.amount_cents,
    CASE WHEN r.status IS DISTINCT FROM 'waiting' THEN u.account_id END,
    CASE WHEN r.status = 'booked' THEN reopened.invoice_id END
FROM take_undo AS u
LEFT JOIN take_refund AS r ON r.id = u.id
LEFT JOIN LATERAL ( -- whoever was written to because of it keeps its lot from being taken back
    SELECT min(t.invoice_id) AS invoice_id
    FROM take_stretch AS t
    WHERE t.account_id = r.account_id AND r.until_cents > t.until_cents - t.left_cents
) AS reopened ON true
