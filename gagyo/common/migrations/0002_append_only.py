"""
Make the audit record append-only in the database itself, and lay out the counters of the data version.

A rule in Python would not stop a script, an admin or a mistaken query; a trigger does, on both engines.
"""

from django.db import migrations

TABLE = "common_auditrecord"
SENTENCE = "The audit record is append-only: rows are never changed or deleted"


def add_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION gagyo_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION gagyo_append_only()"
        )
        schema_editor.execute(
            f"CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON {TABLE} "
            "FOR EACH STATEMENT EXECUTE FUNCTION gagyo_append_only()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        schema_editor.execute(
            f"CREATE TRIGGER audit_no_{verb.lower()} BEFORE {verb} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
        )


def drop_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER audit_append_only ON {TABLE}")
        schema_editor.execute(f"DROP TRIGGER audit_no_truncate ON {TABLE}")
        schema_editor.execute("DROP FUNCTION gagyo_append_only()")
        return
    for verb in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER audit_no_{verb}")


def add_counters(apps, schema_editor):
    counters = apps.get_model("common", "DataVersion")
    counters.objects.bulk_create([counters(shard=shard) for shard in range(16)])


class Migration(migrations.Migration):
    dependencies = [("common", "0001_initial")]

    operations = [
        migrations.RunPython(add_triggers, drop_triggers),
        migrations.RunPython(add_counters, migrations.RunPython.noop),
    ]
