-- Gives an id to every invoice that this file opens or opens again: unknown numbers, those a reversed lot had left empty, and those
-- that only a remittance has named. What this file also tells to be collected is charged with its collection.
-- reads: billing_invoice      writes: nothing
CREATE TEMP TABLE take_fresh ON COMMIT DROP AS
SELECT
    coalesce(f.invoice_id, nextval(pg_get_serial_sequence('billing_invoice', 'id'))) AS id,
    f.*
FROM (
    SELECT DISTINCT ON (coalesce(i.number, m.number))
        m.id AS first_row_id,
        m.lane,
        i.id AS invoice_id,
        coalesce(i.number, m.number) AS number,
        m.account_id,
        m.amount_cents,
        s.lot_id,
        s.issued_on,
        coalesce(s.due_on, s.booked_on, s.value_on, %(file_on)s) AS due_on,
        coalesce(s.issued_on, s.due_on, s.booked_on, s.value_on, %(file_on)s) AS charged_on
    FROM take_match AS m
    JOIN take_stage AS s ON s.id = m.id
    LEFT JOIN billing_invoice AS i ON i.id = m.invoice_id AND i.portfolio_id = %(portfolio_id)s
    WHERE m.reason = ''
      AND m.lane NOT IN ('payment', 'pending', 'remittance')
      AND (m.invoice_id IS NULL OR (i.assumed AND i.amount_cents = 0))
      AND NOT EXISTS (SELECT FROM take_told AS c WHERE c.invoice_id = i.id AND c.lane = 'collection' AND c.verdict = 'booked')
    ORDER BY coalesce(i.number, m.number), m.line, m.id
) AS f
