-- One row per staged row of the old table, with what is known of it before anything is opened for it.
-- reads: parties_account, parties_customer, billing_invoice      writes: nothing
SELECT
    s.line,
    s.amount_cents,
    s.invoice_number,
    s.cups,
    s.debtor_name,
    date_trunc('month', coalesce(s.due_on, s.booked_on, s.issued_on))::date AS month,
    CASE WHEN s.set_aside THEN '' WHEN s.fault_code <> '' THEN s.fault_code WHEN s.lane = 'fault' THEN 'text_too_long' ELSE '' END AS fault,
    s.fault_found AS found,
    s.fault_field AS field,
    s.fault_expected AS expected,
    s.set_aside,
    coalesce(m.reason, '') AS match,
    m.account_id,
    coalesce(a.verified, false) AS verified,
    coalesce(c.segment, nullif(s.segment, ''), '') AS segment,
    coalesce(i.amount_cents, 0) <> 0 AS in_ledger
FROM take_stage AS s
LEFT JOIN take_match AS m ON m.id = s.id
LEFT JOIN parties_account AS a ON a.id = m.account_id AND a.portfolio_id = %(portfolio_id)s
LEFT JOIN parties_customer AS c ON c.id = a.customer_id
LEFT JOIN billing_invoice AS i ON i.id = m.invoice_id AND i.portfolio_id = %(portfolio_id)s
WHERE s.lane IN ('unpaid', 'fault')
ORDER BY s.line
