-- Writes down that these movements tell of returns already known.
-- reads: nothing      writes: nothing
INSERT INTO take_done (id, status, amount_cents, account_id, invoice_id)
SELECT c.id, 'known', c.amount_cents, c.account_id, c.invoice_id FROM take_covered AS c
