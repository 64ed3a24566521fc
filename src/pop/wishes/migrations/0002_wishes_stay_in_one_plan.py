"""Composite foreign keys: a plain one ignores row security, and would take a need of an invisible plan."""

from django.db import migrations

THREADS = [
    ("wishes_wish", "need_id", "plans_need"),
    ("wishes_wish", "progression_wish_id", "plans_progressionwish"),
    ("wishes_wishanswer", "wish_id", "wishes_wish"),
]


class Migration(migrations.Migration):
    dependencies = [("wishes", "0001_initial"), ("plans", "0002_threads_stay_in_one_plan")]
    operations = [
        migrations.RunSQL(
            sql=f"alter table {table} add constraint {table}_{column}_same_plan foreign key (plan_id, {column})"
            f" references {target} (plan_id, id) deferrable initially immediate",
            reverse_sql=f"alter table {table} drop constraint {table}_{column}_same_plan",
        )
        for table, column, target in THREADS
    ]
