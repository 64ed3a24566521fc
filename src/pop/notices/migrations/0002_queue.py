from django.db import migrations
from procrastinate.schema import SchemaManager


def install(apps, schema_editor):
    """The library's own tables and functions (procrastinate 3.10), in a schema that only the worker may use.

    Without its NOTIFY: it would make all commits wait in line, and anybody can listen. The worker asks every second.
    A new version of the library that changes its tables needs a migration here (notices/tests/test_queue.py says when).
    """
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("create schema queue")
        cursor.execute("set local search_path = queue, pg_temp")
        cursor.execute(SchemaManager.get_schema())
        cursor.execute("drop trigger procrastinate_jobs_notify_queue_job_inserted_v1 on procrastinate_jobs")
        cursor.execute("drop trigger procrastinate_jobs_notify_queue_job_aborted_v1 on procrastinate_jobs")
        cursor.execute(
            "create index jobs_of_delivery on procrastinate_jobs (((args ->> 'delivery')::bigint))"
            " where task_name = 'notices.send'"
        )
        cursor.execute("set local search_path to default")


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
