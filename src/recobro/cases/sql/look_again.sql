-- Makes the next run look at the open cases of these accounts.
-- reads: nothing      writes: cases_case
UPDATE cases_case
SET next_on = %(today)s
WHERE portfolio_id = %(portfolio_id)s
  AND account_id = ANY(%(account_ids)s)
  AND closed_on IS NULL
  AND (next_on IS NULL OR next_on > %(today)s)
