-- Writes down what becomes of the money that comes in.
-- reads: nothing      writes: nothing
INSERT INTO take_done (id, status, reason, amount_cents, account_id, invoice_id)
SELECT p.id, p.status, p.reason, p.amount_cents, CASE WHEN p.status <> 'waiting' THEN p.account_id END,
    CASE WHEN p.status <> 'waiting' THEN p.invoice_id END
FROM take_payment AS p
