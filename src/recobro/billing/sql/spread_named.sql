-- Spreads money on the invoice that it names, up to what is open of it, in order of arrival.
-- reads: billing_invoice      writes: nothing
INSERT INTO take_entry (account_id, invoice_id, kind, amount_cents, value_on, lot_id, lot_row_id, payment_id)
SELECT p.account_id, p.invoice_id, p.kind, -least(p.amount_cents, p.open_cents - p.before_cents), p.received_on, p.lot_id,
    p.lot_row_id, p.payment_id
FROM (
    SELECT p.*,
        i.open_cents + coalesce(e.amount_cents, 0) AS open_cents,
        sum(p.amount_cents) OVER (PARTITION BY p.invoice_id ORDER BY p.received_on, p.line, p.id) - p.amount_cents AS before_cents
    FROM take_payment AS p
    JOIN billing_invoice AS i ON i.id = p.invoice_id AND i.portfolio_id = %(portfolio_id)s AND i.account_id = p.account_id
    LEFT JOIN (SELECT invoice_id, sum(amount_cents) AS amount_cents FROM take_entry GROUP BY invoice_id) AS e
        ON e.invoice_id = p.invoice_id
    WHERE p.status = 'booked'
) AS p
WHERE p.open_cents > p.before_cents
