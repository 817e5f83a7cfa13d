-- To whom and about what the notices of these steps speak: one row per invoice of a step, oldest first; the recipient is
-- the latest usable e-mail address of the customer, empty when there is none.
-- reads: cases_step, cases_stepitem, cases_item, cases_case, billing_invoice, parties_account, parties_customer,
-- parties_contact      writes: nothing
SELECT s.id AS step_id, s.account_id, s.rung, s.owed_cents, c.ref, c.policy_id, cu.name AS customer,
       coalesce(k.value, '') AS recipient, i.number, i.due_on, i.open_cents
FROM cases_step s
JOIN cases_case c ON c.id = s.case_id
JOIN parties_account a ON a.id = s.account_id
JOIN parties_customer cu ON cu.id = a.customer_id
JOIN cases_stepitem si ON si.step_id = s.id AND NOT si.void
JOIN cases_item it ON it.id = si.item_id
JOIN billing_invoice i ON i.id = it.invoice_id
LEFT JOIN LATERAL (
    SELECT value FROM parties_contact
    WHERE customer_id = cu.id AND kind = 'email' AND bounced_on IS NULL AND opted_out_on IS NULL
    ORDER BY seen_on DESC, id DESC LIMIT 1
) k ON TRUE
WHERE s.portfolio_id = %(portfolio_id)s AND s.id = ANY(%(step_ids)s) AND s.act = 'notify'
ORDER BY s.id, i.due_on, i.number
