-- Openings whose entries are not what was declared less what was put aside by name, and opening entries without their lot.
-- whole installation: the check proves every portfolio
-- reads: billing_lot, billing_ledgerentry      writes: nothing
WITH posted AS (
    SELECT portfolio_id, lot_id, sum(amount_cents) AS cents
    FROM billing_ledgerentry
    WHERE kind = 'opening' AND lot_id IS NOT NULL
    GROUP BY portfolio_id, lot_id
), failing AS (
    SELECT coalesce(l.portfolio_id, p.portfolio_id) AS portfolio_id, coalesce(l.id, p.lot_id) AS id
    FROM (SELECT * FROM billing_lot WHERE kind = 'opening' AND status IN ('booked', 'reversed')) AS l
    FULL JOIN posted AS p ON p.lot_id = l.id
    WHERE coalesce(p.cents, 0) IS DISTINCT FROM CASE
        WHEN l.status = 'booked' THEN l.declared_cents - l.faulty_cents
        WHEN l.status = 'reversed' THEN 0
    END
)
SELECT portfolio_id, 'billing_ledgerentry.opening' AS place, count(*) AS count, (array_agg(id::text ORDER BY id))[1:5] AS first
FROM failing
GROUP BY portfolio_id
