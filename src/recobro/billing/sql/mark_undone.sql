-- Marks the payments that were undone.
-- reads: nothing      writes: billing_payment
UPDATE billing_payment AS p
SET undone_at = %(now)s
FROM take_undo AS u
WHERE p.id = u.payment_id AND p.portfolio_id = %(portfolio_id)s AND p.undone_at IS NULL
