"""A case can come from another meeting. With a composite foreign key: a plain one ignores row security."""

import django.db.models.deletion
from django.db import migrations, models

SAME_PLAN = "meetings_agendaitem_passed_from_id_same_plan"


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_meetings_stay_in_one_plan")]
    operations = [
        migrations.AddField(
            model_name="agendaitem",
            name="passed_from",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="meetings.agendaitem",
                verbose_name="sendt videre fra",
            ),
        ),
        migrations.RunSQL(
            sql=f"alter table meetings_agendaitem add constraint {SAME_PLAN} foreign key (plan_id, passed_from_id)"
            " references meetings_agendaitem (plan_id, id) deferrable initially immediate",
            reverse_sql=f"alter table meetings_agendaitem drop constraint {SAME_PLAN}",
        ),
    ]
