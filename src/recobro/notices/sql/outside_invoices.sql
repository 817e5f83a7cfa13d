-- Notes of which invoices the notices of these rows speak.
-- reads: nothing      writes: notices_outsideinvoice
INSERT INTO notices_outsideinvoice (portfolio_id, notice_id, invoice_id)
SELECT DISTINCT %(portfolio_id)s::bigint, o.notice_id, o.invoice_id
FROM take_outside AS o
WHERE o.reason = '' AND o.invoice_id IS NOT NULL AND o.notice_id IS NOT NULL
ON CONFLICT DO NOTHING
