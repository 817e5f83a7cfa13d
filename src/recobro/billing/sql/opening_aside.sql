-- Puts rows of the old table aside by name: those that a person put aside before, and those named now. They count and book nothing.
-- reads: billing_lotrow      writes: nothing
UPDATE take_stage AS s
SET set_aside = true,
    fault_code = CASE WHEN s.fault_code = '' THEN 'opening_aside' ELSE s.fault_code END,
    amount_cents = coalesce(s.amount_cents, a.cents)
FROM (
    SELECT r.line, r.amount_cents AS cents
    FROM billing_lotrow AS r
    WHERE r.portfolio_id = %(portfolio_id)s AND r.lot_id = %(lot_id)s AND r.status = 'set_aside'
    UNION
    SELECT n.line, n.cents FROM unnest(%(lines)s::integer[], %(cents)s::bigint[]) AS n (line, cents)
) AS a
WHERE a.line = s.line AND s.lane IN ('unpaid', 'fault')
