"""The forms of the pool of interpreters, of free times, and of the answer behind a link."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gagyo.common.forms.choosing import choose_from
from gagyo.common.rules import Actor
from gagyo.registry.actions.people import PersonValues
from gagyo.registry.models import Person
from gagyo.visits.actions.interpreters import InterpreterValues, TimeValues
from gagyo.visits.choices import LanguageLevel
from gagyo.visits.forms.passports import no_passport
from gagyo.visits.models import Interpreter
from gagyo.visits.queries.interpreters import PoolFilter
from gagyo.visits.rules.languages import language_choices

LANGUAGE_ROWS = 4
SAME = ("department", "consent_on", "consent_until", "hours_a_year", "version")


class PoolFilterForm(forms.Form):
    """Narrowing the list of interpreters."""

    q = forms.CharField(label=gettext_lazy("Name or department"), required=False, max_length=100)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("Manager's consent"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            ("ready", pgettext_lazy("consent of the manager", "Agreed")),
            ("waiting", gettext_lazy("Missing or over")),
        ],
    )
    archived = forms.BooleanField(label=gettext_lazy("Archived ones"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "language", language_choices(empty=_("All")))

    def wanted(self) -> PoolFilter:
        """Return what was chosen; what cannot be read is left out."""
        self.is_valid()
        data = self.cleaned_data
        return PoolFilter(
            q=data.get("q", ""),
            language=data.get("language", ""),
            state=data.get("state", ""),
            archived=bool(data.get("archived")),
        )


class InterpreterForm(forms.Form):
    """An interpreter: languages in rows, the manager's consent, hours."""

    department = forms.CharField(label=gettext_lazy("Department"), max_length=100, required=False)
    hours_a_year = forms.IntegerField(
        label=gettext_lazy("At most, hours a year"), min_value=1, max_value=2000, initial=60
    )
    consent_on = forms.DateField(
        label=gettext_lazy("Manager agreed on"),
        required=False,
        help_text=gettext_lazy("Nobody is suggested for a day without the manager's consent."),
    )
    consent_until = forms.DateField(label=gettext_lazy("Manager's consent until"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, rows: int = LANGUAGE_ROWS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        levels = [("", _("None")), *LanguageLevel.choices]
        for n in range(rows):
            words = {"n": n + 1}
            self.fields[f"language_{n}"] = forms.ChoiceField(
                label=_("Language %(n)s") % words, choices=language_choices(), required=False
            )
            self.fields[f"level_{n}"] = forms.ChoiceField(
                label=_("Level %(n)s") % words, choices=levels, required=False
            )

    def language_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the rows of languages for the template."""
        return [(self[f"language_{n}"], self[f"level_{n}"]) for n in range(self.rows)]

    def clean(self) -> dict[str, Any]:
        """Refuse a row that is filled by half."""
        data = super().clean() or self.cleaned_data
        for n in range(self.rows):
            language, level = data.get(f"language_{n}"), data.get(f"level_{n}")
            if language and not level:
                self.add_error(f"level_{n}", _("Choose how well this language is spoken."))
            if level and not language:
                self.add_error(f"language_{n}", _("Choose the language of this level."))
        return data

    def values(self, **more: Any) -> InterpreterValues:
        """Return what was entered."""
        data = self.cleaned_data
        pairs = [(data[f"language_{n}"], data[f"level_{n}"]) for n in range(self.rows)]
        return InterpreterValues(
            languages=tuple(pair for pair in pairs if pair[0]),
            department=data["department"],
            consent_on=data["consent_on"],
            consent_until=data["consent_until"],
            hours_a_year=data["hours_a_year"],
            **more,
        )


class NewInterpreterForm(InterpreterForm):
    """An interpreter who is not in the pool yet: a contact of the office, or somebody new."""

    person = forms.ModelChoiceField(
        label=gettext_lazy("Contact of the office"), queryset=Person.objects.none(), required=False
    )
    name_ko = forms.CharField(label=gettext_lazy("Korean name"), max_length=200, required=False)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=200, required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy("The link to answer by goes there. The account of the same address sees its own tasks."),
    )
    retain_until = forms.DateField(
        label=gettext_lazy("Keep until"),
        required=False,
        help_text=gettext_lazy("After this day the contact is destroyed. Keep it no longer than the work needs it."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = new_people(actor)
        field.empty_label = _("Somebody new")

    def clean(self) -> dict[str, Any]:
        """Ask for a contact or the name and address of a new one."""
        data = super().clean()
        if not data.get("person"):
            for name in ("name_ko", "email", "retain_until"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Needed for somebody new; or choose a contact of the office."))
        return data

    def new_values(self) -> InterpreterValues:
        """Return what was entered, with the person."""
        data = self.cleaned_data
        if data["person"]:
            return self.values(person_id=data["person"].pk)
        names = ("name_ko", "name_en", "email", "retain_until")
        person: PersonValues = {name: data[name] for name in names}  # type: ignore[assignment]  # the form's fields are the TypedDict's
        return self.values(new_person=person)


def new_people(actor: Actor) -> "QuerySet[Person]":
    """Return the office's contacts who are not in its pool."""
    there = Interpreter.objects.past_access(because="only whether the own office's contact is in its pool").filter(
        office=actor.office_id, person__isnull=False
    )
    return Person.objects.own(actor).filter(merged_into=None).exclude(pk__in=there.values("person")).order_by("name_ko")


def interpreter_initial(row: Interpreter) -> dict[str, Any]:
    """Return what the form holds for an interpreter."""
    found = {name: getattr(row, name) for name in SAME}
    for n, language in enumerate(row.languages.all()):
        found |= {f"language_{n}": language.code, f"level_{n}": language.level}
    return found


def rows_for(row: Interpreter) -> int:
    """Return how many rows of languages the form needs: the held ones and two more."""
    return max(LANGUAGE_ROWS, len(row.languages.all()) + 2)


class TimeForm(forms.Form):
    """A time in which somebody is free or is not; on one day, or over several."""

    is_free = forms.ChoiceField(
        label=gettext_lazy("Then I am"),
        choices=[
            ("yes", pgettext_lazy("time of an interpreter", "Free")),
            ("no", pgettext_lazy("time of an interpreter", "Not free")),
        ],
    )
    day = forms.DateField(label=pgettext_lazy("time of an interpreter", "Day"))
    starts = forms.TimeField(label=gettext_lazy("From"), widget=forms.TimeInput(attrs={"type": "time"}))
    until = forms.DateField(
        label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Empty: the same day.")
    )
    ends = forms.TimeField(label=gettext_lazy("Until"), widget=forms.TimeInput(attrs={"type": "time"}))
    note = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False, validators=[no_passport])

    def values(self) -> TimeValues:
        """Return what was entered, in Korean time."""
        data = self.cleaned_data
        return TimeValues(
            starts_at=timezone.make_aware(datetime.combine(data["day"], data["starts"])),
            ends_at=timezone.make_aware(datetime.combine(data["until"] or data["day"], data["ends"])),
            is_free=data["is_free"] == "yes",
            note=data["note"],
        )


class AnswerForm(forms.Form):
    """What one adds to a yes or a no."""

    note = forms.CharField(
        label=gettext_lazy("A word to the office"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("If you like: what the office must know. Only the office reads it."),
        validators=[no_passport],
    )


class NotedAnswerForm(forms.Form):
    """What an interpreter said by telephone besides yes or no."""

    note = forms.CharField(
        label=gettext_lazy("What was said"), max_length=300, required=False, validators=[no_passport]
    )


class NeedForm(forms.Form):
    """From which language stops are to be interpreted."""

    language = forms.ChoiceField(label=gettext_lazy("Language to interpret"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "language", language_choices())
