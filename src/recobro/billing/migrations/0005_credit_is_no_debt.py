"""What a customer has in their favour is used or given back once: the database itself refuses the second time."""

from django.db import migrations

FORBID = """
CREATE FUNCTION billing_credit_is_no_debt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (
        SELECT sum(e.amount_cents) > 0
        FROM billing_ledgerentry AS e
        WHERE e.account_id = NEW.account_id AND e.invoice_id IS NULL AND e.payment_id IS NOT DISTINCT FROM NEW.payment_id
    ) THEN
        RAISE EXCEPTION 'credit of account % is used or given back twice', NEW.account_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'billing_ledgerentry_credit_is_no_debt';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER billing_ledgerentry_credit_is_no_debt AFTER INSERT ON billing_ledgerentry
    FOR EACH ROW WHEN (NEW.invoice_id IS NULL AND NEW.reverses_id IS NOT NULL AND NEW.amount_cents > 0)
    EXECUTE FUNCTION billing_credit_is_no_debt();
"""
ALLOW = """
DROP TRIGGER billing_ledgerentry_credit_is_no_debt ON billing_ledgerentry;
DROP FUNCTION billing_credit_is_no_debt();
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0004_refunds")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
