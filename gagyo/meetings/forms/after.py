"""The forms of what follows a meeting: its minutes with new agreed items, its state, one agreed item, filters."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.common.components import Action
from gagyo.common.forms.choosing import choose_from
from gagyo.common.forms.days import check_year
from gagyo.common.forms.numbers import id_sent
from gagyo.meetings.actions.after import closed_on
from gagyo.meetings.choices import AgreedState, MeetingState
from gagyo.meetings.models import AgreedItem
from gagyo.meetings.queries.agreed import OVERDUE
from gagyo.meetings.rules.after import ItemValues, MinutesValues, NewItem

Choices = Sequence[tuple[str, Any]]
NEW_ITEMS: Final = 3
SCORES: Final = [
    ("5", _("5 – very useful")),
    ("4", "4"),
    ("3", "3"),
    ("2", "2"),
    ("1", _("1 – of no use")),
]
CHOOSE: Final = ("", _("Choose"))
ITEM_FIELDS: Final = ("what", "owner", "due_on")


class MinutesForm(forms.Form):
    """
    What was said and agreed in a meeting, in the writer's language; for a side also its rating.

    hints: what stands beside a field, such as what the other side wrote in its language;
    agreed: items already kept, each with its words
    """

    topics = forms.MultipleChoiceField(label=_("Topics"), widget=forms.CheckboxSelectMultiple, required=False)
    discussed = forms.CharField(
        label=_("What was discussed"), widget=forms.Textarea(attrs={"rows": 4}), required=False, max_length=5000
    )
    outcome = forms.CharField(
        label=_("Outcome"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=5000
    )
    score = forms.ChoiceField(
        label=_("How useful was the meeting?"), choices=SCORES, widget=forms.RadioSelect, required=False
    )
    comment = forms.CharField(label=_("Comment"), max_length=500, required=False)

    def __init__(
        self,
        *args: Any,
        topics: Choices,
        pair: Choices,
        rates: bool,
        hints: Mapping[str, str] | None = None,
        agreed: Sequence[tuple[str, AgreedItem]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.agreed = agreed
        for name, hint in (hints or {}).items():
            self.fields[name].help_text = hint
        if topics:
            choose_from(self, "topics", topics)
        else:
            del self.fields["topics"]
        if not rates:
            del self.fields["score"], self.fields["comment"]
        for n in range(NEW_ITEMS):
            self.fields[f"{n}-what"] = forms.CharField(label=_("What was agreed"), max_length=500, required=False)
            self.fields[f"{n}-owner"] = forms.ChoiceField(
                label=pgettext_lazy("agreed item", "Who does it"), choices=[CHOOSE, *pair], required=False
            )
            self.fields[f"{n}-due_on"] = forms.DateField(label=_("Due on"), required=False, validators=[check_year])

    def items(self) -> list[tuple[int, list[forms.BoundField], bool]]:
        """Return for each new item its number, its fields, and whether it is shown at once: the first, or one begun."""
        return [
            (n + 1, fields, not n or any(field.errors or field.value() for field in fields))
            for n, fields in enumerate([self[f"{n}-{name}"] for name in ITEM_FIELDS] for n in range(NEW_ITEMS))
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse an item that is begun but not whole."""
        cleaned = super().clean() or self.cleaned_data
        for n in range(NEW_ITEMS):
            values = {name: cleaned.get(f"{n}-{name}") for name in ITEM_FIELDS}
            if not any(values.values()):
                continue
            for name, value in values.items():
                if not value and f"{n}-{name}" not in self.errors:
                    message = _("Agreed item %(row)d: fill in “%(field)s”, or leave the item empty.")
                    self.add_error(f"{n}-{name}", message % {"row": n + 1, "field": self.fields[f"{n}-{name}"].label})
        return cleaned

    def values(self) -> MinutesValues:
        """Return what was entered."""
        data = self.cleaned_data
        rows = [[data[f"{n}-{name}"] for name in ITEM_FIELDS] for n in range(NEW_ITEMS)]
        items = tuple(NewItem(what, int(owner), due_on) for what, owner, due_on in rows if what)
        return MinutesValues(
            topic_ids=tuple(int(pk) for pk in data.get("topics", ())),
            discussed=data["discussed"],
            outcome=data["outcome"],
            items=items,
            score=int(data["score"]) if data.get("score") else None,
            comment=data.get("comment", ""),
        )


class MeetingStateForm(forms.Form):
    """Whether a meeting was held; `absent` is empty where nobody of the two came."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[(each.value, each.label) for each in (MeetingState.HELD, MeetingState.NO_SHOW, MeetingState.PLANNED)],
    )
    absent = forms.ChoiceField(label=_("Who did not come"), required=False)

    def __init__(self, *args: Any, pair: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "absent", [("", _("Neither of them, or nobody was missing")), *pair])

    def absent_id(self) -> int | None:
        """Return who did not come, if somebody did not."""
        return id_sent(self.cleaned_data["absent"]) if self.cleaned_data["state"] == MeetingState.NO_SHOW else None


class AgreedForm(forms.Form):
    """
    One agreed item, its texts in the writer's language; a list that is empty is not offered.

    hints: as of MinutesForm; becomes: where a tie or a project is entered that the item then hangs on;
    item: for what the features above show with it
    """

    state = forms.ChoiceField(label=_("State"), choices=AgreedState.choices)
    closed_on = forms.DateField(
        label=_("Closed on"), required=False, help_text=_("Empty: today"), validators=[check_year]
    )
    outcome = forms.CharField(
        label=pgettext_lazy("agreed item", "What came of it"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=5000,
    )
    what = forms.CharField(label=_("What was agreed"), max_length=500, required=False)
    owner = forms.ChoiceField(label=pgettext_lazy("agreed item", "Who does it"))
    due_on = forms.DateField(label=_("Due on"), validators=[check_year])
    officer = forms.ChoiceField(label=_("Officer"), required=False)
    tie = forms.ChoiceField(label=_("Tie"), required=False, help_text=_("The tie that it became"))
    project = forms.ChoiceField(label=_("Exchange project"), required=False, help_text=_("The project that it became"))

    def __init__(
        self,
        *args: Any,
        pair: Choices,
        offered: Mapping[str, Choices],
        hints: Mapping[str, str] | None = None,
        becomes: Sequence[Action] = (),
        item: AgreedItem | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.becomes, self.item = becomes, item
        for name, hint in (hints or {}).items():
            self.fields[name].help_text = hint
        choose_from(self, "owner", pair)
        for name, choices in offered.items():
            if choices:
                choose_from(self, name, [("", _("None")), *choices])
            else:
                del self.fields[name]

    def values(self, *, old: ItemValues, today: date) -> ItemValues:
        """Return what was entered; what was not offered stays. An item that was just opened again has no day."""
        data = self.cleaned_data
        ids = {
            f"{name}_id": id_sent(data[name]) if name in self.fields else getattr(old, f"{name}_id")
            for name in ("officer", "tie", "project")
        }
        return ItemValues(
            what=data["what"],
            owner_id=int(data["owner"]),
            due_on=data["due_on"],
            state=data["state"],
            closed_on=closed_on(state=data["state"], day=data["closed_on"], today=today),
            outcome=data["outcome"],
            **ids,
        )


def item_initial(values: ItemValues) -> dict[str, Any]:
    """Return what the form of an item holds."""
    return {
        "state": values.state,
        "closed_on": values.closed_on,
        "outcome": values.outcome,
        "what": values.what,
        "owner": str(values.owner_id),
        "due_on": values.due_on,
        **{name: str(getattr(values, f"{name}_id") or "") for name in ("officer", "tie", "project")},
    }


class MeetingFilterForm(forms.Form):
    """What a round's meetings are narrowed by."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *MeetingState.choices])
    participant = forms.ChoiceField(label=_("Participant"), required=False)

    def __init__(self, *args: Any, participants: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "participant", [("", _("All")), *participants])

    def wanted(self) -> dict[str, Any]:
        """Return what was chosen, as the query takes it."""
        self.is_valid()
        data = self.cleaned_data
        return {"state": data.get("state", ""), "participant_id": id_sent(data.get("participant"))}


class AgreedFilterForm(forms.Form):
    """What agreed items are narrowed by."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), *AgreedState.choices, (OVERDUE, pgettext_lazy("agreed item", "Overdue"))],
    )
    owner = forms.ChoiceField(label=pgettext_lazy("agreed item", "Who does it"), required=False)

    def __init__(self, *args: Any, participants: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "owner", [("", _("All")), *participants])

    def wanted(self) -> dict[str, Any]:
        """Return what was chosen, as the query takes it."""
        self.is_valid()
        data = self.cleaned_data
        return {"state": data.get("state", ""), "owner_id": id_sent(data.get("owner"))}
