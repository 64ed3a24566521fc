"""Lines of forms read in earlier are numbered in the order they came; names of children go (rule A11)."""

import django.utils.timezone
from django.db import migrations, models
from django.db.models import Q

IN_ORDER = """
    update plans_historyrow row set "order" = came.number
    from (select id, row_number() over (partition by plan_id order by id) number from plans_historyrow) came
    where came.id = row.id
"""
# The change log would keep what is taken out here.
UNNAMED = """
    alter table plans_contact disable trigger user;
    update plans_contact set name = '' where is_child;
    alter table plans_contact enable trigger user;
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_merging")]
    operations = [
        migrations.AddField(
            "historyrow",
            "read_in_at",
            models.DateTimeField(default=django.utils.timezone.now, verbose_name="lest inn"),
        ),
        migrations.AlterModelOptions(
            "historyrow",
            options={
                "ordering": ["read_in_at", "order"],
                "verbose_name": "linje i endringsloggen fra skjemaet",
                "verbose_name_plural": "linjer i endringsloggen fra skjemaet",
            },
        ),
        migrations.RunSQL(IN_ORDER, migrations.RunSQL.noop),
        migrations.AlterField(
            "contact", "name", models.CharField(blank=True, max_length=150, verbose_name="navn")
        ),
        migrations.RemoveConstraint("contact", "contact_child_bare"),
        migrations.RunSQL(UNNAMED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "contact",
            models.CheckConstraint(
                name="contact_child_bare",
                condition=Q(is_child=False) | Q(private=True, name="", workplace="", phone="", email=""),
            ),
        ),
        migrations.AddConstraint(
            "contact",
            models.CheckConstraint(name="contact_named", condition=Q(is_child=True) | ~Q(name="")),
        ),
    ]
