"""Composite foreign keys, for the same reason as in plans."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("consents", "0001_initial")]
    operations = [
        migrations.RunSQL(
            sql=f"alter table {table} add constraint {table}_same_plan foreign key (plan_id, consent_id)"
            " references consents_consent (plan_id, id) deferrable initially immediate",
            reverse_sql=f"alter table {table} drop constraint {table}_same_plan",
        )
        for table in ("consents_consentitem", "consents_consentscan")
    ]
