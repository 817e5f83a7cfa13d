-- Brings the figures of the differences that still stand up to the moment; a list that shows one again is counted once.
-- reads: nothing      writes: billing_difference
UPDATE billing_difference AS d
SET bank_cents = p.bank_cents, erp_cents = p.erp_cents, ledger_cents = p.ledger_cents, invoice_id = p.invoice_id,
    account_id = p.account_id, before_cents = coalesce(p.before_cents, d.before_cents),
    bank_lot_id = coalesce(p.bank_lot_id, d.bank_lot_id), bank_row_id = coalesce(p.bank_row_id, d.bank_row_id),
    lists_count = d.lists_count + %(lists)s
FROM proof_line AS p
WHERE d.portfolio_id = %(portfolio_id)s AND d.closed_at IS NULL AND d.invoice_number = p.number AND d.kind = p.kind
  AND (
    %(lists)s > 0
    OR (d.bank_cents, d.erp_cents, d.ledger_cents, d.invoice_id, d.account_id)
        IS DISTINCT FROM (p.bank_cents, p.erp_cents, p.ledger_cents, p.invoice_id, p.account_id)
  )
