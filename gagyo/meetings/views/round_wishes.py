"""All wishes of a round, for its organiser: figures, pairs, who is silent, and decisions about pairs."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.components import Action, Badge, Column, Link, Tone
from gagyo.common.forms.numbers import id_sent
from gagyo.common.views.editing import Editing, edited
from gagyo.common.views.sheets import sheet_action, sheet_answer, wants_sheet
from gagyo.common.views.shown import tell, today_of
from gagyo.kernels.indicators.figure import CountingRule, Figure
from gagyo.meetings.actions.wishes import Decided, decide_pair
from gagyo.meetings.choices import PairDecision
from gagyo.meetings.forms.wishes import PairChoiceForm, PairFilterForm, PairForm
from gagyo.meetings.models import MeetingRound, OrganiserPair, Participant
from gagyo.meetings.queries.demand import Pair, pairs_of
from gagyo.meetings.queries.rounds import readiness_of, taking_part
from gagyo.meetings.queries.wishes import names_by_id, pair_decision, silent
from gagyo.meetings.rules.rounds import tables_wanted
from gagyo.meetings.rules.wishes import PairState, UnableToWish
from gagyo.meetings.views.rounds import own_round
from gagyo.meetings.views.shown import way_in

PER_PAGE = 100
STATE_WORDS: Mapping[PairState, str | Promise] = {
    PairState.MUTUAL: pgettext_lazy("wishes of two", "Mutual"),
    PairState.ONE_SIDED: pgettext_lazy("wishes of two", "One-sided"),
    PairState.ACCEPTED: pgettext_lazy("wishes of two", "Accepted"),
    PairState.DECLINED: pgettext_lazy("wishes of two", "Declined"),
    PairState.VETOED: pgettext_lazy("wishes of two", "Not wanted"),
    PairState.NONE: pgettext_lazy("wishes of two", "Organiser only"),
}
TONES: Mapping[PairState, Tone] = {
    PairState.MUTUAL: "success",
    PairState.ACCEPTED: "success",
    PairState.ONE_SIDED: "info",
    PairState.DECLINED: "warning",
    PairState.VETOED: "warning",
    PairState.NONE: "neutral",
}
PAIRS = CountingRule(
    code="wished-pairs",
    name_ko="희망한 짝",
    name_en="Pairs with a wish",
    sentence_ko="한쪽이 희망하거나 거부한 두 기관, 주최 측이 결정한 두 기관을 1쌍으로 셉니다. 불참 기관은 뺍니다.",
    sentence_en="Two participants with a wish, a refusal or a decision between them, once; without those who left.",
)


@dataclass(frozen=True)
class PairRow:
    """A pair as a table shows it."""

    pair: Pair
    first: Participant
    second: Participant
    round_id: int

    @property
    def names(self) -> str:
        """Both names."""
        return f"{self.first.name} · {self.second.name}"

    @property
    def decide_href(self) -> str:
        """Where the organiser decides about the two."""
        base = reverse("meetings:pair_decide", args=[self.round_id])
        return f"{base}?{urlencode({'one': self.first.pk, 'other': self.second.pk})}"


def pair_columns() -> list[Column]:
    """Return the columns of a list of pairs."""
    return [
        Column("names", _("Pair"), row_header=True, draw=lambda row: Link(row.names, row.decide_href)),
        Column("one", _("Rank of the first"), numeric=True, draw=lambda row: row.pair.one.rank or ""),
        Column("other", _("Rank of the second"), numeric=True, draw=lambda row: row.pair.other.rank or ""),
        Column("state", _("State"), draw=lambda row: Badge(str(STATE_WORDS[row.pair.state]), TONES[row.pair.state])),
        Column("decision", _("Decision"), draw=lambda row: _decision(row.pair)),
        Column("value", _("Worth"), numeric=True, draw=lambda row: row.pair.value),
        Column("is_wanted", _("To be held"), draw=lambda row: row.pair.is_wanted),
    ]


def _decision(pair: Pair) -> str:
    return str(PairDecision(pair.decision).label) if pair.decision else ""


@never_cache
@require_GET
@signed_in
def round_wishes(request: HttpRequest, round_id: int) -> HttpResponse:
    """Show the organiser all wishes of a round, and who has sent none yet."""
    row = own_round(actor_of(request), round_id)
    names, pairs = names_by_id(row), pairs_of(row)
    chosen = [(str(one.pk), one.name) for one in names.values()]
    form = PairFilterForm(request.GET, states=list(STATE_WORDS.items()), participants=chosen)
    rows = [PairRow(pair, names[pair.first_id], names[pair.second_id], row.pk) for pair in pairs if _fits(pair, form)]
    rows.sort(key=lambda each: (-each.pair.value, each.names))
    count = Figure(len(rows), "item", today_of(), PAIRS, request.get_full_path())
    if wants_sheet(request):
        return sheet_answer(
            title=_("Wishes"), columns=pair_columns(), rows=rows, count=count, name="wishes", now=timezone.now()
        )
    context = {
        "round": row,
        "form": form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "count": count,
        "columns": pair_columns(),
        "figures": wish_figures(pairs, path=request.path),
        "demand": demand(row, pairs),
        "silent": silent(row),
        "crumbs": way_in(row, (_("Wishes"), "")),
        "action": Action(_("Decide about two"), reverse("meetings:pair_decide", args=[row.pk])),
        "more_actions": [sheet_action(request)],
    }
    return render(request, "meetings/round_wishes.html", context)


def _fits(pair: Pair, form: PairFilterForm) -> bool:
    form.is_valid()
    data = form.cleaned_data
    if data.get("state") and pair.state != data["state"]:
        return False
    if data.get("wanted") and pair.is_wanted != (data["wanted"] == "1"):
        return False
    one = id_sent(data.get("participant"))
    return one is None or one in {pair.first_id, pair.second_id}


def wish_figures(pairs: list[Pair], *, path: str) -> list[Figure]:
    """Return the figures above the wishes; each opens its rows."""
    counted = Counter(pair.state for pair in pairs)

    def figure(value: int, code: str, ko: str, en: str, query: str) -> Figure:
        rule = CountingRule(f"pairs-{code}", ko, en, PAIRS.sentence_ko, PAIRS.sentence_en)
        return Figure(value, "item", today_of(), rule, f"{path}{query}")

    wanted = sum(pair.is_wanted for pair in pairs)
    return [
        figure(len(pairs), "all", "희망한 짝", "Pairs with a wish", ""),
        figure(counted[PairState.MUTUAL], "mutual", "상호 희망", "Mutual wishes", "?state=mutual"),
        figure(counted[PairState.ONE_SIDED], "one-sided", "한쪽 희망", "One-sided wishes", "?state=one_sided"),
        figure(wanted, "wanted", "열릴 미팅", "Meetings to be held", "?wanted=1"),
    ]


def demand(row: MeetingRound, pairs: list[Pair]) -> dict[str, int]:
    """Return how the meetings to be held compare with the room for them."""
    ready, wanted = readiness_of(row), sum(pair.is_wanted for pair in pairs)
    needed = tables_wanted(meetings=wanted, slots=ready.slots)
    return {"wanted": wanted, "room": ready.slots * ready.tables, "tables": ready.tables, "needed": needed}


@require_http_methods(["GET", "POST"])
@signed_in
def pair_decide(request: HttpRequest, round_id: int) -> HttpResponse:
    """Say as the organiser that two must, may or must not meet; what another organiser decided since is shown."""
    actor = actor_of(request)
    row = own_round(actor, round_id)
    there = {one.pk: one for one in taking_part(row)}
    one, other = (there.get(id_sent(request.GET.get(name)) or 0) for name in ("one", "other"))
    if one is None or other is None or one == other:
        return _choose_pair(request, row, list(there.values()))

    def read() -> tuple[OrganiserPair, dict[str, Any]]:
        fresh = pair_decision(row, one.pk, other.pk)
        return fresh, {"decision": fresh.decision, "reason": fresh.reason}

    def save(form: Any, expected: int) -> None:
        decided = Decided(one.pk, other.pk, form.cleaned_data["decision"], form.cleaned_data["reason"])
        decide_pair(round_id=round_id, decided=decided, expected=expected, by=actor, now=timezone.now())

    title = f"{one.name} · {other.name}"
    answer = edited(
        request,
        Editing(
            title=title,
            lead=_("Decide about two"),
            back=wishes_href(row),
            crumbs=way_in(row, (_("Wishes"), wishes_href(row)), (title, "")),
            read=read,
            make=lambda data, held: PairForm(data, initial=held),
            save=save,
            refusals=(UnableToWish,),
        ),
    )
    if answer is None:
        tell(request, _("The decision was saved."))
        return redirect(wishes_href(row))
    return answer


def _choose_pair(request: HttpRequest, row: MeetingRound, there: list[Participant]) -> HttpResponse:
    chosen = [(str(one.pk), f"{one.name} ({one.side.name})") for one in there]
    form = PairChoiceForm(request.POST or None, participants=chosen)
    if request.method == "POST" and form.is_valid():
        return redirect(f"{request.path}?{urlencode(form.cleaned_data)}")
    context = {
        "title": _("Decide about two"),
        "form": form,
        "crumbs": way_in(row, (_("Wishes"), wishes_href(row)), (_("Decide about two"), "")),
        "submit": _("Continue"),
        "back": wishes_href(row),
    }
    return render(request, "common/one_form.html", context, status=422 if form.errors else 200)


def wishes_href(row: MeetingRound) -> str:
    """Return the address of a round's wishes."""
    return reverse("meetings:round_wishes", args=[row.pk])
