-- Writes what became of rows that had waited. What once booked something stays booked when it only repeats itself.
-- reads: nothing      writes: billing_lotrow
UPDATE billing_lotrow AS r
SET status = d.status, reason = d.reason, account_id = d.account_id, invoice_id = d.invoice_id,
    amount_cents = coalesce(r.amount_cents, d.amount_cents)
FROM take_done AS d
JOIN take_stage AS s ON s.id = d.id AND NOT s.is_new
WHERE r.id = d.id AND r.portfolio_id = %(portfolio_id)s AND (r.status, r.reason) IS DISTINCT FROM (d.status, d.reason)
  AND NOT (r.status = 'booked' AND d.status = 'known')
