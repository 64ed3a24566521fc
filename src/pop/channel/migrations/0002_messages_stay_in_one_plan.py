"""Composite foreign keys: a plain one ignores row security, and would take a need of an invisible plan."""

from django.db import migrations

THREADS = [
    ("channel_message", "need_id", "plans_need"),
    ("channel_message", "measure_id", "plans_measure"),
    ("channel_message", "meeting_id", "plans_meeting"),
    ("channel_message", "handover_id", "handovers_handover"),
    ("channel_reader", "message_id", "channel_message"),
    ("channel_messageread", "message_id", "channel_message"),
    ("channel_attachment", "message_id", "channel_message"),
]


class Migration(migrations.Migration):
    dependencies = [("channel", "0001_initial"), ("plans", "0002_threads_stay_in_one_plan")]
    operations = [
        migrations.RunSQL(
            sql=f"alter table {table} add constraint {table}_{column}_same_plan foreign key (plan_id, {column})"
            f" references {target} (plan_id, id) deferrable initially immediate",
            reverse_sql=f"alter table {table} drop constraint {table}_{column}_same_plan",
        )
        for table, column, target in THREADS
    ]
