-- Decides for each row which account and invoice it belongs to, when there is exactly one answer; else `reason` says why it waits.
-- An invoice of an unknown contract code waits for its contract: its supply may already stand under another name.
-- A debit that we presented under a name nobody knows waits while an invoice of its amount is open: it may be that one.
-- `number` stays when the invoice is unknown and may be opened under it; `account_ref` when its account may be opened as a stub.
-- reads: billing_invoice, parties_number      writes: nothing
CREATE TEMP TABLE take_match ON COMMIT DROP AS
WITH owned AS (
    SELECT
        c.id, c.line, c.lane, c.end_to_end_id, c.account_ref, c.place, c.brief,
        coalesce(nullif(c.end_to_end_id, ''), c.number) AS number,
        i.id AS invoice_id,
        i.account_id AS owner_id,
        nullif(i.amount_cents, 0) AS invoice_cents, -- 0: opened by a lot that was taken back; it says nothing
        coalesce(c.amount_cents, c.asked_cents, CASE WHEN c.lane IN ('return', 'reject') THEN i.amount_cents END) AS amount_cents,
        coalesce(i.account_id, c.mandate_account_id, c.place_account_id,
            CASE
                WHEN c.place = '' THEN c.ref_account_id
                WHEN NOT EXISTS (
                    SELECT FROM parties_number AS n
                    WHERE n.account_id = c.ref_account_id AND n.portfolio_id = %(portfolio_id)s
                        AND n.to_on IS NULL AND n.kind <> 'mandate'
                ) THEN c.ref_account_id
            END
        ) AS account_id,
        c.invoice_id <> c.other_invoice_id
            OR i.account_id <> c.mandate_account_id
            OR (i.id IS NULL AND c.mandate_account_id <> c.place_account_id)
            OR (i.account_id <> c.place_account_id AND NOT EXISTS (
                SELECT FROM parties_number AS n
                WHERE n.account_id = i.account_id AND n.portfolio_id = %(portfolio_id)s AND n.value = c.place
            )) AS disagree,
        i.id IS NULL AND c.places > 1 AS shared
    FROM take_clue AS c
    LEFT JOIN billing_invoice AS i ON i.id = c.invoice_id AND c.invoice_id = c.other_invoice_id
),
bare AS ( -- nothing names the invoice: only the one invoice of exactly this amount will do
    SELECT o.id, min(i.id) AS invoice_id
    FROM owned AS o
    JOIN billing_invoice AS i ON i.account_id = o.account_id AND i.amount_cents = o.amount_cents
    WHERE o.invoice_id IS NULL AND o.number = '' AND o.lane IN ('return', 'reject', 'remittance') AND i.portfolio_id = %(portfolio_id)s
    GROUP BY o.id
    HAVING count(*) = 1
)
SELECT
    o.id, o.line, o.lane, o.amount_cents, o.account_id, o.place, o.account_ref,
    coalesce(o.invoice_id, bare.invoice_id) AS invoice_id,
    CASE WHEN o.invoice_id IS NULL AND o.lane NOT IN ('payment', 'pending') THEN o.number ELSE '' END AS number,
    CASE
        WHEN o.disagree THEN 'clues_disagree'
        WHEN o.shared THEN 'two_candidates'
        WHEN o.lane IN ('unpaid', 'invoice') AND o.number = '' THEN 'no_invoice_number'
        WHEN o.lane = 'unpaid' AND o.account_id IS NULL AND o.account_ref = '' THEN 'no_match'
        WHEN o.lane = 'invoice' AND o.account_id IS NULL AND o.place = '' THEN 'no_match'
        WHEN o.lane NOT IN ('unpaid', 'invoice') AND o.account_id IS NULL
            THEN CASE WHEN o.brief THEN 'detail_awaited' ELSE 'no_match' END
        WHEN o.amount_cents IS NULL THEN 'amount_unknown'
        WHEN o.amount_cents = 0 AND o.lane <> 'invoice' THEN 'amount_zero'
        WHEN o.amount_cents < 0 AND o.lane IN ('return', 'reject', 'unpaid') THEN 'amount_negative'
        WHEN o.amount_cents > o.invoice_cents AND o.lane IN ('return', 'reject', 'remittance') THEN 'amount_differs'
        WHEN o.lane IN ('return', 'reject', 'remittance') AND o.invoice_id IS NULL AND o.number = '' AND bare.invoice_id IS NULL
            THEN CASE WHEN o.brief THEN 'detail_awaited' ELSE 'invoice_unclear' END
        WHEN o.lane = 'remittance' AND o.invoice_id IS NULL AND o.number <> '' AND EXISTS (
            SELECT FROM billing_invoice AS i
            WHERE i.account_id = o.account_id AND i.portfolio_id = %(portfolio_id)s AND i.open_cents = o.amount_cents
        ) THEN 'invoice_unclear'
        ELSE ''
    END AS reason
FROM owned AS o
LEFT JOIN bare ON bare.id = o.id
