"""A contact can be destroyed on its day although the person has interpreted."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Let go of the person, keep the hours."""

    dependencies = [("visits", "0002_first_rule_and_themes"), ("registry", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="interpreter",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="interpreting",
                to="registry.person",
                verbose_name="Person",
            ),
        ),
    ]
