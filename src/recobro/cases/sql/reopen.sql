-- Reopens the last paid case of an account whose payment was undone: an item that had left is unpaid again and did not
-- come back through a new return. Not while another case of the account and stage is open: the item joins that one.
-- reads: cases_item, cases_case, billing_invoice      writes: cases_case, journal_entry
WITH back AS (
    SELECT max(c.id) AS id
    FROM cases_item it
    JOIN billing_invoice i ON i.id = it.invoice_id
    JOIN cases_case c ON c.id = it.case_id
    WHERE it.portfolio_id = %(portfolio_id)s
      AND it.account_id = ANY(%(account_ids)s)
      AND it.left_on IS NOT NULL
      AND i.open_cents > 0 AND i.due_on < %(day)s AND i.returns <= it.returns
  AND NOT EXISTS (
      SELECT FROM cases_item later
      WHERE later.account_id = it.account_id AND later.invoice_id = it.invoice_id AND later.cycle > it.cycle
  )
      AND c.state = 'paid'
      AND NOT EXISTS (
          SELECT FROM cases_case o
          WHERE o.portfolio_id = c.portfolio_id AND o.account_id = c.account_id AND o.stage = c.stage
            AND o.closed_on IS NULL
      )
    GROUP BY c.account_id, c.stage
), opened AS (
    UPDATE cases_case
    SET state = 'working', closed_on = NULL, reopened_on = %(day)s, next_on = %(day)s, held_by = ''
    FROM back
    WHERE cases_case.id = back.id
    RETURNING cases_case.id, cases_case.account_id
), told AS (
    INSERT INTO journal_entry (portfolio_id, account_id, at, by, verb, subject, data)
    SELECT %(portfolio_id)s, account_id, %(moment)s, %(by)s, 'case.reopened', 'case:' || id, '{}' FROM opened
)
SELECT count(*) AS written FROM opened
