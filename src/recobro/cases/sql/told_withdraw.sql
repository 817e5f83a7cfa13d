-- Takes communications of others back: each item they lifted falls to where it stood before the lowest of them, higher rungs are
-- free again, and what else was counted above may be counted anew. Its case is looked at today.
-- reads: nothing      writes: cases_told, cases_item, cases_stepitem, cases_case, journal_entry
WITH gone AS (
    UPDATE cases_told
    SET withdrawn_at = %(moment)s
    WHERE portfolio_id = %(portfolio_id)s AND source_id = ANY(%(source_ids)s) AND withdrawn_at IS NULL
    RETURNING id, account_id, item_id, source_id, was_rung, was_on
), lowest AS (
    SELECT DISTINCT ON (item_id) item_id, was_rung, was_on
    FROM gone WHERE item_id IS NOT NULL
    ORDER BY item_id, was_rung
), fallen AS (
    UPDATE cases_item
    SET rung = lowest.was_rung, proved_on = lowest.was_on
    FROM lowest WHERE cases_item.id = lowest.item_id AND cases_item.rung > lowest.was_rung
    RETURNING cases_item.id, cases_item.case_id, cases_item.rung
), freed AS (
    UPDATE cases_stepitem SET void = TRUE
    FROM fallen
    WHERE cases_stepitem.item_id = fallen.id AND cases_stepitem.rung > fallen.rung AND NOT cases_stepitem.void
), again AS (
    UPDATE cases_told
    SET item_id = NULL, rung = NULL, was_rung = NULL, was_on = NULL
    FROM fallen
    WHERE cases_told.item_id = fallen.id AND cases_told.rung > fallen.rung AND cases_told.withdrawn_at IS NULL
      AND NOT (cases_told.source_id = ANY(%(source_ids)s))
), looked AS (
    UPDATE cases_case SET next_on = %(today)s, rung = f.rung
    FROM (
        SELECT it.case_id, max(coalesce(fallen.rung, it.rung)) AS rung
        FROM cases_item it LEFT JOIN fallen ON fallen.id = it.id
        WHERE it.case_id IN (SELECT case_id FROM fallen) AND it.left_on IS NULL
        GROUP BY it.case_id
    ) AS f
    WHERE cases_case.id = f.case_id AND cases_case.closed_on IS NULL
), told AS (
    INSERT INTO journal_entry (portfolio_id, account_id, at, by, verb, subject, data)
    SELECT %(portfolio_id)s, account_id, %(moment)s, %(by)s, 'case.untold', 'notice_of_others:' || source_id,
           jsonb_strip_nulls(jsonb_build_object('item', item_id, 'rung', was_rung))
    FROM gone
)
SELECT DISTINCT account_id FROM gone ORDER BY account_id
