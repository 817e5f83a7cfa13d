"""The ledger is append-only: a correction is an opposite entry."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial"), ("journal", "0002_append_only")]
    operations = [
        migrations.RunSQL(
            """CREATE TRIGGER billing_ledgerentry_is_append_only BEFORE UPDATE OR DELETE ON billing_ledgerentry
                   FOR EACH STATEMENT EXECUTE FUNCTION recobro_is_append_only();""",
            "DROP TRIGGER billing_ledgerentry_is_append_only ON billing_ledgerentry;",
        )
    ]
