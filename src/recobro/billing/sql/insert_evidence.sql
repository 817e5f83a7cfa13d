-- Keeps what a further message says of a return already known.
-- reads: nothing      writes: billing_returnevidence
INSERT INTO billing_returnevidence (portfolio_id, account_id, debit_return_id, lot_row_id, source, told_on)
SELECT %(portfolio_id)s, t.account_id, k.debit_return_id, t.id, t.family, t.told_on
FROM take_known AS k
JOIN take_return AS t ON t.id = k.id
ORDER BY t.account_id, k.debit_return_id
