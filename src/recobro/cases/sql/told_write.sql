-- Writes down what others told of invoices, once per communication and invoice. A better proof or a receipt replaces; what came
-- back and then arrived after all may count anew. What was counted stays counted.
-- reads: nothing      writes: cases_told
INSERT INTO cases_told (portfolio_id, account_id, invoice_id, source_id, proof, sent_on, received_on)
SELECT %(portfolio_id)s, t.account_id, t.invoice_id, t.source_id, t.proof, t.sent_on, t.received_on
FROM unnest(%(source_ids)s::bigint[], %(account_ids)s::bigint[], %(invoice_ids)s::bigint[], %(proofs)s::text[],
            %(sent_ons)s::date[], %(received_ons)s::date[])
     AS t (source_id, account_id, invoice_id, proof, sent_on, received_on)
ON CONFLICT (source_id, invoice_id) DO UPDATE
SET proof = excluded.proof, received_on = excluded.received_on, withdrawn_at = NULL,
    item_id = CASE WHEN cases_told.withdrawn_at IS NULL THEN cases_told.item_id END,
    rung = CASE WHEN cases_told.withdrawn_at IS NULL THEN cases_told.rung END,
    was_rung = CASE WHEN cases_told.withdrawn_at IS NULL THEN cases_told.was_rung END,
    was_on = CASE WHEN cases_told.withdrawn_at IS NULL THEN cases_told.was_on END
WHERE (cases_told.proof, cases_told.received_on, cases_told.withdrawn_at)
    IS DISTINCT FROM (excluded.proof, excluded.received_on, NULL)
