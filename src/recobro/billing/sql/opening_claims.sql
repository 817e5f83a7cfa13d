-- Keeps with each row what the old table claims of it and what is doubtful in it, by its line.
-- reads: nothing      writes: billing_lotrow
UPDATE billing_lotrow AS r
SET data = r.data || n.data::jsonb
FROM unnest(%(lines)s::integer[], %(data)s::text[]) AS n (line, data)
WHERE r.portfolio_id = %(portfolio_id)s AND r.lot_id = %(lot_id)s AND r.line = n.line
