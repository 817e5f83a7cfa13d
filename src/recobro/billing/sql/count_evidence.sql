-- Counts the further messages on their returns; a bank's reason replaces none (or an unknown one).
-- reads: nothing      writes: billing_debitreturn
UPDATE billing_debitreturn AS r
SET evidences = r.evidences + 1,
    reason_code = CASE WHEN r.reason_code IN ('', 'SINMOTIVO') THEN t.reason_code ELSE r.reason_code END
FROM take_known AS k
JOIN take_return AS t ON t.id = k.id
WHERE r.id = k.debit_return_id AND r.portfolio_id = %(portfolio_id)s
