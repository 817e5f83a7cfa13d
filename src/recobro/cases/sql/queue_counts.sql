-- Counts the open cases by urgency and by view, and adds up what the role may see.
-- reads: cases_case, cases_step      writes: nothing
WITH step AS (
  SELECT case_id, max(day) AS day, bool_or(act = 'call') AS calls, bool_or(act = 'notify') AS notices,
    bool_or(act = 'propose_cut') AS cuts
  FROM cases_step
  WHERE portfolio_id = %(portfolio_id)s AND state IN ('proposed', 'released', 'handed')
  GROUP BY case_id
)
SELECT
  count(*) AS total,
  count(*) FILTER (WHERE step.day < %(today)s) AS late,
  count(*) FILTER (WHERE step.day = %(today)s) AS today,
  count(*) FILTER (
    WHERE (step.day IS NULL OR step.day > %(today)s) AND c.held_by = ANY(%(rhythm)s)
      AND coalesce(step.day, c.next_on) <= %(today)s + 7
  ) AS week,
  count(*) FILTER (WHERE step.calls) AS calls,
  count(*) FILTER (WHERE step.notices) AS notices,
  count(*) FILTER (WHERE step.cuts) AS cuts,
  count(*) FILTER (WHERE c.held_by <> ALL(%(rhythm)s)) AS held,
  count(*) FILTER (WHERE c.held_by = 'step_failed') AS failed,
  count(*) FILTER (WHERE c.stage = 'early') AS early,
  count(*) FILTER (WHERE c.stage = 'early_payoff') AS early_payoff,
  count(*) FILTER (WHERE c.stage = 'extrajudicial') AS extrajudicial,
  count(*) FILTER (WHERE c.stage = 'coercive') AS coercive,
  coalesce(sum(CASE WHEN %(sees_all)s THEN c.owed_cents END), 0)::bigint AS owed_cents
FROM cases_case AS c
LEFT JOIN step ON step.case_id = c.id
WHERE c.portfolio_id = %(portfolio_id)s AND c.closed_on IS NULL
