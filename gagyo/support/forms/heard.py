"""The forms of meetings at which requests were voiced, of their items, and of what became of one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import Office, User
from gagyo.common.forms.choosing import ALL, choose_from
from gagyo.common.forms.texts import TranslatedTextMixin, text_initial
from gagyo.registry.forms import BodyChoice
from gagyo.support.choices import HeardKind, HeardState, RequestField
from gagyo.support.models import HeardItem, HeardMeeting
from gagyo.support.queries.heard import OPEN, result_key
from gagyo.support.rules.heard import ItemValues, MeetingValues, ReportValues

NOT_CLOSED = (OPEN, _("All that are not closed"))


class HeardFilterForm(forms.Form):
    """Every field may be empty; a value that cannot be is passed over, so that an old link still opens."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind of meeting"), choices=[ALL, *HeardKind.choices], required=False)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1990, max_value=2100)

    def wanted(self) -> dict[str, Any]:
        """Return the filter; fields with impossible values count as empty."""
        self.is_valid()
        data = self.cleaned_data
        return {"q": data.get("q") or "", "kind": data.get("kind") or "", "year": data.get("year")}


class HeardStateForm(forms.Form):
    """Which of a meeting's items are listed."""

    state = forms.ChoiceField(label=_("State"), choices=[ALL, *HeardState.choices, NOT_CLOSED], required=False)

    def wanted(self) -> str:
        """Return the state; one that cannot be counts as none."""
        self.is_valid()
        return self.cleaned_data.get("state") or ""


class HeardMeetingForm(TranslatedTextMixin, forms.Form):
    """A meeting with its minutes."""

    name_ko = forms.CharField(label=_("Korean name"), max_length=200, required=False)
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind of meeting"), choices=HeardKind.choices)
    held_on = forms.DateField(label=_("Held on"))
    held_by = BodyChoice(label=_("Held by"), required=False)
    place = forms.CharField(label=_("Where it was held"), max_length=200, required=False)
    source = forms.CharField(
        label=_("Source"), max_length=300, required=False, help_text=_("Where the minutes are from, or are published.")
    )
    visibility = forms.ChoiceField(
        label=_("Visible to"),
        choices=Visibility.choices,
        help_text=_("On the public page stand only the items that are marked as public."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text_original"].label = _("Minutes of the meeting")
        self.fields["text_original"].help_text = _("Only offices read the minutes; the items say what is followed.")

    def clean(self) -> dict[str, Any]:
        """Refuse a meeting without a name."""
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("name_ko") or cleaned.get("name_en")):
            self.add_error("name_ko", _("Give the meeting a name."))
        return cleaned

    def values(self, *, old: HeardMeeting | None = None) -> MeetingValues:
        """Return what was entered."""
        data = self.cleaned_data
        return MeetingValues(
            name_ko=data["name_ko"],
            name_en=data["name_en"],
            kind=data["kind"],
            held_on=data["held_on"],
            held_by_id=data["held_by"].pk if data["held_by"] else None,
            place=data["place"],
            minutes=self.text_values(old=old.minutes if old else None),
            source=data["source"],
            visibility=data["visibility"],
        )


def meeting_initial(row: HeardMeeting) -> dict[str, Any]:
    """Return what the form holds for a meeting."""
    same = ("name_ko", "name_en", "kind", "held_on", "place", "source", "visibility")
    return {**{name: getattr(row, name) for name in same}, "held_by": row.held_by_id, **text_initial(row.minutes)}


class HeardItemForm(TranslatedTextMixin, forms.Form):
    """One request that was voiced, and whose it is to see to it."""

    voiced_by = BodyChoice(label=_("Voiced by"), required=False)
    field = forms.ChoiceField(label=pgettext_lazy("support request", "Field"), choices=RequestField.choices)
    office = forms.ModelChoiceField(label=_("Office in charge"), queryset=Office.objects.none())
    due_on = forms.DateField(label=_("Due"), required=False)
    is_public = forms.BooleanField(
        label=_("Public"), required=False, help_text=_("Shown to everybody with its state, if the meeting is public.")
    )

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text_original"].label = _("What was voiced")
        self.fields["text_original"].required = True
        office = self.fields["office"]
        assert isinstance(office, forms.ModelChoiceField)
        office.queryset = offices

    def values(self, *, old: HeardItem | None = None) -> ItemValues:
        """Return what was entered."""
        data = self.cleaned_data
        return ItemValues(
            text=self.text_values(old=old.text if old else None),
            office_id=data["office"].pk,
            voiced_by_id=data["voiced_by"].pk if data["voiced_by"] else None,
            field=data["field"],
            due_on=data["due_on"],
            is_public=data["is_public"],
        )


def item_initial(row: HeardItem) -> dict[str, Any]:
    """Return what the form holds for an item."""
    same = ("field", "due_on", "is_public")
    links = {"voiced_by": row.voiced_by_id, "office": row.office_id}
    return {**{name: getattr(row, name) for name in same}, **links, **text_initial(row.text)}


class HeardReportForm(TranslatedTextMixin, forms.Form):
    """What became of an item."""

    became = forms.ChoiceField(
        label=_("Support request that it became"),
        required=False,
        help_text=_("From then on the item shows the result of that request, or of one office's part of it."),
    )
    state = forms.ChoiceField(
        label=_("State"), choices=HeardState.choices, help_text=_("Counts as long as no request shows the result.")
    )
    closed_on = forms.DateField(label=_("Closed on"), required=False)
    evidence = forms.CharField(
        label=_("Evidence"), max_length=300, required=False, help_text=_("A document number, or an address.")
    )
    officer = forms.ModelChoiceField(label=_("Officer"), queryset=User.objects.none(), required=False)

    def __init__(self, *args: Any, officers: Any, results: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text_original"].label = pgettext_lazy("item voiced", "What was done")
        self.fields["text_original"].help_text = _("Public with the item: write no names of persons.")
        choose_from(self, "became", [("", _("None")), *results])
        officer = self.fields["officer"]
        assert isinstance(officer, forms.ModelChoiceField)
        officer.queryset = officers
        officer.empty_label = _("None")

    def values(self, *, old: HeardItem) -> ReportValues:
        """Return what was entered; a result that this reader is not offered stays."""
        data = self.cleaned_data
        request, _colon, leg = data["became"].partition(":")
        return ReportValues(
            state=data["state"],
            done=self.text_values(old=old.done),
            closed_on=data["closed_on"],
            evidence=data["evidence"],
            officer_id=data["officer"].pk if data["officer"] else None,
            request_id=int(request) if request else None,
            leg_id=int(leg) if leg else None,
        )


def report_initial(row: HeardItem) -> dict[str, Any]:
    """Return what the form holds of an item."""
    same = ("state", "closed_on", "evidence")
    links = {"officer": row.officer_id, "became": result_key(row)}
    return {**{name: getattr(row, name) for name in same}, **links, **text_initial(row.done)}


class HeardDocumentForm(forms.Form):
    """Attaching a paper."""

    file = forms.FileField(label=_("File"), help_text=_("PDF, HWPX, HWP, DOCX, XLSX, PPTX or an image."))
    title = forms.CharField(
        label=_("Document title"), max_length=200, required=False, help_text=_("Empty: the name of the file.")
    )
    is_public = forms.BooleanField(
        label=_("Public"), required=False, help_text=_("Visitors may download it while the meeting is public.")
    )
