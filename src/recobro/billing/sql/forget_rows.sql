-- Removes the rows of a lot that was only looked at, with their proposals: it is read again from its bytes.
-- reads: nothing      writes: billing_lotrow, billing_matchproposal
WITH gone AS (
    DELETE FROM billing_matchproposal AS p
    USING billing_lotrow AS r
    WHERE r.id = p.lot_row_id AND r.lot_id = %(lot_id)s AND r.portfolio_id = %(portfolio_id)s
)
DELETE FROM billing_lotrow WHERE lot_id = %(lot_id)s AND portfolio_id = %(portfolio_id)s
