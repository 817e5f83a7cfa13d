-- One row per row of a booked lot that waits in the open, with its best living proposal, oldest first.
-- reads: billing_lotrow, billing_lot, billing_matchproposal, billing_invoice, parties_account, parties_customer
-- writes: nothing
SELECT r.status,
       r.kind,
       r.amount_cents,
       coalesce(r.data ->> 'debtor_name', '') AS debtor,
       r.invoice_number,
       r.end_to_end_id,
       r.reason_code,
       r.reason,
       r.data,
       coalesce(r.booked_on, l.file_on) AS day,
       coalesce(best.who, '') AS candidate,
       coalesce(best.reason, '') AS candidate_reason,
       l.file_name,
       r.line,
       l.received_at
FROM billing_lotrow AS r
JOIN billing_lot AS l ON l.id = r.lot_id
LEFT JOIN LATERAL (
    SELECT concat_ws(' · ', i.number, c.name) AS who, m.reason
    FROM billing_matchproposal AS m
    JOIN parties_account AS a ON a.id = m.account_id
    JOIN parties_customer AS c ON c.id = a.customer_id
    LEFT JOIN billing_invoice AS i ON i.id = m.invoice_id
    WHERE m.lot_row_id = r.id AND m.settled_at IS NULL
    ORDER BY m.confidence DESC, m.id
    LIMIT 1
) AS best ON true
WHERE r.portfolio_id = %(portfolio_id)s
  AND r.status IN ('waiting', 'faulty')
  AND (l.status = 'booked' OR l.id = %(lot_id)s)
  AND (%(lot_id)s::bigint IS NULL OR r.lot_id = %(lot_id)s)
ORDER BY l.received_at, r.lot_id, r.line
