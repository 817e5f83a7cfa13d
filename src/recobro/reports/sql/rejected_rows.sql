-- The rows of one lot that are unreadable or wait, in order of the file, with what was read and why each is here.
-- reads: billing_lotrow      writes: nothing
SELECT r.line, r.kind, r.amount_cents, r.booked_on, r.end_to_end_id, r.invoice_number, r.batch_id, r.reason_code, r.reason, r.data
FROM billing_lotrow AS r
WHERE r.portfolio_id = %(portfolio_id)s AND r.lot_id = %(lot_id)s AND r.status IN ('faulty', 'waiting')
ORDER BY r.line
