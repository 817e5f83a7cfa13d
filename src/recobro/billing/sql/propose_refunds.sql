-- Proposes for each line that gives back more than the credit which paid invoice opens again: the one that it names, by number or by the
-- payment's reference, else the last paid that covers it, else the last paid ones. Other guesses of the line end. Where too little
-- was paid its account stays proposed alone, so that nobody chases whom the line may concern.
-- reads: billing_lotrow, billing_ledgerentry, billing_payment      writes: billing_matchproposal
WITH refund AS (
    SELECT f.id, f.account_id, f.invoice_id, f.reference, r.reason, f.amount_cents + coalesce(c.cents, 0) AS beyond_cents
    FROM take_refund AS f
    JOIN billing_lotrow AS r ON r.id = f.id AND r.status = 'waiting'
    LEFT JOIN LATERAL (
        SELECT sum(e.amount_cents) AS cents
        FROM billing_ledgerentry AS e
        WHERE e.account_id = f.account_id AND e.invoice_id IS NULL AND e.portfolio_id = %(portfolio_id)s
    ) AS c ON true
),
paid AS (
    SELECT f.id, e.invoice_id, max(e.id) AS last_id,
        e.invoice_id = f.invoice_id OR bool_or(p.reference = f.reference AND f.reference <> '') AS is_named
    FROM refund AS f
    JOIN billing_ledgerentry AS e
        ON e.account_id = f.account_id AND e.invoice_id IS NOT NULL AND e.portfolio_id = %(portfolio_id)s
    JOIN billing_payment AS p ON p.id = e.payment_id
    WHERE f.reason = 'refund_beyond_credit'
    GROUP BY f.id, f.invoice_id, f.beyond_cents, e.invoice_id
    HAVING -sum(e.amount_cents) >= greatest(f.beyond_cents, 1)
),
best AS (
    SELECT DISTINCT ON (p.id) p.id, p.invoice_id, coalesce(p.is_named, false) AS is_named
    FROM paid AS p
    ORDER BY p.id, coalesce(p.is_named, false) DESC, p.last_id DESC
),
wanted AS (
    SELECT f.id, f.account_id, b.invoice_id,
        CASE
            WHEN f.reason <> 'refund_beyond_credit' THEN 'same_account'
            WHEN b.is_named THEN 'reopens_what_it_names'
            ELSE 'reopens_last_paid'
        END AS reason,
        CASE WHEN f.reason <> 'refund_beyond_credit' THEN 95 WHEN b.is_named THEN 90 WHEN b.id IS NOT NULL THEN 60 ELSE 50 END AS confidence
    FROM refund AS f
    LEFT JOIN best AS b ON b.id = f.id
),
gone AS (
    UPDATE billing_matchproposal AS m
    SET settled_at = %(now)s
    FROM wanted AS w
    WHERE m.lot_row_id = w.id AND m.settled_at IS NULL AND m.portfolio_id = %(portfolio_id)s
      AND (m.account_id, m.invoice_id) IS DISTINCT FROM (w.account_id, w.invoice_id)
)
INSERT INTO billing_matchproposal (portfolio_id, lot_row_id, account_id, invoice_id, reason, confidence)
SELECT %(portfolio_id)s, w.id, w.account_id, w.invoice_id, w.reason, w.confidence
FROM wanted AS w
ON CONFLICT (lot_row_id, account_id, invoice_id) DO UPDATE
SET reason = excluded.reason, confidence = excluded.confidence, settled_at = NULL
