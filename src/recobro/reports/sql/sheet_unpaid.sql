-- One row per overdue invoice with its customer, its last return, its case and the case's newest step, by customer.
-- reads: billing_invoice, parties_account, parties_customer, parties_supply, parties_number, billing_returnreason,
--   cases_item, cases_case, cases_step      writes: nothing
WITH number AS (
    SELECT DISTINCT ON (account_id) account_id, value
    FROM parties_number
    WHERE portfolio_id = %(portfolio_id)s AND kind = ANY(%(number_kinds)s) AND to_on IS NULL
    ORDER BY account_id, array_position(%(number_kinds)s::text[], kind::text), id
), item AS (
    SELECT DISTINCT ON (t.invoice_id) t.invoice_id, k.id AS case_id, k.ref, k.next_on, k.held_by
    FROM cases_item AS t
    JOIN cases_case AS k ON k.id = t.case_id
    WHERE t.portfolio_id = %(portfolio_id)s AND t.left_on IS NULL AND k.closed_on IS NULL
    ORDER BY t.invoice_id, t.cycle DESC, t.id DESC
), step AS (
    SELECT DISTINCT ON (case_id) case_id, rung_id, act, state, planned_on
    FROM cases_step
    WHERE portfolio_id = %(portfolio_id)s AND (state IN ('proposed', 'released', 'handed') OR day = %(today)s)
    ORDER BY case_id, (state IN ('proposed', 'released', 'handed')) DESC, day DESC, id DESC
)
SELECT c.name,
       i.open_cents,
       i.number,
       coalesce(n.value, s.code, '') AS supply,
       c.tax_id,
       i.issued_on,
       i.due_on,
       i.last_return_on,
       i.last_reason_code,
       coalesce(r.name_es, '') AS reason_name,
       %(today)s::date - i.due_on AS days,
       i.returns,
       item.ref,
       item.next_on,
       item.held_by,
       step.act,
       step.rung_id,
       step.state,
       step.planned_on,
       NULL::date AS cut_sent_on,
       NULL::date AS cut_on,
       c.id AS customer_id,
       date_trunc('month', i.due_on)::date AS month
FROM billing_invoice AS i
JOIN parties_account AS a ON a.id = i.account_id
JOIN parties_customer AS c ON c.id = a.customer_id
LEFT JOIN parties_supply AS s ON s.id = a.supply_id
LEFT JOIN number AS n ON n.account_id = i.account_id
LEFT JOIN billing_returnreason AS r ON r.portfolio_id = i.portfolio_id AND r.code = i.last_reason_code
LEFT JOIN item ON item.invoice_id = i.id
LEFT JOIN step ON step.case_id = item.case_id
WHERE i.portfolio_id = %(portfolio_id)s AND i.open_cents > 0 AND i.due_on < %(today)s
ORDER BY c.name, c.id, i.due_on, i.number
