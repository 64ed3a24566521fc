import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [("people", "0001_initial"), ("plans", "0001_initial"), ("access", "0002_ground_of_a_look")]
    operations = [
        migrations.CreateModel(
            name="LookQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("look_id", models.BigIntegerField(db_index=True, verbose_name="oppslag")),
                ("kind", models.CharField(choices=[("question", "spørsmål"), ("complaint", "klage")], max_length=10, verbose_name="slag")),
                ("words", models.TextField(verbose_name="ord")),
                ("at", models.DateTimeField(verbose_name="når")),
                ("plan", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="plans.plan", verbose_name="plan")),
                ("unit", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit", verbose_name="enhet")),
            ],
            options={"verbose_name": "spørsmål om et oppslag", "verbose_name_plural": "spørsmål om oppslag", "ordering": ["-at", "-id"]},
        ),
        migrations.AddConstraint("lookquestion", models.UniqueConstraint(models.F("plan"), models.F("id"), name="look_question_in_plan")),
        migrations.CreateModel(
            name="LookAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("answered_as", models.CharField(choices=[("leader", "enhetslederen"), ("dpo", "personvernombudet")], max_length=10, verbose_name="besvart som")),
                ("text", models.TextField(verbose_name="svar")),
                ("at", models.DateTimeField(verbose_name="når")),
                ("answered_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.user", verbose_name="besvart av")),
                ("plan", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="plans.plan", verbose_name="plan")),
                ("question", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="looks.lookquestion", verbose_name="spørsmål")),
            ],
            options={"verbose_name": "svar på et spørsmål om et oppslag", "verbose_name_plural": "svar på spørsmål om oppslag", "ordering": ["at", "id"]},
        ),
        # An answer stays in the plan of its question, as all threads do (plans 0002).
        migrations.RunSQL(
            sql="alter table looks_lookanswer add constraint looks_lookanswer_question_id_same_plan foreign key"
            " (plan_id, question_id) references looks_lookquestion (plan_id, id) deferrable initially immediate",
            reverse_sql="alter table looks_lookanswer drop constraint looks_lookanswer_question_id_same_plan",
        ),
    ]
