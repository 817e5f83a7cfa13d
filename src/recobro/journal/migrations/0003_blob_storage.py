"""Received files are read back in slices: kept uncompressed, a slice costs only itself."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_append_only")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE journal_blob ALTER COLUMN data SET STORAGE EXTERNAL;",
            "ALTER TABLE journal_blob ALTER COLUMN data SET STORAGE EXTENDED;",
        )
    ]
