-- What is proposed, by rung: how many customers, how much they owe, since when, and three of them to look at.
-- reads: cases_step, cases_case, parties_account, parties_customer      writes: nothing
SELECT
  g.rung, g.rung_id, g.act, g.count, g.cents, g.first_on, g.planned_on,
  (SELECT jsonb_agg(jsonb_build_object('ref', t.ref, 'name', t.name, 'cents', t.owed_cents) ORDER BY t.owed_cents DESC)
   FROM (
     SELECT c.ref, u.name, s.owed_cents
     FROM cases_step AS s
     JOIN cases_case AS c ON c.id = s.case_id
     JOIN parties_account AS a ON a.id = s.account_id
     JOIN parties_customer AS u ON u.id = a.customer_id
     WHERE s.portfolio_id = %(portfolio_id)s AND s.state = 'proposed' AND s.rung_id = g.rung_id AND s.act = g.act
     ORDER BY s.owed_cents DESC, s.id LIMIT 3) AS t) AS samples
FROM (
  SELECT min(rung) AS rung, rung_id, act, count(*) AS count, sum(owed_cents)::bigint AS cents, min(day) AS first_on,
    min(planned_on) AS planned_on
  FROM cases_step
  WHERE portfolio_id = %(portfolio_id)s AND state = 'proposed'
  GROUP BY rung_id, act
) AS g
ORDER BY g.rung, g.rung_id
