-- Proposals that stand, by ladder and rung, in the order in which they are climbed; `today_count` are new today.
-- reads: cases_step, cases_case, policies_policyversion      writes: nothing
SELECT p.name AS ladder, s.rung, s.rung_id, s.act, count(*) AS count, sum(s.owed_cents)::bigint AS owed_cents,
       count(*) FILTER (WHERE s.day = %(day)s) AS today_count
FROM cases_step s
JOIN cases_case c ON c.id = s.case_id
JOIN policies_policyversion p ON p.id = c.policy_id
WHERE s.portfolio_id = %(portfolio_id)s AND s.state = 'proposed'
GROUP BY p.name, s.rung, s.rung_id, s.act
ORDER BY p.name, s.rung
