from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]
    operations = [
        migrations.AddField("look", "ground", models.CharField(default="", max_length=120)),
        migrations.AddField("look", "key", models.UUIDField(db_default=RandomUUID(), editable=False)),
    ]
