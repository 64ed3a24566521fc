"""A composite foreign key: a plain one ignores row security, and would take a letter of an invisible plan."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("letters", "0001_initial")]
    operations = [
        migrations.RunSQL(
            sql="alter table letters_letter add constraint letters_letter_follows_id_same_plan"
            " foreign key (plan_id, follows_id) references letters_letter (plan_id, id) deferrable initially immediate",
            reverse_sql="alter table letters_letter drop constraint letters_letter_follows_id_same_plan",
        ),
    ]
