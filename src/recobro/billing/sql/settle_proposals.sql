-- Ends the proposals of rows that no longer wait: they hold nobody any more.
-- reads: billing_lotrow      writes: billing_matchproposal
UPDATE billing_matchproposal AS p
SET settled_at = %(now)s
FROM billing_lotrow AS r
JOIN take_stage AS s ON s.id = r.id
WHERE r.id = p.lot_row_id AND r.status <> 'waiting' AND p.settled_at IS NULL AND p.portfolio_id = %(portfolio_id)s
