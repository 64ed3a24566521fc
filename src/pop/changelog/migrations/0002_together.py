"""What an officer does at one screen with the person is marked so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("changelog", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="change",
            name="together",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="gjort sammen med personen"
            ),
        )
    ]
