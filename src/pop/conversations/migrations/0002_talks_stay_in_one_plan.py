"""Composite foreign keys: a plain one ignores row security, and would take a conversation of an invisible plan."""

from django.db import migrations

THREADS = [
    ("conversations_sitting", "conversation_id", "conversations_conversation"),
    ("conversations_confidence", "conversation_id", "conversations_conversation"),
    ("conversations_interpreterneed", "booked_for_id", "conversations_conversation"),
    ("conversations_mappinganswer", "round_id", "conversations_mappinground"),
    ("conversations_mappinganswer", "need_id", "plans_need"),
    ("conversations_brikresult", "need_id", "plans_need"),
    ("conversations_preparation", "need_id", "plans_need"),
]


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_initial"), ("plans", "0002_threads_stay_in_one_plan")]
    operations = [
        migrations.RunSQL(
            sql=f"alter table {table} add constraint {table}_{column}_same_plan foreign key (plan_id, {column})"
            f" references {target} (plan_id, id) deferrable initially immediate",
            reverse_sql=f"alter table {table} drop constraint {table}_{column}_same_plan",
        )
        for table, column, target in THREADS
    ]
