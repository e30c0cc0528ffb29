"""The directory's filters: what the address says, checked, as a TieFilter."""

import re
from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.forms.utils import flatatt
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gagyo.common.rules import Actor
from gagyo.partnerships.choices import ExchangeField, TieKind, TieState
from gagyo.partnerships.queries.directory_choices import Group, Option, offered, place_name
from gagyo.partnerships.queries.directory_filter import ALL_STATES, IN_FORCE_STATES, UNKNOWN, TieFilter

FIRST_DECADE: Final = 1950
YEARS: Final = (1800, 2200)
Choices = list[Option | Group]


class PlainSelect(forms.Select):
    """A select drawn in one go: Django's own renders a template for each of some 400 options."""

    # In the place of Django's property, which looks through all options each time a list is offered.
    choices: Any = ()

    def render(self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Return the select; a value that is none of the options is shown as it is."""
        chosen = str(value or "")
        made = flatatt({**self.attrs, **(attrs or {}), "name": name})
        options = [self.drawn(key, words, chosen) for key, words in self.choices]
        if chosen and not any(f'value="{chosen}"' in each for each in options):
            options.append(option(chosen, chosen, chosen))
        return format_html("<select{}>{}</select>", made, mark_safe("".join(options)))  # noqa: S308 - parts are escaped

    def drawn(self, key: Any, words: Any, chosen: str) -> SafeString:
        """Return an option, or a group of them."""
        if isinstance(words, list | tuple):
            inner = "".join([option(value, text, chosen) for value, text in words])
            return SafeString(f'<optgroup label="{escape(str(key))}">{inner}</optgroup>')
        return option(key, words, chosen)


def option(value: Any, words: Any, chosen: str) -> SafeString:
    """Return one option."""
    key = str(value)
    mark = " selected" if key == chosen else ""
    return SafeString(f'<option value="{escape(key)}"{mark}>{conditional_escape(words)}</option>')


class ListField(forms.CharField):
    """A text that is offered as a list; `choices` gives the chips their words."""

    widget = PlainSelect

    def __init__(self, *, choices: Choices | None = None, strict: bool = False, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.strict = strict
        self.choices: Choices = []
        self.offer(choices or [])

    def offer(self, choices: Choices) -> None:
        """Set what is offered, after "all"."""
        self.choices = [("", str(_("All"))), *choices]
        self.widget.choices = self.choices

    def validate(self, value: str) -> None:
        """
        Refuse a word that is not offered where the list is closed.

        :raises ValidationError: naming what is
        """
        super().validate(value)
        if self.strict and value and value not in {str(key) for key, _words in self.choices}:
            known = ", ".join(str(key) for key, _words in self.choices if key)
            raise ValidationError(
                _("“%(value)s” is not among the choices. Use one of: %(known)s."),
                params={"value": value[:40], "known": known},
            )


def words_of(choices: type[Any]) -> Choices:
    """Return the choices of an enumeration."""
    return [(str(value), str(label)) for value, label in choices.choices]


ID = [RegexValidator(r"^[1-9]\d{0,17}$", _("Give the number of a record, such as 12."))]
YEAR = [
    RegexValidator(rf"^(\d{{4}}|{UNKNOWN})$", _("Give a year of four digits, or “unknown”.")),
]


class TieFilterForm(forms.Form):
    """The filters; the first four are always open."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200, help_text="")
    country = ListField(
        label=_("Country"),
        validators=[RegexValidator(r"^[A-Za-z]{2}$", _("Give the ISO code of a country, such as GB."))],
    )
    province = ListField(label=_("Province"), validators=ID)
    kind = ListField(label=_("Kind"), strict=True)
    government = ListField(label=_("Local government"), validators=ID)
    region = ListField(
        label=_("Region"),
        validators=[
            RegexValidator(r"^[\w-]{1,40}:[\w-]{1,40}$", _("Give a region as scheme:code, such as continent:EU."))
        ],
    )
    decade = ListField(label=_("Signed in the decade"), validators=YEAR)
    field = ListField(label=_("Field of exchange"), strict=True)
    state = ListField(label=_("State"), strict=True)
    scope = ListField(label=_("Abroad or domestic"), strict=True)
    as_of = forms.DateField(
        label=_("As of"),
        required=False,
        validators=[MinValueValidator(date(YEARS[0], 1, 1)), MaxValueValidator(date(YEARS[1], 12, 31))],
    )
    sample = ListField(label=_("Sample data"), strict=True)
    own = ListField(label=_("Whose"), strict=True)
    year = ListField(label=_("Signed in"), validators=YEAR)
    place = ListField(label=_("In the area"), validators=ID)
    at = ListField(label=_("Place"), validators=ID)

    def __init__(self, data: Any, *, actor: Actor, today: date) -> None:
        super().__init__(data)
        self.today = today
        self.offer_lists(today)
        # What only links ask for is shown when it is asked for, so that its chip can take it away.
        for name in ("year", "place", "at"):
            if not self.data.get(name):
                del self.fields[name]
        if not actor.office_id:
            del self.fields["own"]

    def list_field(self, name: str) -> ListField:
        """Return a field that offers a list."""
        field = self.fields[name]
        assert isinstance(field, ListField)
        return field

    def offer_lists(self, today: date) -> None:
        """Fill the lists."""
        lists = offered(get_language() or "ko")
        decades = range(today.year // 10 * 10, FIRST_DECADE - 1, -10)
        unknown = (UNKNOWN, str(_("Date unknown")))
        given: dict[str, Choices] = {
            "country": [*lists.countries],
            "province": [*lists.provinces],
            "government": [*lists.governments],
            "region": [*lists.regions],
            "kind": words_of(TieKind),
            "field": words_of(ExchangeField),
            "decade": [*((str(year), str(_("%(year)ss") % {"year": year})) for year in decades), unknown],
            "year": [unknown],
            "scope": [("foreign", str(_("With partners abroad"))), ("domestic", str(_("Domestic ties")))],
            "sample": [("no", str(_("Without sample data"))), ("yes", str(_("Sample data only")))],
            "own": [("1", str(_("Ties of my office")))],
            "state": [*words_of(TieState), (ALL_STATES, str(_("All states")))],
            "place": self.named("place"),
            "at": self.named("at"),
        }
        for name, choices in given.items():
            self.list_field(name).offer(choices)
        state = self.list_field("state")
        state.choices[0] = ("", str(_("In force (signed or dormant)")))

    def named(self, name: str) -> Choices:
        """Return the one place that the address names."""
        value = str(self.data.get(name) or "")
        return [(value, place_name(int(value)) or value)] if re.fullmatch(r"[1-9]\d{0,17}", value) else []

    def clean(self) -> dict[str, Any]:
        """Check that a year of signing can be one."""
        values: dict[str, Any] = super().clean() or {}
        for name in ("year", "decade"):
            written = values.get(name)
            if written and written != UNKNOWN and not YEARS[0] <= int(written) <= YEARS[1] - 10:
                self.add_error(name, _("Give a year between 1800 and 2190."))
        return values

    def wanted(self) -> TieFilter:
        """Return the filter; only of a valid form."""
        values = self.cleaned_data
        as_of = values["as_of"]
        return TieFilter(
            q=values["q"],
            own=bool(values.get("own")),
            government=number(values["government"]),
            province=number(values["province"]),
            place=number(values.get("place")),
            at=number(values.get("at")),
            country=values["country"].upper(),
            region=values["region"],
            kind=values["kind"],
            decade=values["decade"],
            year=values.get("year") or "",
            field=values["field"],
            state=values["state"] or IN_FORCE_STATES,
            scope=values["scope"],
            sample=values["sample"],
            as_of=None if as_of == self.today else as_of,
        )


def number(written: str | None) -> int | None:
    """Return an id, or nothing."""
    return int(written) if written else None
