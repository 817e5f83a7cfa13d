-- Open differences whose figures are not the ledger's or whose account is not the invoice's, lists whose rows do not give their figures,
-- and ticks said to be proved that still miss rows.
-- whole installation: the check proves every portfolio
-- reads: billing_difference, billing_invoice, billing_snapshot, billing_lot, billing_lotrow, billing_erpentry, parties_account
-- writes: nothing
WITH listed AS (
    SELECT d.lot_id, count(*) AS count, sum(d.cents) AS cents
    FROM (
        SELECT u.lot_id, u.number, sum(u.cents) AS cents
        FROM (
            SELECT DISTINCT r.lot_id, upper(btrim(r.invoice_number)) AS number, r.amount_cents AS cents
            FROM billing_lotrow AS r
            WHERE r.kind = 'unpaid' AND r.status <> 'ignored' AND r.amount_cents > 0 AND r.invoice_number <> ''
              AND r.lot_id IN (SELECT s.lot_id FROM billing_snapshot AS s)
        ) AS u
        GROUP BY u.lot_id, u.number
    ) AS d
    GROUP BY d.lot_id
),
failing AS (
    SELECT d.portfolio_id, 'billing_difference.ledger_cents' AS place, d.id
    FROM billing_difference AS d
    LEFT JOIN billing_invoice AS i ON i.portfolio_id = d.portfolio_id AND i.number = d.invoice_number
    WHERE d.closed_at IS NULL
      AND (d.ledger_cents IS DISTINCT FROM coalesce(i.open_cents, 0) OR d.account_id IS DISTINCT FROM i.account_id)
    UNION ALL
    SELECT d.portfolio_id, 'billing_difference.account_id', d.id
    FROM billing_difference AS d
    JOIN parties_account AS a ON a.id = d.account_id
    WHERE a.portfolio_id <> d.portfolio_id
    UNION ALL
    SELECT s.portfolio_id, 'billing_snapshot.count', s.id
    FROM billing_snapshot AS s
    JOIN billing_lot AS l ON l.id = s.lot_id AND l.status = 'booked'
    LEFT JOIN listed AS f ON f.lot_id = s.lot_id
    WHERE (s.count, s.cents) IS DISTINCT FROM (coalesce(f.count, 0), coalesce(f.cents, 0))
    UNION ALL
    SELECT e.portfolio_id, 'billing_erpentry.missing_count', e.id
    FROM billing_erpentry AS e
    WHERE e.proved_at IS NOT NULL AND e.missing_count > 0
)
SELECT portfolio_id, place, count(*) AS count, (array_agg(id::text ORDER BY id))[1:5] AS first
FROM failing
GROUP BY portfolio_id, place
