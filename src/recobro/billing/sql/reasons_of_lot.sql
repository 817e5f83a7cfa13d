-- Counts the reason codes that a lot's rows gave for coming back.
-- reads: billing_lotrow      writes: nothing
SELECT reason_code, count(*) AS rows
FROM billing_lotrow
WHERE lot_id = %(lot_id)s AND portfolio_id = %(portfolio_id)s AND reason_code <> '' AND status <> 'ignored'
GROUP BY reason_code
ORDER BY count(*) DESC, reason_code
