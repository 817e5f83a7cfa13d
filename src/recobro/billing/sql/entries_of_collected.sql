-- Prepares the entries of what the bank credited: on its invoice up to what is open of it, the rest as the account's credit.
-- An invoice that only the remittance had named is charged with it, assumed: together they change nothing that is owed.
-- reads: billing_invoice      writes: nothing
INSERT INTO take_entry (account_id, invoice_id, kind, amount_cents, value_on, lot_id, lot_row_id, attempt_id, assumed)
WITH paid AS (
    SELECT t.*, i.open_cents, i.assumed AND i.amount_cents = 0 AS is_empty,
        row_number() OVER (PARTITION BY t.invoice_id ORDER BY t.told_on, t.id, t.attempt_id) AS nth,
        sum(t.amount_cents) OVER (PARTITION BY t.invoice_id ORDER BY t.told_on, t.id, t.attempt_id) - t.amount_cents AS before_cents
    FROM take_told AS t
    JOIN billing_invoice AS i ON i.id = t.invoice_id AND i.portfolio_id = %(portfolio_id)s
    WHERE t.lane = 'collection' AND t.verdict = 'booked'
),
placed AS (
    SELECT p.*, CASE
        WHEN p.is_empty THEN CASE WHEN p.nth = 1 THEN p.amount_cents ELSE 0 END
        ELSE least(p.amount_cents, greatest(p.open_cents - p.before_cents, 0))
    END AS on_invoice_cents
    FROM paid AS p
)
SELECT p.account_id, v.invoice_id, v.kind, v.amount_cents, v.value_on, nullif(p.lot_id, 0), CASE WHEN p.single THEN p.id END,
    CASE WHEN v.kind = 'collected' THEN p.attempt_id END, v.kind = 'charged'
FROM placed AS p
CROSS JOIN LATERAL (
    VALUES
        (p.invoice_id, 'charged', CASE WHEN p.is_empty AND p.nth = 1 THEN p.amount_cents ELSE 0 END, p.due_on),
        (p.invoice_id, 'collected', -p.on_invoice_cents, p.told_on),
        (NULL::bigint, 'collected', p.on_invoice_cents - p.amount_cents, p.told_on)
) AS v (invoice_id, kind, amount_cents, value_on)
WHERE v.amount_cents <> 0
