"""A link to a stop that was taken out goes on saying that nobody is needed any more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("visits", "0012_stop_place_in_english"),
    ]

    operations = [
        migrations.CreateModel(
            name="EndedLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("ended_at", models.DateTimeField(verbose_name="Ended")),
            ],
            options={
                "verbose_name": "ended link",
                "verbose_name_plural": "ended links",
            },
        ),
    ]
