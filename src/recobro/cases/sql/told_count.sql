-- Lifts items by what others told, each from where it was seen to stand, and says so in the journal.
-- reads: nothing      writes: cases_item, cases_told, cases_case, journal_entry
WITH risen AS (
    UPDATE cases_item
    SET rung = t.rung, proved_on = t.proved_on
    FROM unnest(%(told_ids)s::bigint[], %(item_ids)s::bigint[], %(rungs)s::int[], %(proved_ons)s::date[],
                %(was_rungs)s::int[], %(was_ons)s::date[])
         AS t (told_id, item_id, rung, proved_on, was_rung, was_on)
    WHERE cases_item.id = t.item_id AND cases_item.rung = t.was_rung AND cases_item.left_on IS NULL
      AND cases_item.portfolio_id = %(portfolio_id)s
    RETURNING cases_item.id, cases_item.case_id, cases_item.account_id, t.told_id, t.rung, t.was_rung, t.was_on, t.proved_on
), counted AS (
    UPDATE cases_told
    SET item_id = risen.id, rung = risen.rung, was_rung = risen.was_rung, was_on = risen.was_on
    FROM risen WHERE cases_told.id = risen.told_id
    RETURNING cases_told.source_id, risen.account_id, risen.case_id, risen.rung, risen.proved_on
), lifted AS (
    UPDATE cases_case
    SET rung = greatest(cases_case.rung, top.rung), next_on = least(cases_case.next_on, %(today)s),
        state = CASE WHEN cases_case.state = 'pending' THEN 'working' ELSE cases_case.state END
    FROM (SELECT case_id, max(rung) AS rung FROM risen GROUP BY case_id) AS top
    WHERE cases_case.id = top.case_id AND cases_case.closed_on IS NULL
), told AS (
    INSERT INTO journal_entry (portfolio_id, account_id, at, by, verb, subject, data)
    SELECT %(portfolio_id)s, account_id, %(moment)s, %(by)s, 'case.told', 'case:' || case_id,
           jsonb_build_object('notice', source_id, 'rung', rung, 'proved_on', proved_on)
    FROM counted
)
SELECT count(*) AS written FROM risen
