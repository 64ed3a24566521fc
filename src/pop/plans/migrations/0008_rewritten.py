"""What others have changed since the person said yes to it is asked about anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0007_continued_from")]
    operations = [
        migrations.AddField(
            model_name="measure",
            name="rewritten_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="endret etter valget"
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.CheckConstraint(
                condition=models.Q(("rewritten_at", None), ("chosen_at__isnull", False), _connector="OR"),
                name="measure_rewritten_was_chosen",
            ),
        ),
    ]
