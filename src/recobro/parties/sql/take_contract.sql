-- Reads the staged contract rows: which account each speaks of (its living number first, else the ERP's code), and which must wait.
-- One row of a file speaks of an account; an equal one is known, a different one waits.
-- reads: parties_number, parties_account, parties_customer      writes: nothing
CREATE TEMP TABLE take_contract ON COMMIT DROP AS
WITH said AS (
    SELECT
        s.id, s.line, s.debtor_name AS name, upper(btrim(s.tax_id)) AS tax_id, upper(btrim(s.customer_ref)) AS ref,
        upper(replace(s.cups, ' ', '')) AS place, upper(replace(s.mandate_id, ' ', '')) AS mandate,
        lower(btrim(s.email)) AS email, regexp_replace(s.phone, '[ ().-]', '', 'g') AS phone,
        s.address, s.town, s.region, s.product, s.segment,
        row_number() OVER (
            PARTITION BY CASE WHEN s.cups <> '' THEN 'place ' || upper(replace(s.cups, ' ', '')) ELSE upper(btrim(s.customer_ref)) END
            ORDER BY s.line
        ) AS nth,
        first_value(s.debtor_name || '/' || upper(btrim(s.tax_id))) OVER (
            PARTITION BY CASE WHEN s.cups <> '' THEN 'place ' || upper(replace(s.cups, ' ', '')) ELSE upper(btrim(s.customer_ref)) END
            ORDER BY s.line
        ) = s.debtor_name || '/' || upper(btrim(s.tax_id)) AS same_holder,
        row_number() OVER (PARTITION BY upper(btrim(s.customer_ref)) ORDER BY s.line) AS nth_of_ref
    FROM take_stage AS s
    WHERE s.lane = 'contract'
),
found AS (
    SELECT s.*,
        coalesce(p.account_id, CASE WHEN s.place = '' OR NOT EXISTS (
            SELECT FROM parties_number AS n
            WHERE n.account_id = a.id AND n.portfolio_id = %(portfolio_id)s AND n.to_on IS NULL AND n.kind <> 'mandate'
        ) THEN a.id END) AS account_id,
        a.id AS ref_account_id,
        m.account_id AS mandate_account_id
    FROM said AS s
    LEFT JOIN LATERAL (
        SELECT min(n.account_id) AS account_id
        FROM parties_number AS n
        WHERE n.portfolio_id = %(portfolio_id)s AND n.value = s.place AND s.place <> '' AND n.to_on IS NULL AND n.kind <> 'mandate'
    ) AS p ON true
    LEFT JOIN parties_account AS a ON a.portfolio_id = %(portfolio_id)s AND a.ref = s.ref AND s.ref <> ''
    LEFT JOIN parties_number AS m
        ON m.portfolio_id = %(portfolio_id)s AND m.kind = 'mandate' AND m.value = s.mandate AND s.mandate <> '' AND m.to_on IS NULL
)
SELECT
    f.id, f.line, f.name, f.tax_id, f.place, f.mandate, f.email, f.phone, f.address, f.town, f.region, f.product,
    CASE WHEN f.segment IN ('household', 'business', 'public_body') THEN f.segment ELSE 'household' END AS segment,
    CASE WHEN f.tax_id <> '' THEN 'tax:' || left(f.tax_id, 30) WHEN f.ref <> '' THEN f.ref ELSE 'cups:' || f.place END AS customer_ref,
    CASE
        WHEN f.ref <> '' AND f.nth_of_ref = 1 AND (f.ref_account_id IS NULL OR f.ref_account_id = f.account_id) THEN f.ref
        ELSE 'cups:' || f.place
    END AS account_ref,
    f.account_id,
    coalesce(a.verified, false) AS is_verified,
    CASE
        WHEN f.nth > 1 AND f.same_holder THEN 'known'
        WHEN f.nth > 1 THEN 'repeated_in_file'
        WHEN a.verified AND c.tax_id <> '' AND f.tax_id <> '' AND c.tax_id <> f.tax_id THEN 'holder_differs'
        WHEN f.account_id <> f.ref_account_id AND NOT r.verified THEN 'two_candidates'
        WHEN f.mandate_account_id <> coalesce(f.account_id, 0) THEN 'clues_disagree'
        ELSE ''
    END AS reason
FROM found AS f
LEFT JOIN parties_account AS a ON a.id = f.account_id AND a.portfolio_id = %(portfolio_id)s
LEFT JOIN parties_account AS r ON r.id = f.ref_account_id AND r.portfolio_id = %(portfolio_id)s
LEFT JOIN parties_customer AS c ON c.id = a.customer_id
