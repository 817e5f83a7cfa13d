-- Tells apart rows whose invoice is in another portfolio: they wait, and nothing of the other portfolio is shown.
-- whole installation: looking into the other portfolios is the very question; only yes or no comes back
-- reads: access_portfolio, billing_invoice      writes: nothing
WITH named AS MATERIALIZED ( -- each number once: joined by equality, a long file of unknown rows takes as long as it is
    SELECT DISTINCT m.id, v.number, c.amount_cents
    FROM take_match AS m
    JOIN take_clue AS c ON c.id = m.id
    CROSS JOIN LATERAL (VALUES (c.end_to_end_id), (c.number), (c.reference), (c.spoken)) AS v (number)
    WHERE v.number <> '' AND (m.reason IN ('no_match', 'detail_awaited') OR (m.reason = '' AND m.invoice_id IS NULL AND m.account_id IS NULL))
),
foreign_to_us AS (
    SELECT DISTINCT n.id
    FROM named AS n
    JOIN access_portfolio AS p ON p.id <> %(portfolio_id)s
    JOIN billing_invoice AS i ON i.portfolio_id = p.id AND i.number = n.number
    WHERE n.amount_cents IS NULL OR abs(n.amount_cents) = abs(i.amount_cents)
)
UPDATE take_match AS m
SET reason = 'of_another_portfolio'
FROM foreign_to_us AS f
WHERE f.id = m.id
