-- Withdraws the open steps of accounts that owe nothing overdue any more, or whose items are all paid: at once, in the
-- transaction of the booking. What is overdue after credit = balance less what is open and not yet due.
-- reads: billing_accountbalance, billing_invoice, cases_item      writes: cases_step, cases_stepitem, journal_entry
WITH settled AS (
    SELECT s.id
    FROM cases_step s
    JOIN billing_accountbalance b ON b.account_id = s.account_id
    WHERE s.portfolio_id = %(portfolio_id)s
      AND s.account_id = ANY(%(account_ids)s)
      AND s.state IN ('proposed', 'released')
      AND (
          b.balance_cents <= coalesce((
              SELECT sum(i.open_cents) FROM billing_invoice i
              WHERE i.account_id = s.account_id AND i.open_cents > 0 AND i.due_on >= %(today)s
          ), 0)
          OR NOT EXISTS (
              SELECT FROM cases_stepitem si
              JOIN cases_item it ON it.id = si.item_id
              JOIN billing_invoice i ON i.id = it.invoice_id
              WHERE si.step_id = s.id AND NOT si.void AND i.open_cents > 0
          )
      )
), moved AS (
    UPDATE cases_step SET state = 'withdrawn', reason = 'paid', settled_at = %(moment)s
    FROM settled WHERE cases_step.id = settled.id
    RETURNING cases_step.id, cases_step.account_id, cases_step.case_id
), freed AS (
    UPDATE cases_stepitem SET void = TRUE FROM moved WHERE cases_stepitem.step_id = moved.id AND NOT cases_stepitem.void
), told AS (
    INSERT INTO journal_entry (portfolio_id, account_id, at, by, verb, subject, data)
    SELECT %(portfolio_id)s, account_id, %(moment)s, %(by)s, 'step.withdrawn', 'step:' || id,
           jsonb_build_object('reason', 'paid', 'case', case_id)
    FROM moved
)
SELECT count(*) AS written FROM moved
