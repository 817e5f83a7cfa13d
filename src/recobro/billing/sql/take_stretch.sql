-- Lays the money that may go back to a customer end to end: one row per stretch of credit, the oldest first.
-- `reopens`: a person lets it come out of paid invoices too, after the credit; of the one that the row names, or the last paid first.
-- What the payments that this file undoes had brought is left out.
-- reads: billing_ledgerentry      writes: nothing
CREATE TEMP TABLE take_stretch ON COMMIT DROP AS
SELECT t.*, sum(t.left_cents) OVER (
    PARTITION BY t.account_id
    ORDER BY t.invoice_id IS NOT NULL, CASE WHEN t.invoice_id IS NULL THEN t.since_on END, CASE WHEN t.invoice_id IS NOT NULL THEN -t.entry_id END,
        t.entry_id
) AS until_cents
FROM (
    SELECT e.account_id, e.invoice_id, e.payment_id, min(e.id) AS entry_id, min(e.value_on) AS since_on, -sum(e.amount_cents) AS left_cents
    FROM billing_ledgerentry AS e
    WHERE e.portfolio_id = %(portfolio_id)s
      AND e.account_id IN (SELECT u.account_id FROM take_undo AS u)
      AND (e.invoice_id IS NULL OR (%(reopens)s AND e.payment_id IS NOT NULL AND EXISTS (
        SELECT FROM take_undo AS u WHERE u.account_id = e.account_id AND (u.invoice_id IS NULL OR u.invoice_id = e.invoice_id)
      )))
      AND NOT EXISTS (SELECT FROM take_undo AS u WHERE u.payment_id = e.payment_id)
    GROUP BY e.account_id, e.invoice_id, e.payment_id
    HAVING sum(e.amount_cents) < 0
) AS t
