"""What a gap is about, beside what may be read: for the policies and for finding the same gap again.

These columns are granted to nobody. Outside the contact team a gap shows kind, date and owner only (rule B9).
"""

from django.db import migrations

SAME_PLAN = "foreign key (plan_id, {column}) references {target} (plan_id, id) deferrable initially immediate"
THREADS = [
    ("gaps_dependency", "measure_id", "plans_measure"),
    ("gaps_dependency", "waits_for_id", "plans_measure"),
    ("gaps_gapsubject", "gap_id", "gaps_gap"),
    ("gaps_gapact", "gap_id", "gaps_gap"),
]


class Migration(migrations.Migration):
    dependencies = [("gaps", "0001_initial"), ("plans", "0002_threads_stay_in_one_plan")]
    operations = [
        migrations.RunSQL(
            sql="""
                alter table gaps_gap
                    add column subject_table text not null,
                    add column subject_id bigint not null,
                    add column topic_id smallint,
                    add column source_key bigint not null default 0;
                create unique index gap_open_once on gaps_gap (plan_id, rule, subject_table, subject_id)
                    where closed_at is null;
            """,
            reverse_sql="""
                drop index gap_open_once;
                alter table gaps_gap drop column subject_table, drop column subject_id, drop column topic_id,
                    drop column source_key;
            """,
        ),
        *(
            migrations.RunSQL(
                sql=f"alter table {table} add constraint {table}_{column}_same_plan {SAME_PLAN.format(column=column, target=target)}",
                reverse_sql=f"alter table {table} drop constraint {table}_{column}_same_plan",
            )
            for table, column, target in THREADS
        ),
    ]
