-- Lines of the old table that a person said stay although a payment speaks against them, and who said it.
-- reads: billing_lotrow      writes: nothing
SELECT r.line, r.data ->> 'stays_by' AS stays_by
FROM billing_lotrow AS r
WHERE r.portfolio_id = %(portfolio_id)s AND r.lot_id = %(lot_id)s AND r.data ->> 'stays_by' IS NOT NULL
