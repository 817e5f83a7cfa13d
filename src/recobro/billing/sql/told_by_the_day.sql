-- Lines up the presentations whose day has come as collected, as if the bank had told: for portfolios that decided so.
-- reads: billing_collectionattempt, billing_debitreturn      writes: nothing
INSERT INTO take_told (id, lot_id, lane, single, verdict, told_on, attempt_id, account_id, invoice_id, amount_cents, due_on)
SELECT 0, 0, 'collection', false, 'booked', a.due_on, a.id, a.account_id, a.invoice_id, a.amount_cents, a.due_on
FROM billing_collectionattempt AS a
WHERE a.portfolio_id = %(portfolio_id)s AND NOT a.assumed AND a.collected_on IS NULL AND a.cancelled_on IS NULL AND a.due_on <= %(day)s
  AND NOT EXISTS (
    SELECT FROM billing_debitreturn AS r WHERE r.account_id = a.account_id AND r.attempt_id = a.id AND r.undone_at IS NULL
  )
