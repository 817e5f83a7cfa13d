-- Reads the staged rows of a list of communications: whose each is, of which invoice, and which must wait with a reason.
-- The invoice decides; place and tax id must not contradict it. Without an invoice a row belongs to the one known notice of its
-- customer, day and address, or waits. A row of a notice that papers alone showed so far belongs to that one.
-- reads: billing_invoice, parties_number, parties_account, parties_customer, notices_outsidenotice, notices_outsideinvoice
-- writes: nothing
CREATE TEMP TABLE take_outside ON COMMIT DROP AS
WITH said AS (
    SELECT s.id, s.line, s.reason_code AS kind, upper(btrim(s.invoice_number)) AS number,
        upper(replace(s.cups, ' ', '')) AS place, upper(btrim(s.tax_id)) AS tax_id, s.booked_on AS sent_on,
        s.value_on AS received_on, s.due_on AS cut_on,
        left(lower(coalesce(nullif(btrim(s.email), ''), nullif(btrim(s.phone), ''), btrim(s.address))), 120) AS recipient,
        left(s.text, 120) AS called, left(s.reason_text, 80) AS result, coalesce(f.failed, FALSE) AS failed
    FROM take_stage AS s
    LEFT JOIN take_failed AS f ON f.reason_text = s.reason_text
    WHERE s.lane = 'notice'
),
place AS (
    SELECT s.id, min(n.account_id) AS account_id, count(DISTINCT n.account_id) AS accounts
    FROM said AS s
    JOIN parties_number AS n ON n.portfolio_id = %(portfolio_id)s AND n.value = s.place AND s.place <> '' AND n.kind = 'cups'
    GROUP BY s.id
),
person AS (
    SELECT s.id, min(a.id) AS account_id, count(*) AS accounts
    FROM said AS s
    JOIN parties_customer AS c ON c.portfolio_id = %(portfolio_id)s AND c.tax_id = s.tax_id AND s.tax_id <> ''
    JOIN parties_account AS a ON a.customer_id = c.id AND a.portfolio_id = %(portfolio_id)s
    GROUP BY s.id
),
whose AS (
    SELECT s.*, i.id AS invoice_id,
        coalesce(i.account_id, CASE WHEN p.accounts = 1 THEN p.account_id END,
                 CASE WHEN s.place = '' AND t.accounts = 1 THEN t.account_id END) AS account_id,
        i.id IS NULL AND coalesce(p.accounts, t.accounts, 0) > 1 AS shared,
        (p.id IS NOT NULL AND i.id IS NOT NULL AND NOT EXISTS (
            SELECT FROM parties_number AS n
            WHERE n.account_id = i.account_id AND n.portfolio_id = %(portfolio_id)s AND n.value = s.place
        ))
        OR (t.id IS NOT NULL AND coalesce(i.account_id, p.account_id) IS NOT NULL AND NOT EXISTS (
            SELECT FROM parties_account AS a JOIN parties_customer AS c ON c.id = a.customer_id
            WHERE a.id = coalesce(i.account_id, p.account_id) AND a.portfolio_id = %(portfolio_id)s AND c.tax_id = s.tax_id
        )) AS disagree
    FROM said AS s
    LEFT JOIN billing_invoice AS i ON i.portfolio_id = %(portfolio_id)s AND s.number <> '' AND i.number = s.number
    LEFT JOIN place AS p ON p.id = s.id
    LEFT JOIN person AS t ON t.id = s.id
),
met AS (
    SELECT w.*, same.id AS same_id, alike.ids AS alike_ids
    FROM whose AS w
    LEFT JOIN notices_outsidenotice AS same
        ON same.portfolio_id = %(portfolio_id)s AND same.account_id = w.account_id AND same.kind = w.kind
        AND same.sent_on = w.sent_on AND same.recipient = w.recipient
    LEFT JOIN LATERAL (
        SELECT array_agg(n.id) AS ids
        FROM notices_outsidenotice AS n
        WHERE n.portfolio_id = %(portfolio_id)s AND n.account_id = w.account_id AND n.sent_on = w.sent_on
          AND (n.recipient = w.recipient OR (NOT n.listed AND '' IN (n.recipient, w.recipient)))
          AND ((w.number = '' AND n.kind = w.kind) OR (
              NOT n.listed AND (n.kind = w.kind OR n.kind = 'letter')
              AND EXISTS (SELECT FROM notices_outsideinvoice AS x WHERE x.notice_id = n.id AND x.invoice_id = w.invoice_id)
          ))
    ) AS alike ON TRUE
)
SELECT m.id, m.line, m.account_id, m.invoice_id, m.kind, m.sent_on, m.received_on, m.cut_on, m.recipient, m.called, m.result,
    m.failed,
    coalesce(m.same_id, CASE WHEN cardinality(m.alike_ids) = 1 THEN m.alike_ids[1] END) AS notice_id,
    CASE
        WHEN m.number <> '' AND m.invoice_id IS NULL THEN 'notice_invoice_unknown'
        WHEN m.disagree THEN 'notice_clues_disagree'
        WHEN m.shared THEN 'notice_two_accounts'
        WHEN m.account_id IS NULL THEN 'notice_of_nobody'
        WHEN m.sent_on > %(today)s OR m.received_on > %(today)s THEN 'notice_in_future'
        WHEN m.received_on < m.sent_on THEN 'receipt_before_sending'
        WHEN m.invoice_id IS NULL AND m.same_id IS NULL AND coalesce(cardinality(m.alike_ids), 0) <> 1
            THEN 'notice_invoice_unclear'
        ELSE ''
    END AS reason
FROM met AS m
