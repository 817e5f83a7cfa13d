-- Matches the staged rows as a person decided: each to the account of the guess chosen for it, and to its invoice when there is one.
-- reads: billing_matchproposal, billing_invoice      writes: nothing
CREATE TEMP TABLE take_match ON COMMIT DROP AS
SELECT s.id, s.line, s.lane, coalesce(s.amount_cents, i.amount_cents) AS amount_cents, p.account_id, ''::text AS place,
    ''::text AS account_ref, i.id AS invoice_id,
    CASE WHEN i.id IS NULL AND s.lane <> 'payment'
        THEN coalesce(nullif(upper(btrim(s.end_to_end_id)), ''), upper(btrim(s.invoice_number))) ELSE '' END AS number,
    ''::text AS reason
FROM take_stage AS s
JOIN billing_matchproposal AS p
    ON p.lot_row_id = s.id AND p.id = ANY(%(proposal_ids)s) AND p.portfolio_id = %(portfolio_id)s
LEFT JOIN billing_invoice AS i ON i.id = p.invoice_id
