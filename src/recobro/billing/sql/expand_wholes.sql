-- Lays out what a bank refused as a whole: each transaction of our own remittance is a reject with the reason of the whole.
-- reads: billing_lot, billing_lotrow      writes: nothing
INSERT INTO take_stage (
    expanded, line, kind, amount_cents, currency, end_to_end_id, instruction_id, reference, mandate_id, batch_id, invoice_number, cups,
    reason_code, reason_text, booked_on, due_on, fee_cents, creditor_account, debtor_name, debtor_account, text, tax_id, customer_ref,
    email, phone, address, town, region, segment, product, pending, occurrence, message_id, sequence, fault_record, fault_code,
    fault_found, fault_field, fault_expected
)
SELECT
    true, last.line + row_number() OVER (ORDER BY w.line, r.id), 'reject', r.amount_cents, l.currency, r.end_to_end_id,
    coalesce(r.data ->> 'instruction_id', ''), coalesce(r.data ->> 'reference', ''), coalesce(r.data ->> 'mandate_id', ''), r.batch_id,
    r.invoice_number, '', w.reason_code, w.reason_text, w.booked_on, (r.data ->> 'due_on')::date, 0,
    coalesce(r.data ->> 'creditor_account', ''), coalesce(r.data ->> 'debtor_name', ''), coalesce(r.data ->> 'debtor_account', ''),
    coalesce(r.data ->> 'text', ''), '', '', '', '', '', '', '', '', '', false, coalesce((r.data ->> 'occurrence')::integer, 1),
    w.message_id, '', '', '', '', '', ''
FROM take_stage AS w
CROSS JOIN (SELECT max(line) AS line FROM take_stage) AS last
JOIN billing_lot AS l
    ON l.portfolio_id = %(portfolio_id)s AND l.kind = 'remittance' AND l.status = 'booked' AND l.message_id = w.message_id
JOIN billing_lotrow AS r
    ON r.lot_id = l.id AND r.portfolio_id = %(portfolio_id)s AND r.kind = 'remittance' AND r.status IN ('booked', 'waiting')
    AND (w.batch_id = '' OR r.batch_id = w.batch_id)
WHERE w.lane = 'refused' AND w.message_id <> ''
