-- Accounts whose differences were opened or ended at this very moment: their cases are looked at again.
-- reads: billing_difference      writes: nothing
SELECT DISTINCT d.account_id
FROM billing_difference AS d
WHERE d.portfolio_id = %(portfolio_id)s AND d.account_id IS NOT NULL AND (d.opened_at = %(moment)s OR d.closed_at = %(moment)s)
ORDER BY d.account_id
