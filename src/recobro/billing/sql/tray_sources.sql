-- The banks and programs whose files have rows in the trays.
-- reads: billing_lotrow, billing_lot      writes: nothing
SELECT coalesce(nullif(l.sender, ''), l.format) AS source, count(*) AS count
FROM billing_lotrow AS w
JOIN billing_lot AS l ON l.id = w.lot_id
WHERE w.portfolio_id = %(portfolio_id)s AND w.status IN ('waiting', 'faulty')
GROUP BY 1
ORDER BY 1
LIMIT 50
