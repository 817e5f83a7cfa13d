-- Everything that happened to a case and its account, newest first: money, steps, notices, proofs.
-- Amounts only when the reader may see them. What was only implied by something else (assumed) is left out.
-- reads: billing_ledgerentry, billing_debitreturn, billing_invoice, billing_lot, billing_lotrow, billing_returnreason,
-- cases_case, cases_step, notices_notice, notices_outsidenotice, notices_proof
-- writes: nothing
SELECT h.at, h.kind, h.code, h.what, h.more, h.by, CASE WHEN %(sees)s THEN h.amount_cents END AS amount_cents
FROM (
  SELECT e.posted_at AS at, 'money' AS kind, e.kind AS code, coalesce(i.number, '') AS what,
    CASE
      WHEN e.refund_id IS NOT NULL AND e.amount_cents > 0 THEN 'refunded'
      WHEN e.reverses_id IS NOT NULL THEN 'reversed'
      ELSE ''
    END AS more,
    CASE WHEN l.id IS NULL THEN '' ELSE l.file_name END AS by, e.amount_cents, e.id AS place
  FROM billing_ledgerentry AS e
  LEFT JOIN billing_invoice AS i ON i.id = e.invoice_id
  LEFT JOIN billing_lot AS l ON l.id = e.lot_id
  WHERE e.portfolio_id = %(portfolio_id)s AND e.account_id = %(account_id)s AND NOT e.assumed
    AND (e.kind <> 'returned' OR e.reverses_id IS NOT NULL)
  UNION ALL
  SELECT coalesce(l.booked_at, d.returned_on::timestamp AT TIME ZONE %(zone)s), 'return', d.reason_code, i.number,
    coalesce(r.name_es, ''), coalesce(l.file_name, ''), d.amount_cents, d.id
  FROM billing_debitreturn AS d
  JOIN billing_invoice AS i ON i.id = d.invoice_id
  LEFT JOIN billing_lotrow AS w ON w.id = d.lot_row_id
  LEFT JOIN billing_lot AS l ON l.id = w.lot_id
  LEFT JOIN billing_returnreason AS r ON r.portfolio_id = d.portfolio_id AND r.code = d.reason_code
  WHERE d.portfolio_id = %(portfolio_id)s AND d.account_id = %(account_id)s
  UNION ALL
  SELECT coalesce(s.settled_at, s.day::timestamp AT TIME ZONE %(zone)s), 'step', s.state, s.rung_id, s.reason, s.by,
    s.owed_cents, s.id
  FROM cases_step AS s
  WHERE s.portfolio_id = %(portfolio_id)s AND s.case_id = %(case_id)s
  UNION ALL
  SELECT coalesce(n.sent_at, n.queued_at), 'notice', n.state, s.rung_id, n.channel || ' · ' || n.recipient, n.reason,
    NULL, n.id
  FROM notices_notice AS n
  JOIN cases_step AS s ON s.id = n.step_id
  WHERE n.portfolio_id = %(portfolio_id)s AND s.case_id = %(case_id)s
  UNION ALL
  SELECT p.created_at, 'proof', p.kind, s.rung_id, p.sha256, p.grade, NULL, p.id
  FROM notices_proof AS p
  JOIN cases_step AS s ON s.id = p.step_id
  WHERE p.portfolio_id = %(portfolio_id)s AND s.case_id = %(case_id)s
  UNION ALL
  SELECT o.sent_on::timestamp AT TIME ZONE %(zone)s, 'told', o.kind, o.recipient, coalesce(o.received_on::text, ''),
    CASE WHEN o.withdrawn_at IS NOT NULL THEN 'withdrawn' WHEN o.failed THEN 'failed' ELSE o.grade END, NULL, o.id
  FROM notices_outsidenotice AS o
  WHERE o.portfolio_id = %(portfolio_id)s AND o.account_id = %(account_id)s
  UNION ALL
  SELECT l.booked_at, 'claim', w.data ->> 'fill', w.invoice_number, coalesce(w.data ->> 'says', ''), l.file_name, NULL, w.id
  FROM billing_lotrow AS w
  JOIN billing_lot AS l ON l.id = w.lot_id AND l.kind = 'opening' AND l.status = 'booked'
  WHERE w.portfolio_id = %(portfolio_id)s AND w.account_id = %(account_id)s AND w.status = 'booked'
    AND w.data ->> 'fill' IN ('red', 'yellow', 'unknown')
  UNION ALL
  SELECT c.opened_on::timestamp AT TIME ZONE %(zone)s, 'case', 'opened', c.ref, c.opened_by, '', NULL, 0
  FROM cases_case AS c
  WHERE c.portfolio_id = %(portfolio_id)s AND c.id = %(case_id)s
  UNION ALL
  SELECT c.closed_on::timestamp AT TIME ZONE %(zone)s, 'case', c.state, c.ref, '', '', NULL, 0
  FROM cases_case AS c
  WHERE c.portfolio_id = %(portfolio_id)s AND c.id = %(case_id)s AND c.closed_on IS NOT NULL
) AS h
ORDER BY h.at DESC, h.place DESC
LIMIT 200
