"""A case's contact was one text for both languages; now each language has its own, as the other words of a case."""

import re
from typing import Any

from django.db import migrations

import gagyo.common.models.texts

HANGUL = re.compile("[ㄱ-힣]")


def take_over(apps: Any, schema_editor: Any) -> None:
    """Keep each contact as a text in the language in which it is written."""
    cases = apps.get_model("ambassadors", "Case")
    for pk, was in cases._base_manager.exclude(contact_was="").values_list("pk", "contact_was").iterator():
        words = gagyo.common.models.texts.TranslatedText(was, "ko" if HANGUL.search(was) else "en")
        cases._base_manager.filter(pk=pk).update(contact=words)


def give_back(apps: Any, schema_editor: Any) -> None:
    """Keep each contact as it was first written."""
    cases = apps.get_model("ambassadors", "Case")
    for pk, words in cases._base_manager.values_list("pk", "contact").iterator():
        cases._base_manager.filter(pk=pk).update(contact_was=words.original[:300])


class Migration(migrations.Migration):
    dependencies = [
        ("ambassadors", "0007_cases"),
    ]

    operations = [
        migrations.RenameField(model_name="case", old_name="contact", new_name="contact_was"),
        migrations.AddField(
            model_name="case",
            name="contact",
            field=gagyo.common.models.texts.TranslatedTextField(
                blank=True, default=gagyo.common.models.texts.TranslatedText, verbose_name="Contact"
            ),
        ),
        migrations.RunPython(take_over, give_back),
        migrations.RemoveField(model_name="case", name="contact_was"),
    ]
