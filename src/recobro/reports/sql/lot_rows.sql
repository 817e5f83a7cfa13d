-- One row per booked or already known row of a lot with the customer and invoice it belongs to, in order of the file.
-- reads: billing_lotrow, billing_invoice, billing_returnreason, parties_account, parties_customer, parties_supply,
--   parties_number      writes: nothing
SELECT coalesce(c.name, r.data ->> 'debtor_name', '') AS name,
       coalesce(r.amount_cents, i.amount_cents) AS cents,
       coalesce(i.number, r.invoice_number) AS number,
       coalesce(n.value, s.code, '') AS supply,
       r.reason_code,
       coalesce(w.name_es, '') AS reason_name,
       r.booked_on,
       r.line,
       r.status = 'known' AS known
FROM billing_lotrow AS r
LEFT JOIN billing_invoice AS i ON i.id = r.invoice_id
LEFT JOIN parties_account AS a ON a.id = coalesce(r.account_id, i.account_id)
LEFT JOIN parties_customer AS c ON c.id = a.customer_id
LEFT JOIN parties_supply AS s ON s.id = a.supply_id
LEFT JOIN LATERAL (
    SELECT value FROM parties_number
    WHERE account_id = a.id AND kind = ANY(%(number_kinds)s) AND to_on IS NULL
    ORDER BY array_position(%(number_kinds)s::text[], kind::text), id
    LIMIT 1
) AS n ON true
LEFT JOIN billing_returnreason AS w ON w.portfolio_id = r.portfolio_id AND w.code = r.reason_code
WHERE r.portfolio_id = %(portfolio_id)s AND r.lot_id = %(lot_id)s AND r.status IN ('booked', 'known')
ORDER BY r.line
