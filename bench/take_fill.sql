-- 700,000 accounts with a supply number and a mandate, 1,000,000 charged invoices, their ledger and balances.
INSERT INTO parties_customer (portfolio_id, ref, name, tax_id, segment, verified, created_at)
SELECT p.id, 'C' || n, 'Cliente ' || n, '', 'household', TRUE, now()
FROM access_portfolio p, generate_series(1, %(accounts)s) n ORDER BY n;
INSERT INTO parties_account (portfolio_id, customer_id, ref, product, verified, created_at)
SELECT portfolio_id, id, 'K' || id, '', TRUE, now() FROM parties_customer ORDER BY id;
INSERT INTO parties_number (portfolio_id, account_id, kind, value)
SELECT a.portfolio_id, a.id, v.kind, v.value || a.id
FROM parties_account a, (VALUES ('cups', 'ES002100000'), ('mandate', 'MND')) v (kind, value) ORDER BY a.id;
INSERT INTO billing_invoice (portfolio_id, account_id, number, amount_cents, open_cents, issued_on, due_on, returns,
                             last_reason_code, assumed)
SELECT a.portfolio_id, a.id, 'F2026-' || n, 3000 + n %% 9000, 3000 + n %% 9000, '2026-01-01', '2026-01-21', 0, '', FALSE
FROM generate_series(1, %(invoices)s) n
JOIN parties_account a ON a.id = (n - 1) %% %(accounts)s + (SELECT min(id) FROM parties_account);
INSERT INTO billing_ledgerentry (portfolio_id, account_id, invoice_id, kind, amount_cents, value_on, posted_at, assumed)
SELECT portfolio_id, account_id, id, 'charged', amount_cents, issued_on, '2026-01-01', FALSE FROM billing_invoice ORDER BY id;
INSERT INTO billing_accountbalance (account_id, portfolio_id, balance_cents, moved_at)
SELECT account_id, min(portfolio_id), sum(amount_cents), '2026-01-01' FROM billing_invoice GROUP BY account_id ORDER BY account_id
