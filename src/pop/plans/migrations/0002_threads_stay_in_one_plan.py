"""Composite foreign keys: a plain one ignores row security, and would take a need of an invisible plan."""

from django.db import migrations

THREADS = [
    ("plans_needgoal", "need_id", "plans_need"),
    ("plans_needgoal", "goal_id", "plans_goal"),
    ("plans_measureneed", "measure_id", "plans_measure"),
    ("plans_measureneed", "need_id", "plans_need"),
    ("plans_measureneed", "goal_id", "plans_goal"),
    ("plans_measurenote", "measure_id", "plans_measure"),
    ("plans_contactopening", "contact_id", "plans_contact"),
    ("plans_meetinginvitee", "meeting_id", "plans_meeting"),
]


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]
    operations = [
        migrations.RunSQL(
            sql=f"alter table {table} add constraint {table}_{column}_same_plan foreign key (plan_id, {column})"
            f" references {target} (plan_id, id) deferrable initially immediate",
            reverse_sql=f"alter table {table} drop constraint {table}_{column}_same_plan",
        )
        for table, column, target in THREADS
    ]
