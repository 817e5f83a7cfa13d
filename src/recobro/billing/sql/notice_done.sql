-- Says what becomes of the one staged document: no money moves, so its cents are zero.
-- reads: nothing      writes: nothing
INSERT INTO take_done (id, status, reason, amount_cents, account_id, invoice_id)
SELECT s.id, %(status)s, %(reason)s, 0, %(account_id)s, %(invoice_id)s
FROM take_stage AS s WHERE s.lane = 'notice'
