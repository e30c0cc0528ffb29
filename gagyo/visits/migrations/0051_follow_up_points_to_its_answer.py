"""A follow-up points to the survey answer that asks for it, instead of keeping the visitor's words."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import translation
from django.utils.translation import gettext as _


def point_to_answers(apps: Any, schema_editor: Any) -> None:
    """Give leads that were made of answers their answer, and words that hold nobody's."""
    answers = apps.get_model("visits", "SurveyAnswer")
    for answer in answers.objects.exclude(wanted="").iterator():
        words = " ".join(answer.wanted.split())[:300]
        with translation.override(settings.LANGUAGE_CODE):
            what = _("What survey answer #%(number)d asks for") % {"number": answer.pk}
        lead = apps.get_model("visits", "FollowUp").objects.filter(visit_id=answer.visit_id, what=words, answer=None)
        lead.update(what=what, answer=answer)


class Migration(migrations.Migration):
    dependencies = [
        ("visits", "0044_lodging_of_a_party"),
    ]

    operations = [
        migrations.AddField(
            model_name="followup",
            name="answer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="follow_ups",
                to="visits.surveyanswer",
                verbose_name="Answer",
            ),
        ),
        migrations.RunPython(point_to_answers, migrations.RunPython.noop),
    ]
