-- Counts the accounts whose credit the prepared entries would take away although it was used or given back since.
-- reads: billing_ledgerentry      writes: nothing
SELECT count(DISTINCT t.account_id) AS accounts
FROM (
    SELECT t.account_id, t.payment_id, sum(t.amount_cents) AS cents
    FROM take_entry AS t
    WHERE t.invoice_id IS NULL
    GROUP BY t.account_id, t.payment_id
    HAVING sum(t.amount_cents) > 0
) AS t
WHERE t.cents > -(
    SELECT coalesce(sum(e.amount_cents), 0)
    FROM billing_ledgerentry AS e
    WHERE e.account_id = t.account_id AND e.invoice_id IS NULL AND e.payment_id IS NOT DISTINCT FROM t.payment_id
      AND e.portfolio_id = %(portfolio_id)s
)
