-- The proposed steps of one rung, one page, the largest amounts first.
-- reads: cases_step, cases_case, parties_account, parties_customer      writes: nothing
SELECT s.id, s.day, s.owed_cents, s.planned_on, c.ref, c.items_count, u.name, u.tax_id, u.segment
FROM cases_step AS s
JOIN cases_case AS c ON c.id = s.case_id
JOIN parties_account AS a ON a.id = s.account_id
JOIN parties_customer AS u ON u.id = a.customer_id
WHERE s.portfolio_id = %(portfolio_id)s AND s.state = 'proposed' AND s.rung_id = %(rung_id)s
  AND (-s.owed_cents, s.id) > (%(after_place)s, %(after_id)s)
ORDER BY -s.owed_cents, s.id
LIMIT %(limit)s
