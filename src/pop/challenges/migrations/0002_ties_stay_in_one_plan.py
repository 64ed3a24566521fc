"""A tie and what it is about are of the same plan; the database says so, also while plans are merged."""

from django.db import migrations

SAME_PLAN = (
    "alter table challenges_threadtie add constraint tie_{column}_same_plan foreign key (plan_id, {column}_id)"
    " references {target} (plan_id, id) deferrable initially immediate"
)


class Migration(migrations.Migration):
    dependencies = [("challenges", "0001_initial"), ("plans", "0002_threads_stay_in_one_plan")]
    operations = [
        migrations.RunSQL(
            sql=SAME_PLAN.format(column=column, target=target),
            reverse_sql=f"alter table challenges_threadtie drop constraint tie_{column}_same_plan",
        )
        for column, target in (("need", "plans_need"), ("gap", "gaps_gap"))
    ]
