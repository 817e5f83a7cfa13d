-- One row, in cents: the total by what can be claimed today, and the sum of all balances of the same instant.
-- Credit is money of customers without an invoice, and invoices below zero; shown as a positive figure.
-- reads: billing_invoice, billing_ledgerentry, billing_accountbalance      writes: nothing
SELECT open.overdue,
       open.overdue_count,
       open.not_due,
       open.not_due_count,
       open.below_zero + loose.cents AS credit,
       balance.cents AS balances
FROM (
    SELECT coalesce(sum(open_cents) FILTER (WHERE open_cents > 0 AND due_on < %(today)s), 0)::bigint AS overdue,
           count(*) FILTER (WHERE open_cents > 0 AND due_on < %(today)s) AS overdue_count,
           coalesce(sum(open_cents) FILTER (WHERE open_cents > 0 AND due_on >= %(today)s), 0)::bigint AS not_due,
           count(*) FILTER (WHERE open_cents > 0 AND due_on >= %(today)s) AS not_due_count,
           coalesce(-sum(open_cents) FILTER (WHERE open_cents < 0), 0)::bigint AS below_zero
    FROM billing_invoice
    WHERE portfolio_id = %(portfolio_id)s AND open_cents <> 0
) AS open, (
    SELECT coalesce(-sum(amount_cents), 0)::bigint AS cents
    FROM billing_ledgerentry
    WHERE portfolio_id = %(portfolio_id)s AND invoice_id IS NULL
) AS loose, (
    SELECT coalesce(sum(balance_cents), 0)::bigint AS cents
    FROM billing_accountbalance
    WHERE portfolio_id = %(portfolio_id)s
) AS balance
