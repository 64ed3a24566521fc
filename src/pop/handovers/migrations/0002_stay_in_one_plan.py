"""Composite foreign keys: a plain one ignores row security, and would take a measure of an invisible plan."""

from django.db import migrations

ENDS = [
    ("handovers_handoveritem", "handover_id", "handovers_handover"),
    ("handovers_handoveritem", "measure_id", "plans_measure"),
    ("handovers_farewelltalk", "handover_id", "handovers_handover"),
    ("handovers_checklistmark", "handover_id", "handovers_handover"),
]


class Migration(migrations.Migration):
    dependencies = [("handovers", "0001_initial"), ("plans", "0002_threads_stay_in_one_plan")]
    operations = [
        migrations.RunSQL(
            sql=f"alter table {table} add constraint {table}_{column}_same_plan foreign key (plan_id, {column})"
            f" references {target} (plan_id, id) deferrable initially immediate",
            reverse_sql=f"alter table {table} drop constraint {table}_{column}_same_plan",
        )
        for table, column, target in ENDS
    ]
