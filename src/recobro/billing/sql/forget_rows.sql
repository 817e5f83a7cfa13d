-- Removes the rows of a lot that was only looked at: it is read again from its bytes.
-- reads: nothing      writes: billing_lotrow
DELETE FROM billing_lotrow WHERE lot_id = %(lot_id)s AND portfolio_id = %(portfolio_id)s
