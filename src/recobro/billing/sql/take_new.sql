-- Gives each new return its collection attempt: in the batch that it names, else the last one presented before it, else the next
-- presentation, assumed. A presentation of ours that came later cannot have come back, nor one of a cancelled file.
-- `collected`: the ledger already holds the collection of that attempt, or this file tells of it too.
-- reads: billing_collectionattempt, billing_debitreturn, billing_ledgerentry      writes: nothing
CREATE TEMP TABLE take_new ON COMMIT DROP AS
WITH fresh AS (
    SELECT t.*, row_number() OVER (PARTITION BY t.invoice_id, t.amount_cents, t.batch_id ORDER BY t.told_on, t.line, t.id) AS nth
    FROM take_return AS t
    WHERE NOT EXISTS (SELECT FROM take_known AS k WHERE k.id = t.id)
),
presented AS (
    SELECT a.id, a.account_id, a.invoice_id, a.amount_cents, a.ordinal, a.assumed, a.batch_id, a.message_id, a.cancelled_on,
        r.id IS NULL AS is_open, coalesce(a.presented_on, a.due_on) AS from_on
    FROM (SELECT DISTINCT f.account_id, f.invoice_id FROM fresh AS f) AS f
    JOIN billing_collectionattempt AS a ON a.account_id = f.account_id AND a.invoice_id = f.invoice_id
    LEFT JOIN billing_debitreturn AS r ON r.account_id = a.account_id AND r.attempt_id = a.id AND r.undone_at IS NULL
    WHERE a.portfolio_id = %(portfolio_id)s
),
in_batch AS (
    SELECT f.id, c.attempt_id
    FROM fresh AS f
    JOIN (
        SELECT f.id, p.id AS attempt_id,
            row_number() OVER (PARTITION BY f.id ORDER BY p.cancelled_on IS NOT NULL, p.from_on > f.told_on, p.ordinal) AS nth
        FROM fresh AS f
        JOIN presented AS p USING (invoice_id, amount_cents)
        WHERE p.is_open AND f.batch_id <> '' AND f.batch_id IN (p.batch_id, p.message_id)
    ) AS c ON c.id = f.id AND c.nth = f.nth
),
by_day AS ( -- one after the other: who finds its last presentation taken takes the one before
    SELECT f.id, f.told_on, f.line, p.id AS attempt_id,
        row_number() OVER (PARTITION BY f.id ORDER BY p.from_on > f.told_on, p.from_on DESC, p.ordinal DESC) AS choice
    FROM fresh AS f
    JOIN presented AS p USING (invoice_id, amount_cents)
    WHERE p.is_open AND p.cancelled_on IS NULL AND (p.assumed OR p.from_on <= f.told_on) AND (f.batch_id = '' OR p.batch_id = '')
      AND f.id NOT IN (SELECT b.id FROM in_batch AS b) AND p.id NOT IN (SELECT b.attempt_id FROM in_batch AS b)
),
slot AS (
    SELECT d.id, row_number() OVER (PARTITION BY d.attempt_id ORDER BY d.told_on DESC, d.line DESC, d.id DESC) AS nth
    FROM by_day AS d WHERE d.choice = 1
),
chosen AS (
    SELECT b.id, b.attempt_id FROM in_batch AS b
    UNION ALL
    (SELECT DISTINCT ON (d.attempt_id) d.id, d.attempt_id FROM slot AS s JOIN by_day AS d ON d.id = s.id AND d.choice = s.nth
     ORDER BY d.attempt_id, s.nth, d.id)
),
last AS (
    SELECT p.invoice_id, max(p.ordinal) AS ordinal FROM presented AS p GROUP BY p.invoice_id
)
SELECT
    f.*,
    nextval(pg_get_serial_sequence('billing_debitreturn', 'id')) AS return_id,
    coalesce(c.attempt_id, nextval(pg_get_serial_sequence('billing_collectionattempt', 'id'))) AS attempt_id,
    c.attempt_id IS NULL AS is_assumed,
    c.attempt_id IS NOT NULL AND (
        f.amount_cents <= -coalesce((
            SELECT sum(e.amount_cents) FROM billing_ledgerentry AS e
            WHERE e.account_id = f.account_id AND e.attempt_id = c.attempt_id AND e.kind = 'collected'
        ), 0)
        OR EXISTS (SELECT FROM take_told AS t WHERE t.attempt_id = c.attempt_id AND t.lane = 'collection' AND t.verdict = 'booked')
    ) AS collected,
    coalesce(l.ordinal, 0)
        + row_number() OVER (PARTITION BY f.invoice_id, c.attempt_id IS NULL ORDER BY f.told_on, f.line, f.id) AS ordinal
FROM fresh AS f
LEFT JOIN chosen AS c ON c.id = f.id
LEFT JOIN last AS l ON l.invoice_id = f.invoice_id
