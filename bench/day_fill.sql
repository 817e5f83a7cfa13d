-- 700,000 customers with one account and one or two open invoices each, all overdue, on every rung of the household
-- ladder; one in twenty without an e-mail, one in fifty with money in flight, some in credit, some returns that hold.
INSERT INTO parties_customer (portfolio_id, ref, name, tax_id, segment, verified, created_at)
SELECT p.id, 'C' || n, 'Cliente ' || n, '', 'household', TRUE, now()
FROM access_portfolio p, generate_series(1, %(accounts)s) n ORDER BY n;
INSERT INTO parties_account (portfolio_id, customer_id, ref, product, verified, created_at)
SELECT portfolio_id, id, 'K' || id, '', TRUE, now() FROM parties_customer ORDER BY id;
INSERT INTO parties_contact (portfolio_id, customer_id, kind, value, source, seen_on)
SELECT portfolio_id, id, 'email', 'c' || id || '@example.org', 'contracts', '2026-01-01'
FROM parties_customer WHERE id %% 20 <> 0 ORDER BY id;
INSERT INTO billing_returnreason (portfolio_id, code, name_es, category, retryable, stops_dunning, suggested_action)
SELECT p.id, r.code, r.code, 'funds', 'yes', r.stops, '' FROM access_portfolio p,
       (VALUES ('AM04', 'no'), ('MD01', 'hold'), ('MD07', 'yes')) r (code, stops);
INSERT INTO billing_invoice (portfolio_id, account_id, number, amount_cents, open_cents, issued_on, due_on, returns,
                             last_return_on, last_reason_code, assumed)
SELECT a.portfolio_id, a.id, 'F' || n, 3000 + n %% 9000, 3000 + n %% 9000, %(day)s::date - 180, %(day)s::date - 150, 1,
       %(day)s::date - 148, CASE WHEN n %% 40 = 0 THEN 'MD01' WHEN n %% 90 = 0 THEN 'MD07' ELSE 'AM04' END, FALSE
FROM generate_series(1, %(invoices)s) n
JOIN parties_account a ON a.id = (n - 1) %% %(accounts)s + (SELECT min(id) FROM parties_account);
INSERT INTO billing_accountbalance (account_id, portfolio_id, balance_cents, moved_at)
SELECT account_id, min(portfolio_id), sum(open_cents) - CASE WHEN account_id %% 70 = 0 THEN 20000 ELSE 0 END,
       '2026-01-01' FROM billing_invoice GROUP BY account_id ORDER BY account_id;
INSERT INTO cases_case (portfolio_id, account_id, stage, number, ref, opened_by, state, policy_id, rung, next_on, held_by,
                        owed_cents, items_count, opened_on)
SELECT a.portfolio_id, a.id, 'early', a.id, 'IMP-2026-' || a.id, 'ledger', 'working', p.id, 0, %(day)s, '', 0, 0,
       %(day)s::date - 140
FROM parties_account a JOIN policies_policyversion p ON p.name = 'es_household' ORDER BY a.id;
INSERT INTO cases_item (portfolio_id, account_id, case_id, invoice_id, cycle, rung, proved_on, since_on, returns)
SELECT i.portfolio_id, i.account_id, c.id, i.id, 1, i.id %% 5, CASE WHEN i.id %% 5 > 0 THEN %(day)s::date - 60 END,
       i.due_on + 1, 0
FROM billing_invoice i JOIN cases_case c ON c.account_id = i.account_id ORDER BY i.id;
INSERT INTO cases_step (portfolio_id, account_id, case_id, day, rung, rung_id, act, state, reason, owed_cents, by)
SELECT portfolio_id, account_id, id, %(day)s::date - 60, 1, 'aviso_1', 'notify', 'done', '', 100, 'sistema'
FROM cases_case ORDER BY id;
INSERT INTO cases_stepitem (portfolio_id, account_id, step_id, item_id, rung, cycle, owed_cents, void)
SELECT it.portfolio_id, it.account_id, s.id, it.id, it.rung, 1, 100, FALSE
FROM cases_item it JOIN cases_step s ON s.case_id = it.case_id WHERE it.rung > 0 ORDER BY it.id;
INSERT INTO journal_blob (sha256, size, media_type, data, created_at) VALUES (repeat('0', 64), 0, 'x', '', now());
INSERT INTO billing_lot (portfolio_id, number, kind, format, status, reason, reason_data, file_name, blob_id, sha256,
                         message_id, sender, currency, declared_by, read_count, read_cents, booked_count, booked_cents,
                         known_count, known_cents, waiting_count, waiting_cents, faulty_count, faulty_cents,
                         ignored_count, notes, received_by, received_at)
SELECT id, 1, 'payments', 'x', 'waiting', '', '{}', 'x', repeat('0', 64), repeat('0', 64), '', '', 'EUR', '',
       0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '[]', 'x', now() FROM access_portfolio;
INSERT INTO billing_lotrow (portfolio_id, lot_id, line, kind, status, reason, amount_cents, fee_cents, end_to_end_id,
                            batch_id, invoice_number, reason_code, data)
SELECT l.portfolio_id, l.id, n, 'payment', 'waiting', '', 100, 0, '', '', '', '', '{}'
FROM billing_lot l, generate_series(1, %(accounts)s / 50) n;
INSERT INTO billing_matchproposal (portfolio_id, lot_row_id, account_id, reason, confidence)
SELECT r.portfolio_id, r.id, (SELECT min(id) FROM parties_account) + r.line * 50 - 1, 'same_amount', 50
FROM billing_lotrow r;
UPDATE access_portfolio SET last_run_on = %(day)s::date - 1, last_run_at = %(day)s::date - 1
