"""The form of a support request: its facts, its items as rows, and who reads a restricted one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.accounts.models import User
from gagyo.common.forms.choosing import choose_from
from gagyo.common.forms.texts import TranslatedTextMixin, text_initial
from gagyo.common.models import TranslatedText
from gagyo.partnerships.models import ExchangeProject, Tie
from gagyo.registry.forms import BodyChoice, PlaceChoice
from gagyo.registry.models import Country
from gagyo.registry.queries.countries import countries_to_choose
from gagyo.support.choices import Confidentiality, RequestField
from gagyo.support.rules.readers import Reader
from gagyo.support.rules.values import MOST_ITEMS, ItemValues, RequestValues
from gagyo.visits.models import Visit

LINKS: Final = ("tie", "visit", "project", "officer")
FIXED_ROWS: Final = 3
ITEM: Final = re.compile(r"item_(\d{1,2})")


@dataclass(frozen=True)
class FormChoices:
    """What a request's form offers; readers: (key, label) of each office or person that can be named."""

    links: Mapping[str, Any]
    readers: list[tuple[str, str]]


def reader_key(reader: Reader) -> str:
    """Return a reader as the form sends it: "12" for an office, "12:7" for a person in it."""
    return f"{reader.office_id}:{reader.user_id}" if reader.user_id else str(reader.office_id)


def reader_of(key: str) -> Reader:
    """Return the reader that a checked key of the form means."""
    office, _colon, user = key.partition(":")
    return Reader(int(office), int(user) if user else None)


def rows_sent(data: Mapping[str, Any]) -> int:
    """Return how many rows of items a browser has sent."""
    found = [int(match[1]) for name in data if (match := ITEM.fullmatch(name))]
    return min(max(found, default=-1) + 1, MOST_ITEMS)


class RequestForm(TranslatedTextMixin, forms.Form):
    """A request with its items: one field for each row, and an empty one is left out."""

    name_ko = forms.CharField(label=pgettext_lazy("support request", "Title (Korean)"), max_length=200, required=False)
    name_en = forms.CharField(label=pgettext_lazy("support request", "Title (English)"), max_length=200, required=False)
    asker = BodyChoice(label=_("Who asks"))
    officer = forms.ModelChoiceField(label=_("Officer"), queryset=User.objects.none())
    field = forms.ChoiceField(label=pgettext_lazy("support request", "Field"), choices=RequestField.choices)
    wanted_by = forms.DateField(label=_("Wanted by"), required=False)
    country = forms.ModelChoiceField(label=_("Country"), queryset=Country.objects.none(), required=False)
    place = PlaceChoice(label=_("City abroad"), required=False)
    confidentiality = forms.ChoiceField(label=_("Read by"), choices=Confidentiality.choices)
    readers = forms.MultipleChoiceField(
        label=_("Named readers"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("For a restricted request alone. Name at least who at the ministry is to route it."),
    )
    tie = forms.ModelChoiceField(label=_("Tie"), queryset=Tie.objects.none(), required=False)
    visit = forms.ModelChoiceField(label=_("Delegation visit"), queryset=Visit.objects.none(), required=False)
    project = forms.ModelChoiceField(
        label=_("Exchange project"), queryset=ExchangeProject.objects.none(), required=False
    )
    document_number = forms.CharField(
        label=_("Document number"), max_length=60, required=False, help_text=_("Of the e-approval system.")
    )

    def __init__(self, *args: Any, choices: FormChoices, rows: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text_original"].label = _("What is wanted")
        self.fields["text_original"].help_text = _("Why, and what stands behind it. The items say what exactly.")
        for name in LINKS:
            link = self.fields[name]
            assert isinstance(link, forms.ModelChoiceField)
            link.queryset = choices.links[name]
            link.empty_label = _("None")
        country = self.fields["country"]
        assert isinstance(country, forms.ModelChoiceField)
        country.queryset = countries_to_choose()
        country.empty_label = _("None")
        choose_from(self, "readers", choices.readers)
        for number in range(rows):
            self.fields[f"item_{number}"] = forms.CharField(
                label=_("Item %(n)d") % {"n": number + 1},
                widget=forms.Textarea(attrs={"rows": 2}),
                max_length=1000,
                required=False,
            )

    @property
    def item_rows(self) -> list[forms.BoundField]:
        """The rows of items."""
        return [self[name] for name in self.fields if ITEM.fullmatch(name)]

    @property
    def text_fields(self) -> list[forms.BoundField]:
        """The fields of the words before the items."""
        return [self[name] for name in ("text_language", "text_original", "text_translation", "text_state")]

    def clean(self) -> dict[str, Any]:
        """Refuse a request without a title."""
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("name_ko") or cleaned.get("name_en")):
            self.add_error("name_ko", _("Give the request a title."))
        return cleaned

    def values(self, *, old: RequestValues | None = None) -> RequestValues:
        """Return what was entered; old: what the request holds, of which what the form does not ask for stays."""
        data = self.cleaned_data
        restricted = data["confidentiality"] == Confidentiality.RESTRICTED
        return RequestValues(
            name_ko=data["name_ko"],
            name_en=data["name_en"],
            asker_id=data["asker"].pk,
            items=self._items(old.items if old else ()),
            field=data["field"],
            template_id=old.template_id if old else None,
            country_id=_pk(data["country"]),
            place_id=_pk(data["place"]),
            wanted=self.text_values(old=old.wanted if old else None),
            wanted_by=data["wanted_by"],
            confidentiality=data["confidentiality"],
            readers=tuple(reader_of(key) for key in data["readers"]) if restricted else (),
            officer_id=_pk(data["officer"]),
            tie_id=_pk(data["tie"]),
            visit_id=_pk(data["visit"]),
            project_id=_pk(data["project"]),
            agreed_item_id=old.agreed_item_id if old else None,
            document_number=data["document_number"],
        )

    def _items(self, old: tuple[ItemValues, ...]) -> tuple[ItemValues, ...]:
        """Return the items; one whose words are the same stays the same, with its translation."""
        data, left = self.cleaned_data, list(old)
        found = []
        for row in self.item_rows:
            words = data.get(row.name, "").strip()
            same = next((each for each in left if each.text.original == words), None)
            if same is not None:
                left.remove(same)
                found.append(same)
            elif words:
                found.append(ItemValues(TranslatedText(words, data["text_language"])))
        return tuple(found)


def request_initial(values: RequestValues) -> dict[str, Any]:
    """Return what the form holds for a request."""
    same = ("name_ko", "name_en", "field", "wanted_by", "confidentiality", "document_number")
    found: dict[str, Any] = {name: getattr(values, name) for name in same}
    for name in ("asker", "country", "place", *LINKS):
        found[name] = getattr(values, f"{name}_id")
    items = {f"item_{number}": each.text.original for number, each in enumerate(values.items)}
    readers = [reader_key(each) for each in values.readers]
    return {**found, **items, **text_initial(values.wanted), "readers": readers}


def rows_for(items: int) -> int:
    """Return how many rows a form has for so many items: three at least, one free at least."""
    return min(max(FIXED_ROWS, items + 1), MOST_ITEMS)


def _pk(row: Any) -> Any:
    return row.pk if row else None
