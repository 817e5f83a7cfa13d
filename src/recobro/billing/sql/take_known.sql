-- Finds the rows that tell once more of a return already known: same invoice and amount, and the same day, or another kind of message
-- within seven days that has not told of it yet. A list of the ERP gives no true day: any bank's earlier day fits it.
-- Both naming different batches are two events. One return is told by at most one row of a file.
-- reads: billing_invoice, billing_debitreturn, billing_returnevidence, billing_collectionattempt      writes: nothing
CREATE TEMP TABLE take_known ON COMMIT DROP AS
WITH candidate AS (
    SELECT t.*, row_number() OVER (PARTITION BY t.invoice_id, t.amount_cents, t.told_on ORDER BY t.line, t.id) AS nth
    FROM take_return AS t
    JOIN billing_invoice AS i ON i.id = t.invoice_id AND i.returns > 0 AND i.portfolio_id = %(portfolio_id)s
),
happened AS (
    SELECT r.id, r.invoice_id, r.amount_cents, r.source, r.returned_on, a.batch_id, a.message_id
    FROM billing_debitreturn AS r
    JOIN billing_collectionattempt AS a ON a.id = r.attempt_id
    WHERE r.undone_at IS NULL AND r.invoice_id IN (SELECT c.invoice_id FROM candidate AS c)
),
told AS (
    SELECT h.id, h.source, h.returned_on AS told_on FROM happened AS h
    UNION ALL
    SELECT e.debit_return_id, e.source, e.told_on
    FROM billing_returnevidence AS e
    WHERE e.debit_return_id IN (SELECT h.id FROM happened AS h)
),
day AS (
    SELECT h.id, h.invoice_id, h.amount_cents, h.batch_id, h.message_id, t.told_on,
        row_number() OVER (PARTITION BY h.invoice_id, h.amount_cents, t.told_on ORDER BY h.id) AS nth
    FROM happened AS h
    JOIN (SELECT DISTINCT id, told_on FROM told) AS t ON t.id = h.id
),
same_day AS (
    SELECT DISTINCT ON (d.id) c.id, d.id AS debit_return_id
    FROM candidate AS c
    JOIN day AS d USING (invoice_id, amount_cents, told_on, nth)
    WHERE c.batch_id = '' OR d.batch_id = '' OR c.batch_id IN (d.batch_id, d.message_id)
    ORDER BY d.id, c.line, c.id
),
near AS (
    SELECT DISTINCT ON (c.id) c.id, h.id AS debit_return_id, abs(c.told_on - h.returned_on) AS apart
    FROM candidate AS c
    JOIN happened AS h USING (invoice_id, amount_cents)
    WHERE c.id NOT IN (SELECT s.id FROM same_day AS s)
      AND h.id NOT IN (SELECT s.debit_return_id FROM same_day AS s)
      AND (abs(c.told_on - h.returned_on) <= 7 OR (h.source = 'erp' AND c.told_on < h.returned_on))
      AND (c.batch_id = '' OR h.batch_id = '' OR c.batch_id IN (h.batch_id, h.message_id))
      AND NOT EXISTS (SELECT FROM told AS t WHERE t.id = h.id AND t.source = c.family)
    ORDER BY c.id, abs(c.told_on - h.returned_on), h.id
)
SELECT s.id, s.debit_return_id FROM same_day AS s
UNION ALL
(SELECT DISTINCT ON (n.debit_return_id) n.id, n.debit_return_id FROM near AS n ORDER BY n.debit_return_id, n.apart, n.id)
