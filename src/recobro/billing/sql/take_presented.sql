-- Says of each debit that we presented whether it is one more presentation of its invoice, one that is known only because it came
-- back (the return had arrived first), or one that another copy of the remittance told. Unknown invoices get an id, no amount.
-- reads: billing_collectionattempt, billing_debitreturn, billing_lot      writes: nothing
CREATE TEMP TABLE take_presented ON COMMIT DROP AS
WITH opened AS (
    SELECT m.number, min(m.account_id) AS account_id, nextval(pg_get_serial_sequence('billing_invoice', 'id')) AS id
    FROM take_match AS m
    WHERE m.lane = 'remittance' AND m.reason = '' AND m.invoice_id IS NULL
    GROUP BY m.number
),
said AS (
    SELECT
        m.id, m.line, m.account_id, m.amount_cents, coalesce(m.invoice_id, o.id) AS invoice_id, o.id AS opened_id, o.number,
        left(coalesce(nullif(upper(btrim(s.end_to_end_id)), ''), nullif(upper(btrim(s.invoice_number)), ''), ''), 40) AS end_to_end_id,
        s.batch_id, left(s.message_id, 80) AS message_id, coalesce(l.file_on, %(file_on)s) AS presented_on,
        coalesce(s.due_on, l.file_on, %(file_on)s) AS due_on
    FROM take_match AS m
    JOIN take_stage AS s ON s.id = m.id
    LEFT JOIN billing_lot AS l ON l.id = s.lot_id AND l.portfolio_id = %(portfolio_id)s
    LEFT JOIN opened AS o ON o.number = m.number AND m.invoice_id IS NULL
    WHERE m.lane = 'remittance' AND m.reason = '' AND (o.id IS NULL OR o.account_id = m.account_id)
),
ranked AS (
    SELECT s.*,
        row_number() OVER (PARTITION BY s.invoice_id, s.amount_cents, s.end_to_end_id, s.batch_id, s.message_id ORDER BY s.line, s.id) AS nth
    FROM said AS s
),
there AS (
    SELECT a.id, a.account_id, a.invoice_id, a.amount_cents, a.ordinal, a.assumed, a.end_to_end_id, a.batch_id, a.message_id, a.cancelled_on,
        r.returned_on
    FROM (SELECT DISTINCT s.account_id, s.invoice_id FROM said AS s WHERE s.opened_id IS NULL) AS s
    JOIN billing_collectionattempt AS a ON a.account_id = s.account_id AND a.invoice_id = s.invoice_id
    LEFT JOIN billing_debitreturn AS r ON r.account_id = a.account_id AND r.attempt_id = a.id AND r.undone_at IS NULL
    WHERE a.portfolio_id = %(portfolio_id)s
),
again AS ( -- the same message in other bytes
    SELECT r.id, t.attempt_id
    FROM ranked AS r
    JOIN (
        SELECT t.*, t.id AS attempt_id,
            row_number() OVER (PARTITION BY t.invoice_id, t.amount_cents, t.end_to_end_id, t.batch_id, t.message_id ORDER BY t.ordinal) AS nth
        FROM there AS t
        WHERE NOT t.assumed AND t.cancelled_on IS NULL
    ) AS t USING (invoice_id, amount_cents, end_to_end_id, batch_id, message_id, nth)
),
back AS ( -- the return had come first: in the batch that it named, else the first one within the ten weeks after
    SELECT r.id, t.id AS attempt_id,
        row_number() OVER (PARTITION BY r.id ORDER BY t.batch_id = '', t.returned_on, t.ordinal) AS choice,
        row_number() OVER (PARTITION BY t.id ORDER BY r.due_on DESC, r.line, r.id) AS turn
    FROM ranked AS r
    JOIN there AS t USING (invoice_id, amount_cents)
    WHERE t.assumed AND t.returned_on IS NOT NULL AND r.id NOT IN (SELECT a.id FROM again AS a)
      AND (t.batch_id IN (r.batch_id, r.message_id)
        OR ((t.batch_id = '' OR r.batch_id = '') AND t.returned_on BETWEEN r.presented_on AND r.due_on + 70))
),
last AS (
    SELECT t.invoice_id, max(t.ordinal) AS ordinal FROM there AS t GROUP BY t.invoice_id
)
SELECT
    r.id, r.account_id, r.invoice_id, r.opened_id, r.number, r.amount_cents, r.end_to_end_id, r.batch_id, r.message_id, r.presented_on, r.due_on,
    coalesce(a.attempt_id, b.attempt_id) AS attempt_id,
    CASE WHEN a.attempt_id IS NOT NULL THEN 'again' WHEN b.attempt_id IS NOT NULL THEN 'back' ELSE 'new' END AS verdict,
    coalesce(l.ordinal, 0) + row_number() OVER (
        PARTITION BY r.invoice_id, coalesce(a.attempt_id, b.attempt_id) IS NULL ORDER BY r.presented_on, r.line, r.id
    ) AS ordinal
FROM ranked AS r
LEFT JOIN again AS a ON a.id = r.id
LEFT JOIN back AS b ON b.id = r.id AND b.choice = 1 AND b.turn = 1
LEFT JOIN last AS l ON l.invoice_id = r.invoice_id
