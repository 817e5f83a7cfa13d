-- Steps still proposed or released although nothing is owed any more on any of their invoices.
-- whole installation: the check proves every portfolio
-- reads: cases_step, cases_stepitem, cases_item, billing_invoice      writes: nothing
WITH owing AS (
    SELECT s.portfolio_id, s.id, bool_or(i.open_cents > 0) AS owes
    FROM cases_step AS s
    JOIN cases_stepitem AS si ON si.step_id = s.id AND NOT si.void
    JOIN cases_item AS t ON t.id = si.item_id
    JOIN billing_invoice AS i ON i.id = t.invoice_id
    WHERE s.state IN ('proposed', 'released')
    GROUP BY s.portfolio_id, s.id
)
SELECT portfolio_id, 'cases_step.state' AS place, count(*) AS count, (array_agg(id::text ORDER BY id))[1:5] AS first
FROM owing
WHERE NOT owes
GROUP BY portfolio_id
