-- Gathers every certain clue of a row: our end-to-end id, invoice number, mandate, place of supply, the ERP's own code.
-- One row per staged row of our business that speaks of money. Names and texts are no clue here: they only make proposals. But
-- for the returns of statements that say no more (`brief`): the bank writes their text, and a whole word of it that is our number,
-- of an invoice or debit of exactly that amount, or our mandate, is one. So is the text that we wrote ourselves beside a debit.
-- The code beside a bank's row may also be a living number or the tax id of a customer with one account (Ecuador's "cod tercero").
-- A payment that cannot be used is like one that is only announced: it books nothing, and whom it names is left alone.
-- reads: billing_collectionattempt, billing_invoice, parties_number, parties_account, parties_customer      writes: nothing
CREATE TEMP TABLE take_clue ON COMMIT DROP AS
WITH said AS (
    SELECT
        id, line, CASE WHEN lane = 'fault' THEN 'pending' ELSE lane END AS lane, amount_cents,
        CASE WHEN lane = 'invoice' THEN '' ELSE upper(btrim(end_to_end_id)) END AS end_to_end_id,
        upper(btrim(invoice_number)) AS number,
        CASE WHEN lane IN ('payment', 'pending', 'fault', 'return', 'reject', 'remittance') THEN upper(btrim(reference)) ELSE '' END AS reference,
        CASE WHEN lane IN ('payment', 'pending', 'fault') AND length(text) <= 40 THEN upper(btrim(text)) ELSE '' END AS spoken,
        upper(replace(mandate_id, ' ', '')) AS mandate,
        upper(replace(cups, ' ', '')) AS place,
        CASE
            WHEN customer_ref <> '' THEN upper(btrim(customer_ref))
            WHEN lane NOT IN ('unpaid', 'invoice') THEN ''
            WHEN cups <> '' THEN 'cups:' || upper(replace(cups, ' ', ''))
            WHEN tax_id <> '' THEN 'tax:' || left(upper(btrim(tax_id)), 30)
            WHEN debtor_name <> '' AND lane = 'unpaid' THEN 'name:' || left(upper(btrim(debtor_name)), 34)
            ELSE ''
        END AS account_ref,
        lane = 'return' AND family IN ('norma43', 'csb19') AS brief,
        CASE
            WHEN lane = 'return' AND family IN ('norma43', 'csb19') THEN string_to_array(regexp_replace(
                upper(concat_ws(' ', reference, ltrim(reference, '0'), instruction_id, text)), '[^[:alnum:]/_.-]+', ' ', 'g'), ' ')
        END AS words
    FROM take_stage
    WHERE lane IN ('return', 'reject', 'payment', 'unpaid', 'invoice', 'remittance') OR (lane IN ('pending', 'fault') AND kind = 'payment' AND NOT set_aside)
),
presented AS (
    SELECT
        s.id,
        min(a.invoice_id) AS first_id,
        max(a.invoice_id) AS last_id,
        (array_agg(a.amount_cents ORDER BY a.ordinal DESC) FILTER (WHERE s.amount_cents IS NULL))[1] AS asked_cents
    FROM said AS s
    JOIN billing_collectionattempt AS a ON a.portfolio_id = %(portfolio_id)s AND a.end_to_end_id = s.end_to_end_id
    WHERE s.end_to_end_id <> ''
    GROUP BY s.id
),
word AS (
    SELECT DISTINCT s.id, s.amount_cents, btrim(w.word, '.-/_') AS word
    FROM said AS s
    CROSS JOIN LATERAL unnest(s.words) AS w (word)
    WHERE w.word ~ '[0-9]' AND length(w.word) > CASE WHEN w.word ~ '[A-Z]' THEN 2 ELSE 5 END
),
named AS (
    SELECT v.id, min(v.invoice_id) AS first_id, max(v.invoice_id) AS last_id
    FROM (
        SELECT w.id, i.id AS invoice_id
        FROM word AS w
        JOIN billing_invoice AS i ON i.portfolio_id = %(portfolio_id)s AND i.number = w.word AND i.amount_cents = w.amount_cents
        UNION ALL
        SELECT w.id, a.invoice_id
        FROM word AS w
        JOIN billing_collectionattempt AS a
            ON a.portfolio_id = %(portfolio_id)s AND a.end_to_end_id = w.word AND a.amount_cents = w.amount_cents
    ) AS v
    GROUP BY v.id
),
signed AS (
    SELECT w.id, min(n.account_id) AS account_id
    FROM word AS w
    JOIN parties_number AS n
        ON n.portfolio_id = %(portfolio_id)s AND n.kind = 'mandate' AND n.value = w.word AND n.to_on IS NULL
    GROUP BY w.id
    HAVING count(DISTINCT n.account_id) = 1
),
written AS ( -- what we wrote ourselves beside a debit: the invoice of that amount among its words, when nothing else names one
    SELECT s.id, min(i.id) AS first_id, max(i.id) AS last_id
    FROM take_stage AS s
    CROSS JOIN LATERAL regexp_split_to_table(upper(s.text), '[[:space:],;:]+') AS word
    JOIN billing_invoice AS i ON i.portfolio_id = %(portfolio_id)s AND i.number = word AND i.amount_cents = s.amount_cents
    WHERE s.lane = 'remittance' AND s.text <> '' AND length(word) > 2
    GROUP BY s.id
),
place AS (
    SELECT s.id, min(n.account_id) AS account_id, count(DISTINCT n.account_id) AS accounts
    FROM said AS s
    JOIN parties_number AS n
        ON n.portfolio_id = %(portfolio_id)s AND n.value = s.place AND n.to_on IS NULL AND n.kind <> 'mandate'
    WHERE s.place <> ''
    GROUP BY s.id
),
coded AS (
    SELECT s.id, min(f.account_id) AS account_id
    FROM said AS s
    CROSS JOIN LATERAL (
        SELECT n.account_id
        FROM parties_number AS n
        WHERE n.portfolio_id = %(portfolio_id)s AND n.value = s.account_ref AND n.to_on IS NULL AND n.kind <> 'mandate'
        UNION ALL
        SELECT o.id
        FROM parties_customer AS c
        JOIN parties_account AS o ON o.customer_id = c.id AND o.portfolio_id = %(portfolio_id)s
        WHERE c.portfolio_id = %(portfolio_id)s AND c.tax_id = s.account_ref AND c.tax_id <> '' AND o.closed_on IS NULL
    ) AS f
    WHERE s.account_ref <> '' AND s.lane IN ('return', 'reject', 'payment', 'pending')
      AND NOT EXISTS (SELECT FROM parties_account AS k WHERE k.portfolio_id = %(portfolio_id)s AND k.ref = s.account_ref)
    GROUP BY s.id
    HAVING count(DISTINCT f.account_id) = 1
)
SELECT
    s.*,
    p.asked_cents,
    coalesce(least(p.first_id, named.first_id, e.id, n.id, r.id, t.id), written.first_id) AS invoice_id,
    coalesce(greatest(p.last_id, named.last_id, e.id, n.id, r.id, t.id), written.last_id) AS other_invoice_id,
    coalesce(m.account_id, signed.account_id) AS mandate_account_id,
    place.account_id AS place_account_id,
    coalesce(place.accounts, 0) AS places,
    coalesce(a.id, coded.account_id) AS ref_account_id
FROM said AS s
LEFT JOIN presented AS p ON p.id = s.id
LEFT JOIN named ON named.id = s.id
LEFT JOIN signed ON signed.id = s.id
LEFT JOIN billing_invoice AS e
    ON e.portfolio_id = %(portfolio_id)s AND e.number = s.end_to_end_id AND s.end_to_end_id <> ''
LEFT JOIN billing_invoice AS n ON n.portfolio_id = %(portfolio_id)s AND n.number = s.number AND s.number <> ''
LEFT JOIN billing_invoice AS r ON r.portfolio_id = %(portfolio_id)s AND r.number = s.reference AND s.reference <> ''
LEFT JOIN billing_invoice AS t ON t.portfolio_id = %(portfolio_id)s AND t.number = s.spoken AND s.spoken <> ''
LEFT JOIN parties_number AS m
    ON m.portfolio_id = %(portfolio_id)s AND m.kind = 'mandate' AND m.value = s.mandate AND m.to_on IS NULL AND s.mandate <> ''
LEFT JOIN written ON written.id = s.id
LEFT JOIN place ON place.id = s.id
LEFT JOIN parties_account AS a ON a.portfolio_id = %(portfolio_id)s AND a.ref = s.account_ref AND s.account_ref <> ''
LEFT JOIN coded ON coded.id = s.id
