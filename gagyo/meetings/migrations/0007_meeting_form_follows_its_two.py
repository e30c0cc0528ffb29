"""Whether a meeting is online follows from its two participants; the column never said so."""

from django.db import migrations


class Migration(migrations.Migration):
    """Take the column out."""

    dependencies = [("meetings", "0006_not_wanted_any_more")]

    operations = [migrations.RemoveField(model_name="meeting", name="form")]
