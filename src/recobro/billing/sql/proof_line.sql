-- Puts bank, ERP and ledger side by side and keeps what differs: docs/reglas/cuadre.md, `billing.proof.rules.compare`.
-- The bank's side is the last return that a bank told and that stands. A return is due in the ERP when its lot was booked before
-- the list's day, or when Operaciones had said that it is entered. Not `whole`: only invoices in question.
-- reads: billing_invoice, billing_debitreturn, billing_returnevidence, billing_lotrow, billing_lot, billing_difference, billing_erpentry
-- writes: nothing
CREATE TEMP TABLE proof_line ON COMMIT DROP AS
WITH asked AS (
    SELECT q.invoice_number AS number, q.kind, q.before_cents
    FROM billing_difference AS q
    WHERE q.portfolio_id = %(portfolio_id)s AND q.closed_at IS NULL
      AND (%(account_ids)s::bigint[] IS NULL OR q.account_id = ANY(%(account_ids)s::bigint[]))
),
vanished AS (
    SELECT c.number, c.before_cents FROM proof_change AS c WHERE c.now_cents IS NULL
    UNION
    SELECT a.number, a.before_cents FROM asked AS a
    WHERE a.kind = 'gone' AND NOT EXISTS (SELECT FROM proof_change AS c WHERE c.number = a.number AND c.now_cents IS NULL)
),
side AS (
    SELECT l.number, l.cents AS erp_cents, i.id AS invoice_id, i.account_id, coalesce(i.open_cents, 0) AS ledger_cents,
        false AS was_listed, c.before_cents
    FROM proof_list AS l
    LEFT JOIN billing_invoice AS i ON i.portfolio_id = %(portfolio_id)s AND i.number = l.number
    LEFT JOIN proof_change AS c ON c.number = l.number
    UNION ALL
    SELECT i.number, NULL, i.id, i.account_id, i.open_cents, v.number IS NOT NULL, v.before_cents
    FROM billing_invoice AS i
    LEFT JOIN vanished AS v ON v.number = i.number
    WHERE i.portfolio_id = %(portfolio_id)s AND i.open_cents > 0
      AND (i.returns > 0 OR v.number IS NOT NULL)
      AND (%(whole)s OR i.number IN (SELECT a.number FROM asked AS a))
      AND NOT EXISTS (SELECT FROM proof_list AS l WHERE l.number = i.number)
),
told AS (
    SELECT DISTINCT ON (r.invoice_id) r.invoice_id, r.amount_cents,
        CASE WHEN r.source <> 'erp' THEN r.lot_row_id ELSE e.lot_row_id END AS row_id
    FROM billing_debitreturn AS r
    LEFT JOIN (
        SELECT b.debit_return_id, min(b.lot_row_id) AS lot_row_id
        FROM billing_returnevidence AS b
        WHERE b.portfolio_id = %(portfolio_id)s AND b.source <> 'erp'
        GROUP BY b.debit_return_id
    ) AS e ON e.debit_return_id = r.id AND r.source = 'erp'
    WHERE r.portfolio_id = %(portfolio_id)s AND r.undone_at IS NULL
      AND r.invoice_id IN (SELECT s.invoice_id FROM side AS s)
      AND (r.source <> 'erp' OR e.lot_row_id IS NOT NULL)
    ORDER BY r.invoice_id, r.returned_on DESC, r.id DESC
),
judged AS (
    SELECT s.*, t.amount_cents AS bank_cents, t.row_id AS bank_row_id,
        CASE
            WHEN s.erp_cents IS NOT NULL AND t.invoice_id IS NULL THEN 'only_erp'
            WHEN s.erp_cents IS NOT NULL AND (s.erp_cents <> s.ledger_cents OR s.ledger_cents > t.amount_cents) THEN 'amount'
            WHEN s.erp_cents IS NOT NULL THEN NULL
            WHEN s.was_listed THEN 'gone'
            WHEN t.invoice_id IS NOT NULL THEN 'only_bank'
        END AS kind
    FROM side AS s
    LEFT JOIN told AS t ON t.invoice_id = s.invoice_id
)
SELECT j.number, j.kind, j.invoice_id, j.account_id, j.bank_cents, j.erp_cents, j.before_cents, j.ledger_cents, b.lot_id AS bank_lot_id,
    j.bank_row_id
FROM judged AS j
LEFT JOIN billing_lotrow AS b ON b.id = j.bank_row_id
LEFT JOIN billing_lot AS t ON t.id = b.lot_id
WHERE j.kind IS NOT NULL
  AND (
    j.kind <> 'only_bank'
    OR t.booked_at < %(day_from)s
    OR EXISTS (
        SELECT FROM billing_erpentry AS e
        WHERE e.lot_id = b.lot_id AND (e.lot_row_id IS NULL OR e.lot_row_id = b.id) AND e.said_at < %(taken_at)s
    )
    OR EXISTS (SELECT FROM asked AS a WHERE a.number = j.number AND a.kind = 'only_bank')
  )
