-- A bank that returned every invoice, and two lists of the ERP: the second misses one in a hundred, has one in a hundred
-- with another amount and as many new ones.
INSERT INTO journal_blob (sha256, size, media_type, data, created_at) VALUES ('bench', 0, '', '', now());
INSERT INTO billing_lot (portfolio_id, number, kind, format, status, reason, reason_data, file_name, blob_id, sha256, message_id, sender,
                         currency, file_on, declared_count, declared_cents, declared_by, read_count, read_cents, booked_count, booked_cents,
                         known_count, known_cents, waiting_count, waiting_cents, faulty_count, faulty_cents, ignored_count, notes,
                         received_by, received_at, booked_at)
SELECT p.id, v.number, v.kind, v.format, 'booked', '', '{}', v.kind || '.bin', 'bench', 'bench' || v.number, '', '', 'EUR', v.day, 0, 0,
       'file', %(rows)s, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '[]', 'bench', v.day, v.day
FROM access_portfolio p,
     (VALUES (1, 'returns', 'camt.054', DATE '2026-02-01'), (2, 'unpaid', 'csv', DATE '2026-02-03'), (3, 'unpaid', 'csv', DATE '2026-02-04'))
     v (number, kind, format, day);
INSERT INTO billing_lotrow (portfolio_id, lot_id, line, kind, status, reason, amount_cents, fee_cents, end_to_end_id, batch_id,
                            invoice_number, reason_code, account_id, invoice_id, data)
SELECT i.portfolio_id, l.id, i.n, CASE WHEN l.number = 1 THEN 'return' ELSE 'unpaid' END, 'known', '',
       i.amount_cents + CASE WHEN l.number = 3 AND i.n %% 100 = 2 THEN 100 ELSE 0 END, 0, '', '', i.number, 'AM04', i.account_id, i.id,
       jsonb_build_object('debtor_name', 'Cliente ' || i.n, 'cups', 'ES002100000' || i.account_id)
FROM billing_lot l, (SELECT *, row_number() OVER (ORDER BY id) AS n FROM billing_invoice) i
WHERE (l.number = 1 OR (l.number = 2 AND i.n %% 100 <> 0) OR (l.number = 3 AND i.n %% 100 <> 1)) ORDER BY l.id, i.n;
INSERT INTO billing_collectionattempt (portfolio_id, account_id, invoice_id, ordinal, end_to_end_id, batch_id, amount_cents, due_on, assumed)
SELECT portfolio_id, account_id, id, 1, number, '', amount_cents, due_on, TRUE FROM billing_invoice ORDER BY id;
INSERT INTO billing_debitreturn (portfolio_id, account_id, invoice_id, attempt_id, lot_row_id, source, reason_code, amount_cents,
                                 fee_cents, returned_on, evidences)
SELECT a.portfolio_id, a.account_id, a.invoice_id, a.id, r.id, 'camt.054', 'AM04', a.amount_cents, 0, '2026-02-01', 1
FROM billing_collectionattempt a JOIN billing_lotrow r ON r.invoice_id = a.invoice_id AND r.kind = 'return' ORDER BY a.id;
UPDATE billing_invoice SET returns = 1, last_return_on = '2026-02-01', last_reason_code = 'AM04'
