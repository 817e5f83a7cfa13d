-- Rows of one tray (or one row of a lot, however it stands), oldest lot first, each with its owner and its best guesses side by side (at most four, the best first).
-- `trays`: which tray a row lies in, by its status and reason; a filter that is NULL asks nothing. `after`: the row before the page.
-- reads: billing_lotrow, billing_lot, billing_rowowner, billing_matchproposal, billing_invoice, billing_returnreason,
-- parties_account, parties_customer, access_person
-- writes: nothing
SELECT
    w.id, w.line, w.kind, w.status, w.reason, w.amount_cents, w.invoice_number, w.reason_code, w.end_to_end_id, w.data,
    coalesce(w.booked_on, (w.data ->> 'value_on')::date, l.file_on) AS told_on,
    l.id AS lot_id, l.number AS lot_number, l.kind AS lot_kind, l.received_at, l.file_name, l.status AS lot_status, l.format, l.sender,
    coalesce(r.name_es, '') AS reason_name,
    o.person_id AS owner_id, coalesce(h.full_name, '') AS owner,
    coalesce(g.candidates, 0) AS candidates, coalesce(g.guesses, '[]') AS guesses
FROM billing_lotrow AS w
JOIN billing_lot AS l ON l.id = w.lot_id
LEFT JOIN billing_rowowner AS o ON o.lot_id = w.lot_id AND o.line = w.line
LEFT JOIN access_person AS h ON h.id = o.person_id
LEFT JOIN billing_returnreason AS r ON r.portfolio_id = w.portfolio_id AND r.code = w.reason_code
LEFT JOIN LATERAL (
    SELECT max(m.candidates) AS candidates, json_agg(m ORDER BY m.confidence DESC, m.id) AS guesses
    FROM (
        SELECT m.id, m.confidence, m.reason AS why, m.account_id, m.invoice_id, u.name AS customer, a.ref AS account,
            coalesce(i.number, '') AS number, i.amount_cents, i.open_cents, i.due_on, count(*) OVER () AS candidates
        FROM billing_matchproposal AS m
        JOIN parties_account AS a ON a.id = m.account_id
        JOIN parties_customer AS u ON u.id = a.customer_id
        LEFT JOIN billing_invoice AS i ON i.id = m.invoice_id
        WHERE m.lot_row_id = w.id AND m.settled_at IS NULL
        ORDER BY m.confidence DESC, m.id
        LIMIT 4
    ) AS m
) AS g ON w.status = 'waiting'
WHERE w.portfolio_id = %(portfolio_id)s
  AND (%(status)s::text IS NULL OR w.status = %(status)s)
  AND (%(line)s::integer IS NOT NULL OR l.status = 'booked' OR (w.status = 'faulty' AND l.status IN ('waiting', 'checked')))
  AND (%(reasons)s::text[] IS NULL OR w.reason = ANY(%(reasons)s::text[])
    OR (%(lacks_contract)s AND w.kind = 'invoice' AND w.reason = 'no_match'))
  AND (%(other_reasons)s::text[] IS NULL OR NOT (w.reason = ANY(%(other_reasons)s::text[])
    OR (w.kind = 'invoice' AND w.reason = 'no_match')))
  AND (%(kinds)s::text[] IS NULL OR w.kind = ANY(%(kinds)s::text[]))
  AND (%(reason)s::text IS NULL OR w.reason = %(reason)s)
  AND (%(lot_id)s::bigint IS NULL OR w.lot_id = %(lot_id)s)
  AND (%(row_ids)s::bigint[] IS NULL OR w.id = ANY(%(row_ids)s::bigint[]))
  AND (%(line)s::integer IS NULL OR w.line = %(line)s)
  AND (%(owner_id)s::bigint IS NULL OR o.person_id = %(owner_id)s)
  AND NOT (%(unowned)s AND o.person_id IS NOT NULL)
  AND (%(source)s::text IS NULL OR coalesce(nullif(l.sender, ''), l.format) = %(source)s)
  AND (%(since)s::timestamptz IS NULL OR l.received_at >= %(since)s)
  AND (%(until)s::timestamptz IS NULL OR l.received_at < %(until)s)
  AND (%(least_cents)s::bigint IS NULL OR abs(w.amount_cents) >= %(least_cents)s)
  AND (%(most_cents)s::bigint IS NULL OR abs(w.amount_cents) <= %(most_cents)s)
  AND (%(text)s::text IS NULL OR upper(w.invoice_number) = %(text)s OR upper(w.end_to_end_id) = %(text)s
    OR upper(w.batch_id) = %(text)s OR upper(w.data ->> 'reference') = %(text)s
    OR upper(replace(w.data ->> 'cups', ' ', '')) = replace(%(text)s, ' ', '')
    OR upper(w.data ->> 'mandate_id') = %(text)s OR upper(w.data ->> 'tax_id') = %(text)s
    OR position(%(text)s IN upper(w.data ->> 'debtor_name')) > 0 OR position(%(text)s IN upper(w.data ->> 'text')) > 0)
  AND w.id > %(after)s
ORDER BY w.id
LIMIT %(limit)s
