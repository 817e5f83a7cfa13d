-- Steps on a rung whose lower rungs were not climbed: each lower rung that the ladder demands needs a step that was done
-- or proved, for the same item and cycle. `policy_ids` and `rungs` name side by side the rungs that may not be passed by.
-- whole installation: the check proves every portfolio
-- reads: cases_stepitem, cases_step, cases_case, notices_proof      writes: nothing
WITH climbed AS (
    SELECT DISTINCT si.item_id, si.cycle, si.rung
    FROM cases_stepitem AS si
    JOIN cases_step AS s ON s.id = si.step_id
    WHERE NOT si.void AND (s.state = 'done' OR EXISTS (SELECT FROM notices_proof AS p WHERE p.step_id = s.id))
)
SELECT si.portfolio_id,
       'cases_stepitem.rung' AS place,
       count(DISTINCT si.id) AS count,
       (array_agg(DISTINCT si.step_id::text))[1:5] AS first
FROM cases_stepitem AS si
JOIN cases_step AS s ON s.id = si.step_id
JOIN cases_case AS c ON c.id = s.case_id
JOIN unnest(%(policy_ids)s::bigint[], %(rungs)s::int[]) AS must (policy_id, rung)
    ON must.policy_id = c.policy_id AND must.rung < si.rung
LEFT JOIN climbed AS k ON k.item_id = si.item_id AND k.cycle = si.cycle AND k.rung = must.rung
WHERE NOT si.void AND k.item_id IS NULL
GROUP BY si.portfolio_id
