-- Matches one waiting row as a person decided: to this account, and to this invoice when there is one.
-- reads: billing_invoice      writes: nothing
CREATE TEMP TABLE take_match ON COMMIT DROP AS
SELECT s.id, s.line, s.lane, coalesce(s.amount_cents, i.amount_cents) AS amount_cents, %(account_id)s::bigint AS account_id, ''::text AS place,
    ''::text AS account_ref, i.id AS invoice_id,
    CASE WHEN i.id IS NULL AND s.lane <> 'payment'
        THEN coalesce(nullif(upper(btrim(s.end_to_end_id)), ''), upper(btrim(s.invoice_number))) ELSE '' END AS number,
    ''::text AS reason
FROM take_stage AS s
LEFT JOIN billing_invoice AS i ON i.id = %(invoice_id)s::bigint AND i.portfolio_id = %(portfolio_id)s
