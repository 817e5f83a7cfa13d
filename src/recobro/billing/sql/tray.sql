-- Rows that wait in the open, oldest lot first, with how many guesses there are and the best of them.
-- reads: billing_lotrow, billing_lot, billing_matchproposal, billing_invoice, billing_returnreason, parties_account,
-- parties_customer
-- writes: nothing
SELECT
  w.id, w.line, w.kind, w.status, w.reason, w.amount_cents, w.invoice_number, w.reason_code, w.end_to_end_id, w.data,
  w.booked_on, l.number AS lot_number, l.kind AS lot_kind, l.received_at, l.file_name, l.status AS lot_status,
  coalesce(r.name_es, '') AS reason_name,
  coalesce(p.candidates, 0) AS candidates, p.id AS proposal_id, p.confidence, p.why, p.customer, p.invoice
FROM billing_lotrow AS w
JOIN billing_lot AS l ON l.id = w.lot_id
LEFT JOIN billing_returnreason AS r ON r.portfolio_id = w.portfolio_id AND r.code = w.reason_code
LEFT JOIN LATERAL (
  SELECT m.id, m.confidence, m.reason AS why, u.name AS customer, coalesce(i.number, '') AS invoice,
    count(*) OVER () AS candidates
  FROM billing_matchproposal AS m
  JOIN parties_account AS a ON a.id = m.account_id
  JOIN parties_customer AS u ON u.id = a.customer_id
  LEFT JOIN billing_invoice AS i ON i.id = m.invoice_id
  WHERE m.lot_row_id = w.id AND m.settled_at IS NULL
  ORDER BY m.confidence DESC, m.id LIMIT 1
) AS p ON true
WHERE w.portfolio_id = %(portfolio_id)s
  AND w.status = ANY(%(statuses)s)
  AND (%(lot_id)s::bigint IS NULL OR w.lot_id = %(lot_id)s)
  AND (%(kinds)s::text[] IS NULL OR w.kind = ANY(%(kinds)s::text[]))
  AND l.status = ANY(%(lot_statuses)s)
  AND w.id > %(after)s
ORDER BY w.id
LIMIT %(limit)s
