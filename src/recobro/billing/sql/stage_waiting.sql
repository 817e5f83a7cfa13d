-- Stages again the rows of booked lots that wait only because nothing certain was known of them, all or those named.
-- `told`: instead what banks said of our remittances: of those that were not known then and are now, credits that were a question,
-- and batches credited as one sum of which something is open.
-- reads: billing_lotrow, billing_lot, billing_collectionattempt      writes: nothing
INSERT INTO take_stage (
    id, lot_id, is_new, family, line, kind, amount_cents, fee_cents, currency, end_to_end_id, batch_id, invoice_number, reason_code,
    booked_on, instruction_id, reference, mandate_id, cups, reason_text, value_on, due_on, issued_on, creditor_account, debtor_name,
    debtor_account, text, tax_id, customer_ref, email, phone, address, town, region, segment, product, pending, occurrence,
    message_id, sequence, signed_on, fault_record, fault_code, fault_found, fault_field, fault_expected
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
    d.product, false, coalesce(d.occurrence, 1), d.message_id, d.sequence, d.signed_on, '', '', '', '', ''
FROM billing_lotrow AS r
JOIN billing_lot AS l ON l.id = r.lot_id AND l.status = 'booked'
CROSS JOIN LATERAL jsonb_to_record(
    '{"instruction_id": "", "reference": "", "mandate_id": "", "cups": "", "reason_text": "", "creditor_account": "",
      "debtor_name": "", "debtor_account": "", "text": "", "tax_id": "", "customer_ref": "", "email": "", "phone": "",
      "address": "", "town": "", "region": "", "segment": "", "product": "", "message_id": "", "sequence": ""}'::jsonb || r.data
) AS d (
    instruction_id text, reference text, mandate_id text, cups text, reason_text text, value_on date, due_on date, issued_on date,
    creditor_account text, debtor_name text, debtor_account text, text text, tax_id text, customer_ref text, email text, phone text,
    address text, town text, region text, segment text, product text, occurrence integer, message_id text, sequence text,
    signed_on date
)
WHERE r.portfolio_id = %(portfolio_id)s
  AND (
    (NOT %(told)s AND r.status = 'waiting' AND r.kind NOT IN ('collection', 'accepted', 'refused', 'voided')
        AND (r.id = ANY(%(row_ids)s::bigint[]) OR (%(row_ids)s::bigint[] IS NULL AND r.reason = ANY(%(reasons)s))))
    OR (%(told)s AND r.status = 'waiting' AND r.kind = 'collection' AND r.reason = ANY(%(reasons)s))
    OR (%(told)s AND r.status = 'ignored' AND r.reason = 'no_remittance' AND EXISTS (
        SELECT
        FROM billing_collectionattempt AS a
        WHERE a.portfolio_id = r.portfolio_id AND NOT a.assumed
          AND CASE
              WHEN r.end_to_end_id <> '' THEN a.end_to_end_id = upper(r.end_to_end_id)
              ELSE a.batch_id = r.batch_id OR a.message_id IN (r.batch_id, r.data ->> 'message_id')
          END
    ))
    OR (%(told)s AND r.id IN (
        SELECT w.id
        FROM billing_lotrow AS w
        JOIN billing_collectionattempt AS a
            ON a.portfolio_id = w.portfolio_id AND w.batch_id IN (a.batch_id, a.message_id)
            AND NOT a.assumed AND a.collected_on IS NULL AND a.cancelled_on IS NULL
        WHERE w.portfolio_id = %(portfolio_id)s AND w.kind = 'collection' AND w.status IN ('booked', 'known')
          AND w.end_to_end_id = '' AND w.batch_id <> ''
    ))
  )
