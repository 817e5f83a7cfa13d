-- One row per entry of one kind posted in (start, end] that really happened (nothing assumed), in order of posting.
-- reads: billing_ledgerentry, billing_invoice, billing_lot, billing_lotrow, billing_payment, billing_returnreason,
--   parties_account, parties_customer, parties_supply, parties_number      writes: nothing
WITH number AS (
    SELECT DISTINCT ON (account_id) account_id, value
    FROM parties_number
    WHERE portfolio_id = %(portfolio_id)s AND kind = ANY(%(number_kinds)s) AND to_on IS NULL
    ORDER BY account_id, array_position(%(number_kinds)s::text[], kind::text), id
)
SELECT c.name,
       e.amount_cents,
       coalesce(i.number, '') AS number,
       coalesce(n.value, s.code, '') AS supply,
       c.tax_id,
       e.value_on,
       e.posted_at,
       coalesce(r.reason_code, '') AS reason_code,
       coalesce(w.name_es, '') AS reason_name,
       coalesce(nullif(p.reference, ''), r.end_to_end_id, '') AS reference,
       coalesce(l.file_name, '') AS file_name,
       coalesce(r.line, 0) AS line,
       CASE
           WHEN e.refund_id IS NOT NULL THEN CASE WHEN e.amount_cents > 0 THEN 'refunded' ELSE 'undone' END
           WHEN p.undone_at IS NOT NULL AND e.reverses_id IS NOT NULL THEN 'undone'
           WHEN e.invoice_id IS NULL AND e.reverses_id IS NOT NULL THEN 'credit_used'
           WHEN e.reverses_id IS NOT NULL THEN 'undone'
           WHEN e.invoice_id IS NULL THEN 'credit'
           ELSE ''
       END AS note
FROM billing_ledgerentry AS e
JOIN parties_account AS a ON a.id = e.account_id
JOIN parties_customer AS c ON c.id = a.customer_id
LEFT JOIN parties_supply AS s ON s.id = a.supply_id
LEFT JOIN number AS n ON n.account_id = e.account_id
LEFT JOIN billing_invoice AS i ON i.id = e.invoice_id
LEFT JOIN billing_lot AS l ON l.id = e.lot_id
LEFT JOIN billing_lotrow AS r ON r.id = e.lot_row_id
LEFT JOIN billing_payment AS p ON p.id = e.payment_id
LEFT JOIN billing_returnreason AS w ON w.portfolio_id = e.portfolio_id AND w.code = r.reason_code
WHERE e.portfolio_id = %(portfolio_id)s
  AND e.kind = %(kind)s
  AND (%(start)s::timestamptz IS NULL OR e.posted_at > %(start)s)
  AND e.posted_at <= %(end)s
  AND NOT e.assumed
  AND NOT (e.reverses_id IS NOT NULL AND EXISTS (
      SELECT FROM billing_ledgerentry AS origin WHERE origin.id = e.reverses_id AND origin.assumed
  ))
ORDER BY e.posted_at, e.id
