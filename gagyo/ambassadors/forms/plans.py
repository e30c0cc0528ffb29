"""The forms of a plan: its outline, a goal, a planned activity, what became of it, a comment."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.ambassadors.models import PlannedActivity
from gagyo.ambassadors.rules.plan_values import MOST_KRW, ActivityValues, GoalValues, ResultValues
from gagyo.common.forms.choosing import NamesSelect, choose_from
from gagyo.common.forms.texts import TranslatedTextMixin, text_initial
from gagyo.registry.forms import BodyChoice
from gagyo.registry.models import Country
from gagyo.registry.queries.countries import countries_to_choose
from gagyo.support.choices import RequestField

PARTNER_FIELDS: Final = ("partner_1", "partner_2", "partner_3")


class PlanForm(TranslatedTextMixin, forms.Form):
    """The year of a new plan, and its outline."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    field_order = ("year",)

    def __init__(self, *args: Any, years: Sequence[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if years:
            choose_from(self, "year", [(year, str(year)) for year in years])
        else:
            del self.fields["year"]
        self.fields["text_original"].label = _("Outline of the plan")
        self.fields["text_original"].help_text = _(
            "What the year is about, in a few sentences. Goals follow one by one."
        )


class GoalForm(TranslatedTextMixin, forms.Form):
    """A goal."""

    field = forms.ChoiceField(label=pgettext_lazy("support request", "Field"), choices=RequestField.choices)
    field_order = ("field",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text_original"].label = _("Goal")
        self.fields["text_original"].required = True

    def values(self) -> GoalValues:
        """Return the goal that was entered."""
        return GoalValues(field=self.cleaned_data["field"], words=self.text_values())


class PlannedForm(forms.Form):
    """A planned activity."""

    goal = forms.TypedChoiceField(label=_("Goal"), coerce=int, widget=NamesSelect)
    name_ko = forms.CharField(label=_("Name (Korean)"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Name (English)"), max_length=200, required=False)
    month = forms.TypedChoiceField(label=_("Month"), coerce=int, choices=list(MONTHS.items()))
    budget_krw = forms.IntegerField(
        label=_("Budget (KRW)"),
        min_value=0,
        max_value=MOST_KRW,
        required=False,
        help_text=_("In won. Leave it empty where none is known yet."),
    )
    partner_1 = BodyChoice(label=_("First partner"), required=False)
    partner_2 = BodyChoice(label=_("Second partner"), required=False)
    partner_3 = BodyChoice(label=_("Third partner"), required=False)
    partner_words = forms.CharField(
        label=_("Other partners"),
        max_length=300,
        required=False,
        help_text=_("Those that the registry does not hold."),
    )
    countries = forms.ModelMultipleChoiceField(
        Country.objects.none(),
        label=_("Countries"),
        required=False,
        help_text=_("The countries of the partners are added by themselves."),
    )

    def __init__(self, *args: Any, goals: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "goal", goals)
        countries = self.fields["countries"]
        assert isinstance(countries, forms.ModelMultipleChoiceField)
        countries.queryset = countries_to_choose()

    def clean(self) -> dict[str, Any]:
        """Refuse an activity without a name."""
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("name_ko") or cleaned.get("name_en")):
            self.add_error("name_ko", _("Give the activity a name."))
        return cleaned

    def values(self) -> ActivityValues:
        """Return the activity that was entered."""
        data = self.cleaned_data
        partners = [data[name].pk for name in PARTNER_FIELDS if data[name]]
        return ActivityValues(
            goal_id=data["goal"],
            name_ko=data["name_ko"],
            name_en=data["name_en"],
            month=data["month"],
            budget_krw=data["budget_krw"],
            partner_ids=tuple(dict.fromkeys(partners)),
            partner_words=data["partner_words"],
            countries=tuple(country.code for country in data["countries"]),
        )


def planned_initial(row: PlannedActivity) -> dict[str, Any]:
    """Return what the form holds for a planned activity."""
    partners = dict(zip(PARTNER_FIELDS, row.partners.order_by("pk"), strict=False))
    same = ("name_ko", "name_en", "month", "budget_krw", "partner_words")
    return {
        **{name: getattr(row, name) for name in same},
        **{name: body.pk for name, body in partners.items()},
        "goal": row.goal_id,
        "countries": [country.pk for country in row.countries.all()],
    }


def goal_initial(field: str, words: Any) -> dict[str, Any]:
    """Return what the form holds for a goal."""
    return {"field": field, **text_initial(words)}


class ResultForm(forms.Form):
    """What became of a planned activity, besides the activities that fulfil it."""

    spent_krw = forms.IntegerField(label=_("Spent (KRW)"), min_value=0, max_value=MOST_KRW, required=False)
    not_held_reason = forms.CharField(
        label=_("Why it was not held"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only where no recorded activity fulfilled it."),
    )

    def values(self) -> ResultValues:
        """Return what was entered."""
        return ResultValues(self.cleaned_data["spent_krw"], self.cleaned_data["not_held_reason"])


class CommentForm(TranslatedTextMixin, forms.Form):
    """A comment on a plan."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text_original"].label = _("Comment")
        self.fields["text_original"].required = True


class PlanReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class PublishForm(TranslatedTextMixin, forms.Form):
    """What is said of an edition of the consolidated plan."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text_original"].label = _("Note")
        self.fields["text_original"].help_text = _("Such as what changed since the edition before. It may stay empty.")


class ClockForm(forms.Form):
    """The day of one year."""

    due_on = forms.DateField(label=_("Due on"))
