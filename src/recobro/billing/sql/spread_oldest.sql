-- Spreads what is left of the money over the open invoices of its account, oldest due day first.
-- Money and debts lie end to end on a line; where a stretch of one covers a stretch of the other, that much is paid.
-- reads: billing_invoice      writes: nothing
INSERT INTO take_entry (account_id, invoice_id, kind, amount_cents, value_on, lot_id, lot_row_id, payment_id)
WITH spread AS (
    SELECT lot_row_id, payment_id, sum(amount_cents) AS amount_cents
    FROM take_entry WHERE amount_cents < 0 AND (lot_row_id IS NOT NULL OR payment_id IS NOT NULL) GROUP BY lot_row_id, payment_id
),
money AS (
    SELECT l.*, sum(l.left_cents) OVER (PARTITION BY l.account_id ORDER BY l.received_on, l.line, l.id) AS until_cents
    FROM (
        SELECT p.*, p.amount_cents + coalesce(s.amount_cents, 0) AS left_cents
        FROM take_payment AS p
        LEFT JOIN spread AS s
            ON s.lot_row_id IS NOT DISTINCT FROM p.lot_row_id AND s.payment_id IS NOT DISTINCT FROM p.payment_id
        WHERE p.status = 'booked'
    ) AS l
    WHERE l.left_cents > 0
),
debt AS (
    SELECT o.*, sum(o.open_cents) OVER (PARTITION BY o.account_id ORDER BY o.due_on, o.id) AS until_cents
    FROM (
        SELECT i.id, i.account_id, i.due_on, i.open_cents + coalesce(e.amount_cents, 0) AS open_cents
        FROM billing_invoice AS i
        LEFT JOIN (SELECT invoice_id, sum(amount_cents) AS amount_cents FROM take_entry GROUP BY invoice_id) AS e
            ON e.invoice_id = i.id
        WHERE i.portfolio_id = %(portfolio_id)s AND i.open_cents <> 0 AND i.account_id IN (SELECT m.account_id FROM money AS m)
    ) AS o
    WHERE o.open_cents > 0
)
SELECT m.account_id, d.id, m.kind,
    greatest(m.until_cents - m.left_cents, d.until_cents - d.open_cents) - least(m.until_cents, d.until_cents),
    m.received_on, m.lot_id, m.lot_row_id, m.payment_id
FROM money AS m
JOIN debt AS d USING (account_id)
WHERE least(m.until_cents, d.until_cents) > greatest(m.until_cents - m.left_cents, d.until_cents - d.open_cents)
