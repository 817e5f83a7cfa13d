-- One row per reason code of the booked rows of a lot: how many, cents.
-- reads: billing_lotrow, billing_invoice, billing_returnreason      writes: nothing
SELECT r.reason_code AS code,
       coalesce(w.name_es, '') AS name,
       count(*) AS count,
       coalesce(sum(coalesce(r.amount_cents, i.amount_cents)), 0)::bigint AS cents
FROM billing_lotrow AS r
LEFT JOIN billing_invoice AS i ON i.id = r.invoice_id
LEFT JOIN billing_returnreason AS w ON w.portfolio_id = r.portfolio_id AND w.code = r.reason_code
WHERE r.portfolio_id = %(portfolio_id)s
  AND r.lot_id = %(lot_id)s
  AND r.status IN ('booked', 'known')
  AND r.reason_code <> ''
GROUP BY r.reason_code, w.name_es
ORDER BY count(*) DESC, r.reason_code
