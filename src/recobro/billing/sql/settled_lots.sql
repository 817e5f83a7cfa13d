-- Tells which lots had waiting rows settled in this transaction, and how many.
-- reads: nothing      writes: nothing
SELECT s.lot_id, count(*) AS rows, coalesce(sum(d.amount_cents), 0)::bigint AS cents
FROM take_stage AS s
JOIN take_done AS d ON d.id = s.id AND d.status IN ('booked', 'known')
WHERE NOT s.is_new AND s.lane NOT IN ('collection', 'accepted', 'refused', 'voided')
GROUP BY s.lot_id
ORDER BY s.lot_id
