-- Leaves out what a person has answered, as long as bank and ERP say what they said then. Going from a later list asks anew.
-- reads: billing_difference      writes: nothing
DELETE FROM proof_line AS p
USING (
    SELECT DISTINCT ON (d.invoice_number) d.*
    FROM billing_difference AS d
    WHERE d.portfolio_id = %(portfolio_id)s AND d.invoice_number IN (SELECT q.number FROM proof_line AS q)
    ORDER BY d.invoice_number, d.id DESC
) AS last
WHERE last.invoice_number = p.number
  AND last.outcome = 'answered'
  AND (last.kind = p.kind OR (last.kind IN ('only_bank', 'gone') AND p.kind IN ('only_bank', 'gone')))
  AND last.bank_cents IS NOT DISTINCT FROM p.bank_cents
  AND last.erp_cents IS NOT DISTINCT FROM p.erp_cents
  AND (p.kind <> 'gone' OR last.closed_at >= %(taken_at)s)
