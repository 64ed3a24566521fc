"""Indexes for the lists: what somebody has with a deadline, and what they are asked to change."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("worklists", "0001_initial"), ("plans", "0001_initial")]
    operations = [
        migrations.RunSQL(
            sql="""
                create index worklists_due_user on plans_measure (responsible_user_id, due)
                    where due is not null and status in ('chosen', 'in_progress', 'waiting') and removed_at is null;
                create index worklists_due_agency on plans_measure (responsible_agency_id, plan_id, due)
                    where due is not null and status in ('chosen', 'in_progress', 'waiting') and removed_at is null;
                create index worklists_change_asked on plans_measure (plan_id)
                    where status = 'proposed' and removed_at is null
                        and (change_asked_at is not null or offer_ends_on is not null);
            """,
            reverse_sql="""
                drop index worklists_due_user;
                drop index worklists_due_agency;
                drop index worklists_change_asked;
            """,
        )
    ]
