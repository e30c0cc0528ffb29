from django.db import migrations, models


def fill(apps, schema_editor):
    """Write the words of the comments that are there."""
    model = apps.get_model("support", "Comment")
    for row in model.objects.iterator():
        words = [row.text.original, *(text for text, _state in row.text.translations.values())]
        model.objects.filter(pk=row.pk).update(words="\n".join(words))


class Migration(migrations.Migration):
    dependencies = [("support", "0008_heard_in_meetings")]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="words",
            field=models.TextField(blank=True, editable=False, verbose_name="Words for the search"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
