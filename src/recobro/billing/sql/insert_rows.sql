-- Keeps every row of the file as read, with what became of it. Rows without a word of ours are none of our business, announced only, or
-- speak of a remittance that we do not know.
-- reads: nothing      writes: billing_lotrow
INSERT INTO billing_lotrow (
    id, portfolio_id, lot_id, line, kind, status, reason, amount_cents, fee_cents, end_to_end_id, batch_id, invoice_number, reason_code,
    booked_on, account_id, invoice_id, data
)
SELECT
    s.id, %(portfolio_id)s, s.lot_id, s.line, s.kind,
    CASE
        WHEN s.set_aside THEN 'set_aside'
        WHEN s.lane IN ('ignored', 'pending') THEN 'ignored'
        WHEN s.lane = 'fault' THEN 'faulty'
        WHEN s.lane IN ('collection', 'accepted', 'refused', 'voided') THEN coalesce(d.status, 'ignored')
        ELSE coalesce(d.status, 'waiting')
    END,
    CASE
        WHEN s.fault_code <> '' THEN left(s.fault_code, 40)
        WHEN s.lane = 'fault' THEN 'text_too_long'
        WHEN s.lane = 'pending' THEN 'not_booked_by_bank'
        WHEN s.lane = 'ignored' THEN ''
        WHEN s.lane IN ('collection', 'accepted', 'refused', 'voided') THEN coalesce(d.reason, 'no_remittance')
        ELSE coalesce(d.reason, 'lot_waits')
    END,
    coalesce(s.amount_cents, d.amount_cents), s.fee_cents, left(s.end_to_end_id, 40), left(s.batch_id, 40), left(s.invoice_number, 40),
    left(s.reason_code, 12), s.booked_on, d.account_id, d.invoice_id,
    jsonb_strip_nulls(jsonb_build_object(
        'instruction_id', nullif(s.instruction_id, ''), 'reference', nullif(s.reference, ''), 'mandate_id', nullif(s.mandate_id, ''),
        'cups', nullif(s.cups, ''), 'reason_text', nullif(s.reason_text, ''), 'value_on', s.value_on, 'due_on', s.due_on,
        'issued_on', s.issued_on, 'creditor_account', nullif(s.creditor_account, ''), 'debtor_name', nullif(s.debtor_name, ''),
        'debtor_account', nullif(s.debtor_account, ''), 'text', nullif(s.text, ''), 'tax_id', nullif(s.tax_id, ''),
        'customer_ref', nullif(s.customer_ref, ''), 'email', nullif(s.email, ''), 'phone', nullif(s.phone, ''),
        'address', nullif(s.address, ''), 'town', nullif(s.town, ''), 'region', nullif(s.region, ''),
        'segment', nullif(s.segment, ''), 'product', nullif(s.product, ''), 'currency', nullif(s.currency, ''),
        'occurrence', nullif(s.occurrence, 1), 'message_id', nullif(s.message_id, ''), 'sequence', nullif(s.sequence, ''),
        'signed_on', s.signed_on, 'record', nullif(s.fault_record, ''), 'found', nullif(s.fault_found, ''),
        'field', nullif(s.fault_field, ''), 'expected', nullif(s.fault_expected, '')
    ))
FROM take_stage AS s
LEFT JOIN take_done AS d ON d.id = s.id
WHERE s.is_new AND (s.lane = 'fault' OR NOT %(only_faults)s)
ORDER BY s.id
