"""What the statistics are asked: which day, which period, which region scheme."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gagyo.analytics.queries.question import Question
from gagyo.common.forms.choosing import choose_from
from gagyo.common.models.bases import in_language
from gagyo.common.queries import kept_until_data_changes
from gagyo.common.rules import Actor
from gagyo.registry.models import RegionScheme

FIRST_DAY = date(1950, 1, 1)
YEARS_OF_PROJECTS = 5


@kept_until_data_changes
def schemes(language: str) -> list[tuple[str, str]]:
    """Return the region schemes in the active language."""
    del language
    rows = RegionScheme.objects.order_by("order").values_list("code", "name_ko", "name_en")
    return [(code, in_language(ko=ko, en=en)) for code, ko, en in rows]


class StatisticsForm(forms.Form):
    """The fields above every statistics page."""

    as_of = forms.DateField(label=_("As of"), required=False)
    since = forms.DateField(label=_("Projects since"), required=False)
    scheme = forms.ChoiceField(label=_("Region scheme"), required=False)
    sample = forms.ChoiceField(
        label=_("Sample data"),
        required=False,
        choices=[("", _("All")), ("no", _("Without sample data")), ("yes", _("Sample data only"))],
    )

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        self.today = today
        self.offered = schemes(get_language() or "ko")
        choose_from(self, "scheme", [("", self.offered[0][1] if self.offered else "–"), *self.offered[1:]])

    def clean(self) -> dict[str, Any]:
        """Check that the days can be meant."""
        values: dict[str, Any] = super().clean() or {}
        as_of = values.get("as_of") or self.today
        if not FIRST_DAY <= as_of <= self.today:
            self.add_error("as_of", _("Choose a day from 1950 until today: nothing is known of the days to come."))
        if values.get("since") and not FIRST_DAY <= values["since"] <= as_of:
            self.add_error("since", _("The period begins after its last day. Choose an earlier first day."))
        return values

    def question(self, actor: Actor) -> Question:
        """Return the question; only of a valid form."""
        values = self.cleaned_data
        as_of = values["as_of"] or self.today
        since = values["since"] or date(as_of.year - YEARS_OF_PROJECTS + 1, 1, 1)
        scheme = values["scheme"] or (self.offered[0][0] if self.offered else "")
        return Question(actor, self.today, as_of, since, scheme, values["sample"])
