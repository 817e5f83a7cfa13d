-- Differences as they stood at the end of a day (or that ended on it: view "closed"), with customer, case, files and tick.
-- reads: billing_difference, billing_lot, billing_erpentry, parties_account, parties_customer, cases_case      writes: nothing
SELECT d.id, d.kind, d.invoice_number, d.bank_cents, d.erp_cents, d.before_cents, d.ledger_cents, d.owner, d.opened_on, d.lists_count,
    d.closed_on, d.closed_by, d.outcome, d.why,
    coalesce(u.name, '') AS customer, coalesce(k.ref, '') AS case_ref,
    l.number AS list_number, l.kind AS list_kind, l.received_at AS list_at,
    b.number AS bank_number, b.kind AS bank_kind, b.received_at AS bank_at, d.bank_lot_id, d.bank_row_id,
    t.by AS ticked_by, t.said_at AS ticked_at, t.checked_lot_id IS NOT NULL AND t.proved_at IS NULL AS contradicted
FROM billing_difference AS d
JOIN billing_lot AS l ON l.id = d.lot_id
LEFT JOIN billing_lot AS b ON b.id = d.bank_lot_id
LEFT JOIN parties_account AS a ON a.id = d.account_id
LEFT JOIN parties_customer AS u ON u.id = a.customer_id
LEFT JOIN LATERAL (
    SELECT c.ref FROM cases_case AS c WHERE c.account_id = d.account_id AND c.closed_on IS NULL ORDER BY c.id LIMIT 1
) AS k ON true
LEFT JOIN LATERAL (
    SELECT e.by, e.said_at, e.checked_lot_id, e.proved_at
    FROM billing_erpentry AS e
    WHERE e.lot_id = d.bank_lot_id AND (e.lot_row_id IS NULL OR e.lot_row_id = d.bank_row_id)
    ORDER BY e.said_at DESC
    LIMIT 1
) AS t ON true
WHERE d.portfolio_id = %(portfolio_id)s
  AND d.opened_on <= %(day)s AND (d.closed_on IS NULL OR d.closed_on >= %(day)s)
  AND (%(view)s = '' OR CASE WHEN d.closed_on <= %(day)s THEN 'closed' ELSE d.kind END = %(view)s)
  AND (%(lot_id)s::bigint IS NULL OR d.lot_id = %(lot_id)s OR d.bank_lot_id = %(lot_id)s)
  AND d.id > %(after)s
ORDER BY d.id
LIMIT %(limit)s
