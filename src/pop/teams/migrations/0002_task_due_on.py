from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("teams", "0001_initial")]
    operations = [
        migrations.AddField(
            "task", "due_on", models.DateField(blank=True, null=True, verbose_name="siste dag")
        ),
    ]
