-- Lines up the rows that tell of a returned collection, each with its invoice: returns, rejects, and debts that only the ERP's list knows.
-- A bank that gives no reason has SINMOTIVO: the office says what that does, and until then it holds.
-- reads: nothing      writes: nothing
CREATE TEMP TABLE take_return ON COMMIT DROP AS
SELECT
    m.id, m.line, s.lot_id, m.account_id, m.amount_cents, s.batch_id, s.fee_cents,
    CASE WHEN s.reason_code = '' AND m.lane <> 'unpaid' THEN 'SINMOTIVO' ELSE s.reason_code END AS reason_code,
    CASE WHEN m.lane = 'unpaid' THEN 'erp' ELSE s.family END AS family,
    coalesce(m.invoice_id, opened.id) AS invoice_id,
    left(coalesce(nullif(upper(btrim(s.end_to_end_id)), ''), upper(btrim(s.invoice_number))), 40) AS end_to_end_id,
    coalesce(s.booked_on, s.value_on, %(file_on)s) AS told_on,
    coalesce(s.due_on, s.booked_on, s.value_on, %(file_on)s) AS due_on
FROM take_match AS m
JOIN take_stage AS s ON s.id = m.id
LEFT JOIN take_fresh AS opened ON opened.number = m.number AND m.invoice_id IS NULL
LEFT JOIN take_fresh AS revived ON revived.invoice_id = m.invoice_id
WHERE m.reason = '' AND s.family <> 'opening' -- the old table opens debts; it tells of no event
  AND (m.lane IN ('return', 'reject') OR (m.lane = 'unpaid' AND m.id IN (opened.first_row_id, revived.first_row_id)))
  AND (opened.id IS NULL OR opened.account_id IS NOT DISTINCT FROM m.account_id)
