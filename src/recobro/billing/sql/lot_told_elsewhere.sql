-- Finds the other booked lots whose rows only confirm what this lot booked: without it they would count as booked what
-- no entry holds. The ERP's lists of open items are no such lots: they prove nothing.
-- reads: billing_debitreturn, billing_ledgerentry, billing_lot, billing_lotrow, billing_payment, billing_returnevidence
-- writes: nothing
SELECT DISTINCT l.id
FROM (
    SELECT e.lot_row_id AS id
    FROM billing_lotrow AS mine
    JOIN billing_debitreturn AS r ON r.lot_row_id = mine.id AND r.undone_at IS NULL
    JOIN billing_returnevidence AS e ON e.debit_return_id = r.id
    WHERE mine.lot_id = %(lot_id)s AND mine.portfolio_id = %(portfolio_id)s
    UNION ALL
    SELECT o.id
    FROM billing_lotrow AS mine
    JOIN billing_payment AS p ON p.lot_row_id = mine.id AND p.undone_at IS NULL
    JOIN billing_lotrow AS o
        ON o.portfolio_id = p.portfolio_id AND o.account_id = p.account_id AND o.amount_cents = p.amount_cents
        AND o.kind = 'payment' AND o.status = 'known' AND abs(coalesce(o.booked_on, p.received_on) - p.received_on) <= 7
    WHERE mine.lot_id = %(lot_id)s AND mine.portfolio_id = %(portfolio_id)s
    UNION ALL
    SELECT o.id
    FROM billing_ledgerentry AS e
    JOIN billing_lotrow AS o
        ON o.portfolio_id = e.portfolio_id AND o.invoice_id = e.invoice_id AND o.kind = 'invoice' AND o.status = 'known'
    WHERE e.lot_id = %(lot_id)s AND e.portfolio_id = %(portfolio_id)s AND e.kind = 'charged' AND e.reverses_id IS NULL
) AS confirming
JOIN billing_lotrow AS r ON r.id = confirming.id
JOIN billing_lot AS l ON l.id = r.lot_id AND l.status = 'booked' AND l.id <> %(lot_id)s
ORDER BY l.id
