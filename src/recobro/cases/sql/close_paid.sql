-- Closes the ledger's cases whose items are all paid. A person's case stays until a person resolves it.
-- reads: cases_item      writes: cases_case, journal_entry
WITH closed AS (
    UPDATE cases_case
    SET state = 'paid', closed_on = %(day)s, next_on = NULL, held_by = '', owed_cents = 0, items_count = 0,
        oldest_due_on = NULL, rung = 0, looked_at = %(moment)s
    WHERE portfolio_id = %(portfolio_id)s
      AND account_id = ANY(%(account_ids)s)
      AND closed_on IS NULL
      AND opened_by = 'ledger'
      AND EXISTS (SELECT FROM cases_item it WHERE it.account_id = cases_case.account_id AND it.case_id = cases_case.id)
      AND NOT EXISTS (
          SELECT FROM cases_item it
          WHERE it.account_id = cases_case.account_id AND it.case_id = cases_case.id AND it.left_on IS NULL
      )
    RETURNING id, account_id
), told AS (
    INSERT INTO journal_entry (portfolio_id, account_id, at, by, verb, subject, data)
    SELECT %(portfolio_id)s, account_id, %(moment)s, %(by)s, 'case.paid', 'case:' || id, '{}' FROM closed
)
SELECT count(*) AS written FROM closed
