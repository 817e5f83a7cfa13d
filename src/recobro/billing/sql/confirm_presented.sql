-- Completes the presentations that were known only because they came back: now our remittance has told of them.
-- reads: nothing      writes: billing_collectionattempt
UPDATE billing_collectionattempt AS a
SET assumed = false, end_to_end_id = coalesce(nullif(p.end_to_end_id, ''), a.end_to_end_id), batch_id = p.batch_id,
    message_id = p.message_id, lot_row_id = p.id, presented_on = p.presented_on, due_on = p.due_on
FROM take_presented AS p
WHERE p.verdict = 'back' AND a.id = p.attempt_id AND a.portfolio_id = %(portfolio_id)s
