-- Stages again the rows of booked lots that wait only because nothing certain was known of them, all or those named.
-- reads: billing_lotrow, billing_lot      writes: nothing
INSERT INTO take_stage (
    id, lot_id, is_new, family, line, kind, amount_cents, fee_cents, currency, end_to_end_id, batch_id, invoice_number, reason_code,
    booked_on, instruction_id, reference, mandate_id, cups, reason_text, value_on, due_on, issued_on, creditor_account, debtor_name,
    debtor_account, text, tax_id, customer_ref, email, phone, address, town, region, segment, product, pending, occurrence,
    fault_record, fault_code, fault_found, fault_field, fault_expected
)
SELECT
    r.id, r.lot_id, false,
    CASE
        WHEN l.format LIKE 'camt%%' OR l.format LIKE 'pain%%' OR l.format LIKE 'csb%%' OR l.format LIKE 'norma%%' THEN left(l.format, 8)
        ELSE 'sheet'
    END,
    r.line, r.kind, r.amount_cents, r.fee_cents, l.currency, r.end_to_end_id, r.batch_id, r.invoice_number, r.reason_code, r.booked_on,
    d.instruction_id, d.reference, d.mandate_id, d.cups, d.reason_text, d.value_on, d.due_on, d.issued_on, d.creditor_account,
    d.debtor_name, d.debtor_account, d.text, d.tax_id, d.customer_ref, d.email, d.phone, d.address, d.town, d.region, d.segment,
    d.product, false, coalesce(d.occurrence, 1), '', '', '', '', ''
FROM billing_lotrow AS r
JOIN billing_lot AS l ON l.id = r.lot_id AND l.status = 'booked'
CROSS JOIN LATERAL jsonb_to_record(
    '{"instruction_id": "", "reference": "", "mandate_id": "", "cups": "", "reason_text": "", "creditor_account": "",
      "debtor_name": "", "debtor_account": "", "text": "", "tax_id": "", "customer_ref": "", "email": "", "phone": "",
      "address": "", "town": "", "region": "", "segment": "", "product": ""}'::jsonb || r.data
) AS d (
    instruction_id text, reference text, mandate_id text, cups text, reason_text text, value_on date, due_on date, issued_on date,
    creditor_account text, debtor_name text, debtor_account text, text text, tax_id text, customer_ref text, email text, phone text,
    address text, town text, region text, segment text, product text, occurrence integer
)
WHERE r.portfolio_id = %(portfolio_id)s
  AND r.status = 'waiting'
  AND (r.id = ANY(%(row_ids)s::bigint[]) OR (%(row_ids)s::bigint[] IS NULL AND r.reason = ANY(%(reasons)s)))
