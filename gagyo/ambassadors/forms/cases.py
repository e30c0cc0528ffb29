"""The forms of a case: its parts in both languages, and a number of its result."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.ambassadors.models import Case
from gagyo.ambassadors.models.cases import AUDIENCES
from gagyo.ambassadors.rules.case_values import CASE_UNITS, TEXTS, CaseValues, FigureValues, own_text, two_texts
from gagyo.common.forms.choosing import ALL, choose_from
from gagyo.kernels.indicators.words import UNITS
from gagyo.support.choices import RequestField

LABELS = {
    "situation": (_("Situation (Korean)"), _("Situation (English)")),
    "done": (
        pgettext_lazy("case of an ambassador", "What was done (Korean)"),
        pgettext_lazy("case of an ambassador", "What was done (English)"),
    ),
    "result": (_("Result (Korean)"), _("Result (English)")),
    "lesson": (_("Lesson (Korean)"), _("Lesson (English)")),
    "contact": (_("Contact (Korean)"), _("Contact (English)")),
}


class CaseForm(forms.Form):
    """A case: each part in Korean and in English."""

    name_ko = forms.CharField(
        label=pgettext_lazy("case of an ambassador", "Title (Korean)"), max_length=200, required=False
    )
    name_en = forms.CharField(
        label=pgettext_lazy("case of an ambassador", "Title (English)"), max_length=200, required=False
    )
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    field = forms.ChoiceField(label=pgettext_lazy("support request", "Field"), choices=RequestField.choices)
    audience = forms.ChoiceField(
        label=_("Visible once approved to"),
        choices=AUDIENCES,
        help_text=_("A public case is read without signing in. Name nobody in it who has not agreed."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in TEXTS:
            for code, label in zip(("ko", "en"), LABELS[name], strict=True):
                self.fields[f"{name}_{code}"] = (
                    forms.CharField(label=label, max_length=300, required=False)
                    if name == "contact"
                    else forms.CharField(
                        label=label, widget=forms.Textarea(attrs={"rows": 4}), max_length=4000, required=False
                    )
                )

    def clean(self) -> dict[str, Any]:
        """Refuse a case without a title."""
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("name_ko") or cleaned.get("name_en")):
            self.add_error("name_ko", _("Give the case a title."))
        return cleaned

    def values(self, *, old: Case) -> CaseValues:
        """Return what was entered; old: the case, whose unchanged translations keep their marks."""
        data = self.cleaned_data
        plain: dict[str, Any] = {name: data[name] for name in ("name_ko", "name_en", "year", "field", "audience")}
        texts: dict[str, Any] = {
            name: two_texts(data[f"{name}_ko"], data[f"{name}_en"], old=getattr(old, name)) for name in TEXTS
        }
        return CaseValues(**plain, **texts)


def case_initial(row: Case) -> dict[str, Any]:
    """Return what the form holds for a case."""
    plain = {name: getattr(row, name) for name in ("name_ko", "name_en", "year", "field", "audience")}
    texts = {f"{name}_{code}": own_text(getattr(row, name), code) for name in TEXTS for code in ("ko", "en")}
    return {**plain, **texts}


class CaseFigureForm(forms.Form):
    """A number, and where it can be checked."""

    label_ko = forms.CharField(label=_("What is counted (Korean)"), max_length=120, required=False)
    label_en = forms.CharField(label=_("What is counted (English)"), max_length=120, required=False)
    value = forms.IntegerField(label=pgettext_lazy("case of an ambassador", "Number"), min_value=0, max_value=10**15)
    unit = forms.ChoiceField(label=_("Unit"))
    as_of = forms.DateField(label=_("As of"))
    url = forms.URLField(label=_("Source"), assume_scheme="https", help_text=_("The address of a page that tells it."))

    def __init__(self, *args: Any, spoken: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {key: unit.ko if spoken == "ko" else unit.en_many for key, unit in UNITS.items()}
        won = "원" if spoken == "ko" else "won"
        choose_from(self, "unit", [(key, known.get(key, won)) for key in CASE_UNITS])

    def values(self) -> FigureValues:
        """Return the number that was entered."""
        return FigureValues(**self.cleaned_data)


class CaseFilterForm(forms.Form):
    """The year and field of a list of cases."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int, empty_value=None, required=False)
    field = forms.ChoiceField(
        label=pgettext_lazy("support request", "Field"), choices=[ALL, *RequestField.choices], required=False
    )

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "year", [ALL, *((year, str(year)) for year in years)])
