-- What the newest list of the ERP says of the returns of one lot: there, there with another amount, missing, or settled here.
-- reads: billing_lotrow, billing_invoice      writes: nothing
WITH listed AS (
    SELECT upper(btrim(r.invoice_number)) AS number, max(r.amount_cents) AS cents
    FROM billing_lotrow AS r
    WHERE r.lot_id = %(list_id)s AND r.portfolio_id = %(portfolio_id)s AND r.kind = 'unpaid' AND r.amount_cents > 0
    GROUP BY 1
)
SELECT
    count(*) AS count,
    count(*) FILTER (WHERE i.open_cents <= 0 AND l.number IS NULL) AS settled_count,
    count(*) FILTER (WHERE l.cents = i.open_cents) AS listed_count,
    count(*) FILTER (WHERE l.cents <> i.open_cents) AS other_count,
    count(*) FILTER (WHERE i.open_cents > 0 AND l.number IS NULL) AS missing_count,
    coalesce(sum(i.open_cents) FILTER (WHERE i.open_cents > 0 AND l.number IS NULL), 0)::bigint AS missing_cents
FROM billing_lotrow AS r
JOIN billing_invoice AS i ON i.id = r.invoice_id
LEFT JOIN listed AS l ON l.number = i.number
WHERE r.portfolio_id = %(portfolio_id)s AND r.lot_id = %(lot_id)s AND r.status IN ('booked', 'known') AND r.kind IN ('return', 'reject')
