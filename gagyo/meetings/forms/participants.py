"""The forms of participants: what the organiser enters, and what they say of themselves."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.common.forms.choosing import ALL, choose_from
from gagyo.common.forms.numbers import id_sent
from gagyo.common.models import TranslatedText, TranslationState
from gagyo.meetings.choices import ParticipantState
from gagyo.meetings.forms.languages import LanguagesField
from gagyo.meetings.models import MeetingRound, Participant
from gagyo.meetings.rules.participants import MOVES, ParticipantValues, ProfileValues
from gagyo.registry.forms import BodyChoice

MAIL_LANGUAGES = [("en", _("English")), ("ko", _("Korean"))]
TEXTS = ("profile", "offers", "seeks")


class ParticipantFilterForm(forms.Form):
    """What a list of participants is narrowed by."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    side = forms.ChoiceField(label=_("Side"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=[ALL, *ParticipantState.choices], required=False)

    def __init__(self, *args: Any, of: MeetingRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "side", [ALL, *((str(side.pk), side.name) for side in of.sides.all())])

    def wanted(self) -> dict[str, Any]:
        """Return the filter; fields with impossible values count as empty."""
        self.is_valid()
        data = self.cleaned_data
        return {"words": data.get("q") or "", "side": id_sent(data.get("side")), "state": data.get("state") or ""}


class OthersFilterForm(forms.Form):
    """What a participant narrows the others by."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    side = forms.ChoiceField(label=_("Side"), required=False)
    topic = forms.ChoiceField(label=_("Topic offered or sought"), required=False)

    def __init__(self, *args: Any, of: MeetingRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("side", of.sides.all()), ("topic", of.topics.all())):
            choose_from(self, name, [ALL, *((str(row.pk), row.name) for row in rows)])

    def wanted(self) -> dict[str, Any]:
        """Return the filter; fields with impossible values count as empty."""
        self.is_valid()
        data = self.cleaned_data
        return {
            "words": data.get("q") or "",
            "side_id": id_sent(data.get("side")),
            "topic_id": id_sent(data.get("topic")),
        }


class ParticipantForm(forms.Form):
    """A body that is to take part."""

    side = forms.ChoiceField(label=_("Side"))
    body = BodyChoice(label=_("Body"))
    email = forms.EmailField(label=_("E-mail"), required=False, help_text=_("Where the invitation goes."))
    language = forms.ChoiceField(label=_("Language of its mail"), choices=MAIL_LANGUAGES)
    languages = LanguagesField(label=_("Languages spoken"))
    name_ko = forms.CharField(
        label=_("Korean name"), max_length=200, required=False, help_text=_("Empty: as in the registry.")
    )
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)
    meetings_at_most = forms.IntegerField(label=_("Meetings, at most"), min_value=0, max_value=200, required=False)
    is_online = forms.BooleanField(label=_("Takes part online"), required=False)
    table_wanted = forms.CharField(label=_("Needs at the table"), max_length=200, required=False)

    def __init__(self, *args: Any, of: MeetingRound, is_there: bool = False, **kwargs: Any) -> None:
        """Build the form; is_there: the participant is entered already, so its body stays."""
        super().__init__(*args, **kwargs)
        choose_from(self, "side", [(str(side.pk), side.name) for side in of.sides.all()])
        if is_there:
            del self.fields["body"]

    def values(self, *, body_id: int | None = None) -> ParticipantValues:
        """Return what was entered."""
        data = self.cleaned_data
        rest = {name: value for name, value in data.items() if name not in {"side", "body"}}
        return ParticipantValues(side_id=int(data["side"]), body_id=body_id or data["body"].pk, **rest)


def participant_initial(row: Participant) -> dict[str, Any]:
    """Return what the form holds for a participant."""
    same = ("email", "language", "languages", "name_ko", "name_en", "meetings_at_most", "is_online", "table_wanted")
    return {"side": str(row.side_id), **{name: getattr(row, name) for name in same}}


class ManyForm(forms.Form):
    """A list pasted from a spreadsheet."""

    side = forms.ChoiceField(label=_("Side"))
    language = forms.ChoiceField(label=_("Language of its mail"), choices=MAIL_LANGUAGES)
    lines = forms.CharField(
        label=_("Bodies"),
        widget=forms.Textarea(attrs={"rows": 14}),
        max_length=100_000,
        help_text=_("One in each line: its name as in the registry, then its e-mail address. Paste two columns."),
    )

    def __init__(self, *args: Any, of: MeetingRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "side", [(str(side.pk), side.name) for side in of.sides.all()])


class AnswerForm(forms.Form):
    """Whether a participant comes."""

    state = forms.ChoiceField(label=_("Answer"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "state", [(each.value, each.label) for each in MOVES[ParticipantState(state)]])


class ProfileForm(forms.Form):
    """What a participant says of itself; both languages are asked for, one is enough."""

    profile_en = forms.CharField(label=_("Profile (English)"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    profile_ko = forms.CharField(label=_("Profile (Korean)"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    offers_en = forms.CharField(
        label=_("What you offer (English)"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    offers_ko = forms.CharField(
        label=_("What you offer (Korean)"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    seeks_en = forms.CharField(
        label=_("What you seek (English)"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    seeks_ko = forms.CharField(
        label=_("What you seek (Korean)"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    offer_topics = forms.MultipleChoiceField(
        label=_("Topics offered"), widget=forms.CheckboxSelectMultiple, required=False
    )
    seek_topics = forms.MultipleChoiceField(
        label=_("Topics sought"), widget=forms.CheckboxSelectMultiple, required=False
    )
    languages = LanguagesField(label=_("Languages spoken"))
    is_online = forms.BooleanField(label=_("We take part online"), required=False)
    table_wanted = forms.CharField(
        label=_("Needs at the table"), max_length=200, required=False, help_text=_("A screen, step-free access ...")
    )
    meetings_at_most = forms.IntegerField(
        label=pgettext_lazy("one-to-one meeting", "At most this many meetings"),
        min_value=1,
        max_value=200,
        required=False,
    )

    def __init__(self, *args: Any, topics: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in TEXTS:
            for code in ("ko", "en"):
                self.fields[f"{name}_{code}"].widget.attrs["lang"] = code
        for name in ("offer_topics", "seek_topics"):
            if topics:
                choose_from(self, name, topics)
            else:
                del self.fields[name]

    def values(self, *, old: Participant) -> ProfileValues:
        """Return what was entered; translations into further languages stay."""
        data = self.cleaned_data
        texts = {name: both(data[f"{name}_ko"], data[f"{name}_en"], old=getattr(old, name)) for name in TEXTS}
        return ProfileValues(
            **texts,
            offer_topic_ids=tuple(int(pk) for pk in data.get("offer_topics", ())),
            seek_topic_ids=tuple(int(pk) for pk in data.get("seek_topics", ())),
            languages=data["languages"],
            is_online=data["is_online"],
            table_wanted=data["table_wanted"],
            meetings_at_most=data["meetings_at_most"],
        )


def both(ko: str, en: str, *, old: TranslatedText) -> TranslatedText:
    """Return a text that was entered in both languages, or in one of them."""
    more = {code: pair for code, pair in old.translations.items() if code not in {"ko", "en"}}
    if not ko:
        return TranslatedText(en, "en", more)
    return TranslatedText(ko, "ko", {**more, **({"en": (en, TranslationState.REVIEWED.value)} if en else {})})


def profile_initial(row: Participant, *, suggested: TranslatedText) -> dict[str, Any]:
    """Return what the form holds for a participant; suggested: a profile for one that has none."""
    found: dict[str, Any] = {}
    for name in TEXTS:
        text = getattr(row, name)
        if name == "profile" and not text:
            text = suggested
        for code in ("ko", "en"):
            words, language, _state = text.in_language(code)
            found[f"{name}_{code}"] = words if language == code else ""
    same = ("languages", "is_online", "table_wanted", "meetings_at_most")
    topics = {name: [str(topic.pk) for topic in getattr(row, name).all()] for name in ("offer_topics", "seek_topics")}
    return {**found, **topics, **{name: getattr(row, name) for name in same}}
