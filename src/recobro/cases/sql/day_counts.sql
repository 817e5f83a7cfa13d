-- What the run of a day did to the cases and what stands: one row.
-- reads: cases_case      writes: nothing
SELECT count(*) FILTER (WHERE opened_on = %(day)s AND opened_by = 'ledger') AS opened,
       count(*) FILTER (WHERE closed_on = %(day)s AND state = 'paid') AS closed,
       count(*) FILTER (WHERE reopened_on = %(day)s) AS reopened,
       count(*) FILTER (WHERE closed_on IS NULL) AS standing
FROM cases_case
WHERE portfolio_id = %(portfolio_id)s
