"""Composite foreign keys: a plain one ignores row security, and would take a meeting of an invisible plan."""

from django.db import migrations

THREADS = [
    ("meetings_meetingset", "meeting_id", "plans_meeting"),
    ("meetings_meetingset", "series_id", "meetings_series"),
    ("meetings_answer", "meeting_id", "plans_meeting"),
    ("meetings_presence", "meeting_id", "plans_meeting"),
    ("meetings_calendarmark", "meeting_id", "plans_meeting"),
    ("meetings_meetingconsent", "meeting_id", "plans_meeting"),
    ("meetings_meetingconsent", "need_id", "plans_need"),
    ("meetings_agendaitem", "meeting_id", "plans_meeting"),
    ("meetings_agendaitem", "need_id", "plans_need"),
    ("meetings_agendaitem", "measure_id", "plans_measure"),
    ("meetings_minuteline", "meeting_id", "plans_meeting"),
    ("meetings_minuteline", "became_meeting_id", "plans_meeting"),
    ("meetings_minuteline", "item_id", "meetings_agendaitem"),
    ("meetings_minuteline", "need_id", "plans_need"),
    ("meetings_minuteline", "measure_id", "plans_measure"),
    ("meetings_minuteline", "corrects_id", "meetings_minuteline"),
]


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial"), ("plans", "0002_threads_stay_in_one_plan")]
    operations = [
        migrations.RunSQL(
            sql=f"alter table {table} add constraint {table}_{column}_same_plan foreign key (plan_id, {column})"
            f" references {target} (plan_id, id) deferrable initially immediate",
            reverse_sql=f"alter table {table} drop constraint {table}_{column}_same_plan",
        )
        for table, column, target in THREADS
    ]
