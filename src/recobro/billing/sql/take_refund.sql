-- Decides for each negative line that undoes no payment whether it is money gone back to the customer that the credit covers.
-- Credit counts from its own day on. Lines end to end never reach beyond what there is; the equal line of a sheet waits.
-- `believe`: a person decided, so neither the day nor the equal line matters.
-- reads: billing_ledgerentry      writes: nothing
CREATE TEMP TABLE take_refund ON COMMIT DROP AS
WITH said AS (
    SELECT u.*, coalesce(t.left_cents, 0) AS left_cents
    FROM take_undo AS u
    LEFT JOIN LATERAL (
        SELECT sum(t.left_cents) AS left_cents
        FROM take_stretch AS t
        WHERE t.account_id = u.account_id AND (t.since_on <= u.value_on OR %(believe)s)
    ) AS t ON true
    WHERE u.payment_id IS NULL AND NOT u.is_known
),
lined AS (
    SELECT s.id, sum(s.amount_cents) OVER (PARTITION BY s.account_id ORDER BY s.value_on, s.line, s.id) AS until_cents
    FROM said AS s
    WHERE s.amount_cents <= s.left_cents AND (s.nth = 1 OR %(believe)s)
)
SELECT s.id, s.lot_id, s.account_id, s.invoice_id, s.amount_cents, s.value_on, s.reference, l.until_cents, v.status,
    CASE WHEN v.status = 'booked' THEN nextval(pg_get_serial_sequence('billing_refund', 'id')) END AS refund_id,
    CASE
        WHEN v.status = 'booked' THEN ''
        WHEN s.amount_cents <= s.left_cents AND l.id IS NULL THEN 'repeated_in_file'
        WHEN s.amount_cents <= paid.cents THEN 'refund_beyond_credit'
        WHEN paid.cents > 0 THEN 'refund_beyond_payments'
        ELSE 'no_payment_to_undo'
    END AS reason
FROM said AS s
LEFT JOIN lined AS l ON l.id = s.id
CROSS JOIN LATERAL (
    SELECT CASE WHEN l.until_cents <= s.left_cents THEN 'booked' ELSE 'waiting' END AS status
) AS v
LEFT JOIN LATERAL ( -- credit and what was paid of invoices, whatever the day
    SELECT -sum(e.amount_cents) AS cents
    FROM billing_ledgerentry AS e
    WHERE e.account_id = s.account_id AND (e.invoice_id IS NULL OR e.payment_id IS NOT NULL) AND e.portfolio_id = %(portfolio_id)s
) AS paid ON v.status = 'waiting'
