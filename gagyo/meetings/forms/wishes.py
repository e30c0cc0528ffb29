"""The forms of wishes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.common.forms.choosing import choose_from
from gagyo.common.forms.numbers import id_sent
from gagyo.meetings.choices import PairDecision, WishAnswer
from gagyo.meetings.forms.participants import both
from gagyo.meetings.models import Wish
from gagyo.meetings.queries.wishes import Candidate


def ranks_sent(data: QueryDict) -> tuple[dict[int, int], frozenset[int]]:
    """Return the ranks by participant, and whom somebody does not want to meet; what is no number is passed over."""
    ranks, vetoes = {}, set()
    for name, value in data.items():
        kind, _dash, key = name.partition("-")
        pk = id_sent(key)
        if pk is None:
            continue
        if kind == "rank" and (rank := id_sent(str(value))):
            ranks[pk] = rank
        elif kind == "veto":
            vetoes.add(pk)
    return ranks, frozenset(vetoes)


def ranks_held(candidates: Sequence[Candidate]) -> tuple[dict[int, int], frozenset[int]]:
    """Return the ranks and vetoes as they are saved."""
    ranks = {each.participant.pk: each.rank for each in candidates if each.rank}
    return ranks, frozenset(each.participant.pk for each in candidates if each.is_veto)


class ReasonForm(forms.Form):
    """Why somebody wants to meet another, and about what."""

    reason_en = forms.CharField(label=_("Reason (English)"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    reason_ko = forms.CharField(label=_("Reason (Korean)"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    topics = forms.MultipleChoiceField(label=_("Topics"), widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, topics: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in ("ko", "en"):
            self.fields[f"reason_{code}"].widget.attrs["lang"] = code
        if topics:
            choose_from(self, "topics", topics)
        else:
            del self.fields["topics"]

    def values(self, *, old: Wish) -> dict[str, Any]:
        """Return what was entered."""
        data = self.cleaned_data
        reason = both(data["reason_ko"], data["reason_en"], old=old.reason)
        return {"reason": reason, "topic_ids": [int(pk) for pk in data.get("topics", ())]}


def reason_initial(wish: Wish) -> dict[str, Any]:
    """Return what the form holds for a wish."""
    found: dict[str, Any] = {"topics": [str(topic.pk) for topic in wish.topics.all()]}
    for code in ("ko", "en"):
        words, language, _state = wish.reason.in_language(code)
        found[f"reason_{code}"] = words if language == code else ""
    return found


class WishAnswerForm(forms.Form):
    """Accepting or declining another's wish."""

    answer = forms.ChoiceField(
        label=_("Answer"), choices=[(WishAnswer.ACCEPTED, _("Accept")), (WishAnswer.DECLINED, _("Decline"))]
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class PairChoiceForm(forms.Form):
    """The two about whom the organiser decides."""

    one = forms.ChoiceField(label=pgettext_lazy("one-to-one meeting", "One"))
    other = forms.ChoiceField(label=pgettext_lazy("one-to-one meeting", "The other"))

    def __init__(self, *args: Any, participants: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "one", participants)
        choose_from(self, "other", participants)

    def clean(self) -> dict[str, Any]:
        """Refuse one with itself."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("one") and cleaned.get("one") == cleaned.get("other"):
            self.add_error("other", _("Choose two different participants of this round."))
        return cleaned


class PairForm(forms.Form):
    """What the organiser says of two participants."""

    decision = forms.ChoiceField(
        label=_("Decision"), choices=[*PairDecision.choices, ("", _("As the two of them wish"))], required=False
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class PairFilterForm(forms.Form):
    """What a list of pairs is narrowed by."""

    state = forms.ChoiceField(label=_("State"), required=False)
    wanted = forms.ChoiceField(label=_("To be held"), required=False)
    participant = forms.ChoiceField(label=_("Participant"), required=False)

    def __init__(
        self, *args: Any, states: Sequence[tuple[str, Any]], participants: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "state", [("", _("All")), *states])
        choose_from(self, "wanted", [("", _("All")), ("1", _("Yes")), ("0", _("No"))])
        choose_from(self, "participant", [("", _("All")), *participants])
