-- The notices of the rows just taken.
-- reads: nothing      writes: nothing
SELECT DISTINCT o.notice_id AS id FROM take_outside AS o WHERE o.reason = '' AND o.notice_id IS NOT NULL ORDER BY 1
