-- Proposes accounts for rows that nothing certain matches: tax id, a number in the text or one figure away, the amount with the name,
-- a return of that amount in those days.
-- Only for the first rows of a file and for amounts that few invoices share: a guess for everybody is a guess for nobody.
-- reads: billing_invoice, billing_debitreturn, parties_account, parties_customer      writes: billing_matchproposal
INSERT INTO billing_matchproposal (portfolio_id, lot_row_id, account_id, invoice_id, reason, confidence)
WITH lost AS (
    SELECT m.id, m.lane, m.amount_cents, s.booked_on, upper(btrim(s.tax_id)) AS tax_id, upper(s.debtor_name) AS name, c.number, c.end_to_end_id,
        string_to_array(regexp_replace(upper(s.debtor_name), '[^[:alnum:] ]', ' ', 'g'), ' ') AS words,
        string_to_array(regexp_replace(upper(s.text), '[^[:alnum:]/_-]+', ' ', 'g'), ' ') AS said,
        regexp_replace(coalesce(nullif(c.number, ''), nullif(c.end_to_end_id, ''), nullif(c.reference, ''), c.spoken), '[^A-Z0-9]|(?<![0-9])0+', '', 'g') AS bones
    FROM take_match AS m
    JOIN take_done AS d ON d.id = m.id AND d.status = 'waiting'
    JOIN take_stage AS s ON s.id = m.id
    JOIN take_clue AS c ON c.id = m.id
    WHERE m.reason IN ('no_match', 'detail_awaited')
    ORDER BY m.line
    LIMIT 2000
),
few AS ( -- open invoices of an amount that at most twenty share
    SELECT i.id, i.account_id, i.amount_cents, i.number, k.name, k.tax_id,
        string_to_array(regexp_replace(upper(k.name), '[^[:alnum:] ]', ' ', 'g'), ' ') AS words,
        regexp_replace(i.number, '[^A-Z0-9]|(?<![0-9])0+', '', 'g') AS bones
    FROM (
        SELECT i.*, count(*) OVER (PARTITION BY i.open_cents) AS sharing
        FROM billing_invoice AS i
        WHERE i.portfolio_id = %(portfolio_id)s AND i.open_cents <> 0 AND i.open_cents IN (SELECT abs(l.amount_cents) FROM lost AS l)
    ) AS i
    JOIN parties_account AS a ON a.id = i.account_id
    JOIN parties_customer AS k ON k.id = a.customer_id
    WHERE i.sharing <= 20
),
likely AS (
    SELECT l.id, i.account_id, i.id AS invoice_id,
        CASE WHEN i.open_cents = l.amount_cents THEN 'number_and_amount' ELSE 'number_in_text' END AS reason,
        CASE WHEN i.open_cents = l.amount_cents THEN 97 ELSE 90 END AS confidence
    FROM lost AS l
    CROSS JOIN LATERAL unnest(l.said) AS word
    JOIN billing_invoice AS i ON i.portfolio_id = %(portfolio_id)s AND i.number = word AND length(word) > 2
    UNION ALL
    SELECT l.id, a.id, NULL, 'same_tax_id', 85
    FROM lost AS l
    JOIN parties_customer AS k ON k.portfolio_id = %(portfolio_id)s AND k.tax_id = l.tax_id AND l.tax_id <> ''
    JOIN parties_account AS a ON a.customer_id = k.id AND a.closed_on IS NULL
    UNION ALL
    SELECT l.id, f.account_id, f.id, 'nearly_the_number', 75
    FROM lost AS l
    JOIN few AS f ON f.amount_cents = l.amount_cents
    WHERE l.bones <> '' AND (
        f.bones = l.bones
        OR (length(f.bones) = length(l.bones) + 1 AND length(l.bones) > 3 AND EXISTS (
            SELECT FROM generate_series(1, length(f.bones)) AS at WHERE overlay(f.bones PLACING '' FROM at FOR 1) = l.bones))
        OR (length(l.bones) = length(f.bones) + 1 AND length(f.bones) > 3 AND EXISTS (
            SELECT FROM generate_series(1, length(l.bones)) AS at WHERE overlay(l.bones PLACING '' FROM at FOR 1) = f.bones))
    )
    UNION ALL
    SELECT l.id, r.account_id, r.invoice_id, 'return_of_those_days', 75
    FROM lost AS l
    JOIN billing_debitreturn AS r
        ON r.portfolio_id = %(portfolio_id)s AND r.amount_cents = l.amount_cents AND r.undone_at IS NULL AND r.source <> 'norma43'
        AND abs(r.returned_on - l.booked_on) <= 7
    WHERE l.lane = 'return'
    UNION ALL
    SELECT l.id, f.account_id, f.id, 'same_amount_and_name', 70
    FROM lost AS l
    JOIN few AS f ON f.amount_cents = abs(l.amount_cents)
    WHERE (SELECT count(*) FROM unnest(l.words) AS word WHERE length(word) > 2 AND word = ANY (f.words)) >= 2
    UNION ALL
    SELECT l.id, a.id, NULL, 'same_name', 50
    FROM lost AS l
    JOIN parties_customer AS k ON k.portfolio_id = %(portfolio_id)s AND k.name = initcap(l.name) AND l.name <> ''
    JOIN parties_account AS a ON a.customer_id = k.id AND a.closed_on IS NULL
)
SELECT DISTINCT ON (y.id, y.account_id) %(portfolio_id)s, y.id, y.account_id, y.invoice_id, y.reason, y.confidence
FROM likely AS y
ORDER BY y.id, y.account_id, y.confidence DESC
ON CONFLICT DO NOTHING
