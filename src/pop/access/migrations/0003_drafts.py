from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0002_ground_of_a_look")]
    operations = [
        migrations.AddField("session", "user_id", models.BigIntegerField(editable=False, null=True)),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("key", models.UUIDField(db_default=RandomUUID(), editable=False, unique=True)),
                ("user_id", models.BigIntegerField(db_index=True)),
                ("path", models.CharField(max_length=500)),
                ("fields", models.JSONField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "tekst som ikke ble sendt",
                "verbose_name_plural": "tekster som ikke ble sendt",
                "ordering": ["-at"],
            },
        ),
    ]
