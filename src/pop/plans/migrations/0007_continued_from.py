"""A measure that went on before says where and since when (rule B2); strengths stand beside problems."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0006_proposals")]
    operations = [
        migrations.AddField(
            model_name="measure",
            name="continued_from",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="videreført fra"
            ),
        ),
        migrations.AlterField(
            model_name="statement",
            name="kind",
            field=models.CharField(
                choices=[
                    ("about_me", "Kort om meg"),
                    ("strength", "Det jeg er god til"),
                    ("do_myself", "Hva kan jeg gjøre selv?"),
                    ("need_help", "Hva jeg trenger hjelp til, og hvem kan hjelpe meg"),
                ],
                max_length=10,
                verbose_name="slag",
            ),
        ),
    ]
