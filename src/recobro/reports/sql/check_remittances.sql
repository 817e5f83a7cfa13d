-- Remittances whose booked debits are not their presentations, and presentations that are collected without their money in the
-- ledger or the other way round.
-- whole installation: the check proves every portfolio
-- reads: billing_lot, billing_lotrow, billing_collectionattempt, billing_debitreturn, billing_ledgerentry      writes: nothing
WITH presented AS (
    SELECT r.lot_id, count(*) AS debits, sum(a.amount_cents) AS cents
    FROM billing_collectionattempt AS a
    JOIN billing_lotrow AS r ON r.id = a.lot_row_id
    GROUP BY r.lot_id
),
failing AS (
    SELECT l.portfolio_id, 'billing_collectionattempt.amount_cents' AS place, l.id
    FROM billing_lot AS l
    LEFT JOIN presented AS p ON p.lot_id = l.id
    WHERE l.kind = 'remittance' AND l.status = 'booked'
      AND (l.booked_count - l.known_count, l.booked_cents - l.known_cents) <> (coalesce(p.debits, 0), coalesce(p.cents, 0))
    UNION ALL
    SELECT a.portfolio_id, 'billing_collectionattempt.collected_on', a.id
    FROM billing_collectionattempt AS a
    LEFT JOIN LATERAL (
        SELECT -sum(e.amount_cents) AS cents
        FROM billing_ledgerentry AS e
        WHERE e.account_id = a.account_id AND e.attempt_id = a.id AND e.kind = 'collected'
    ) AS paid ON true
    WHERE NOT a.assumed
      AND CASE
          WHEN a.collected_on IS NOT NULL THEN coalesce(paid.cents, 0) <> a.amount_cents
          ELSE coalesce(paid.cents, 0) <> 0 AND NOT EXISTS (
              SELECT FROM billing_debitreturn AS d
              WHERE d.account_id = a.account_id AND d.attempt_id = a.id AND d.undone_at IS NULL
          )
      END
)
SELECT portfolio_id, place, count(*) AS count, (array_agg(id::text ORDER BY id))[1:5] AS first
FROM failing
GROUP BY portfolio_id, place
