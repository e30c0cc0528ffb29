"""Half-year figures over a million rows read the parties' index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0004_empty_dates_in_order"),
        ("visits", "0021_destroyed_person_leaves_the_hours"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="visitparty",
            name="party_visit_country",
        ),
        migrations.AddIndex(
            model_name="visitparty",
            index=models.Index(fields=["visit", "country", "persons", "person_days"], name="party_visit_country"),
        ),
    ]
