"""What is written in the journal stays: the database itself refuses to change or delete it."""

from django.db import migrations

FORBID = """
CREATE FUNCTION recobro_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: a correction is a new row', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER journal_entry_is_append_only BEFORE UPDATE OR DELETE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION recobro_is_append_only();
CREATE TRIGGER journal_seal_is_append_only BEFORE UPDATE OR DELETE ON journal_seal
    FOR EACH STATEMENT EXECUTE FUNCTION recobro_is_append_only();
"""
ALLOW = """
DROP TRIGGER journal_seal_is_append_only ON journal_seal;
DROP TRIGGER journal_entry_is_append_only ON journal_entry;
DROP FUNCTION recobro_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
