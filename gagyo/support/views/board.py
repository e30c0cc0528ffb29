"""The board beside the list, filters kept under a name, and owners named for many parts at once."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.views.gates import actor_of
from gagyo.common.components import Action, Badge, Tab
from gagyo.common.components.cells import marked
from gagyo.common.forms.numbers import id_sent
from gagyo.common.rules import Actor
from gagyo.common.views.shown import crumbs, tell, today_of
from gagyo.support.actions.queue import Assigned, assign_legs, may_remove_filter, remove_filter, save_filter
from gagyo.support.choices import RequestState
from gagyo.support.forms.filters import RequestFilterForm
from gagyo.support.forms.queue import AssignForm, SaveFilterForm
from gagyo.support.models import Leg
from gagyo.support.queries.board import BoardColumn, board_columns, legs_to_assign, saved_filters, to_decide
from gagyo.support.queries.lists import RequestFilter
from gagyo.support.queries.people import answerers_in, kind_of
from gagyo.support.queries.reach import countries_of_requests, reach_of
from gagyo.support.queries.rows import RequestRow
from gagyo.support.rules.moves import Part, Step, leg_steps_from, steps_from
from gagyo.support.rules.readers import ANSWERS, Involved, parts_of
from gagyo.support.views.legs import leg_actions
from gagyo.support.views.lists import keep_action, kept_links, view_tabs
from gagyo.support.views.requests import screens
from gagyo.support.views.settings import SettingScreen, question, setting_answer
from gagyo.support.views.shown import moment_words, open_leg_badges, request_href

MOST_ASSIGNED = 100
MOST_BUTTONS = 2


@dataclass(frozen=True)
class Card:
    """A request on the board: its due clock, who has it, and what the actor does next."""

    row: RequestRow
    href: str
    offices: list[tuple[str, list[Badge]]]
    actions: list[Action]


@dataclass(frozen=True)
class BoardView:
    """A column ready to be drawn; more: how many requests are not shown, and the address of all of them."""

    title: str
    count: int
    cards: list[Card]
    more: int
    href: str


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Show the requests of a filter by state, each with its next steps as buttons: nothing is dragged."""
    actor, now = actor_of(request), timezone.now()
    reach = reach_of(actor=actor, now=now)
    form = RequestFilterForm(request.GET, countries=countries_of_requests(reach))
    wanted = form.wanted()
    kind, turns = kind_of(actor), to_decide(actor=actor, today=today_of())
    columns = [
        board_view(each, wanted=wanted, actor=actor, kind=kind, turns=turns)
        for each in board_columns(reach=reach, wanted=wanted)
    ]
    here = reverse("support:board")
    context = {
        "form": form,
        "columns": columns,
        "tabs": [
            Tab(tab.label, here + tab.href.removeprefix(reverse("support:requests")), tab.active, tab.count)
            for tab in view_tabs(reach, wanted)
        ],
        "kept": kept_links(actor),
        "crumbs": crumbs((_("Support requests"), reverse("support:requests")), (_("Board"), "")),
        "more_actions": [Action(_("List"), wanted.href(), kind="tertiary"), *keep_action(actor, wanted)],
    }
    return render(request, "support/board.html", context)


def board_view(column: BoardColumn, *, wanted: RequestFilter, actor: Actor, kind: str, turns: set[int]) -> BoardView:
    """Return a column with its cards."""
    cards = [
        Card(
            row,
            request_href(row),
            [(leg.office, open_leg_badges(leg)) for leg in row.legs],
            next_actions(row, actor=actor, kind=kind, turns=turns),
        )
        for row in column.rows
    ]
    more = column.count - len(cards)
    return BoardView(str(column.state.label), column.count, cards, more, wanted.but(state=column.state.value).href())


def next_actions(row: RequestRow, *, actor: Actor, kind: str, turns: set[int]) -> list[Action]:
    """Return what the actor does next with a request, at most two steps; without a query."""
    involved = Involved(row.office_id, row.officer_id, row.router_id, row.confidentiality, row.is_sent)
    found = []
    for leg in row.legs:
        parts = parts_of(actor=actor, office_kind=kind, involved=involved, leg_office_id=leg.office_id)
        if Part.ANSWERER in parts and row.state == RequestState.UNDER_WAY:
            steps = leg_steps_from(state=leg.state, parts=frozenset({Part.ANSWERER}))
            found += [action for step, action in leg_actions(leg) if step in steps][:1]
    here = set(steps_from(state=row.state, parts=parts_of(actor=actor, office_kind=kind, involved=involved)))
    if row.pk in turns:
        here |= (
            {Step.SEND, Step.RETURN} if row.state == RequestState.APPROVAL else {Step.SEND_ANSWER, Step.RETURN_ANSWER}
        )
    found += [action for step, action in screens(row) if step in here and action.kind != "tertiary"]
    return found[:MOST_BUTTONS]


@require_http_methods(["GET", "POST"])
def filter_add(request: HttpRequest) -> HttpResponse:
    """Keep the filter that the address says, under a name."""
    actor = actor_of(request)
    if actor.office_id is None or actor.user_id is None:
        raise NotYoursError(_("Filters are kept in an office. Switch to one first."))
    reach = reach_of(actor=actor, now=timezone.now())
    wanted = RequestFilterForm(request.GET, countries=countries_of_requests(reach)).wanted()
    form = SaveFilterForm(request.POST or None)
    screen = SettingScreen(
        title=_("Keep this filter"),
        form=form,
        work=lambda now: save_filter(
            name=form.cleaned_data["name"],
            query=urlencode(wanted.parameters()),
            of_office=form.cleaned_data["whose"] == "office",
            by=actor,
            now=now,
        ),
        done=_("The filter was kept. It stands above the list."),
        lead=_("It is kept as a link: whoever follows it sees what is theirs to read."),
        then="support:requests",
    )
    return setting_answer(request, screen)


@require_GET
def filters(request: HttpRequest) -> HttpResponse:
    """Show the kept filters, with the way to remove those that are the actor's to remove."""
    actor = actor_of(request)
    rows = [
        (row, href, reverse("support:filter_remove", args=[row.pk]) if may_remove_filter(row, by=actor) else "")
        for row, href in kept_links(actor)
    ]
    context = {
        "rows": rows,
        "crumbs": crumbs((_("Support requests"), reverse("support:requests")), (_("Kept filters"), "")),
    }
    return render(request, "support/filters.html", context)


@require_http_methods(["GET", "POST"])
def filter_remove(request: HttpRequest, filter_id: int) -> HttpResponse:
    """Forget a filter, after a question."""
    actor = actor_of(request)
    row = get_object_or_404(saved_filters(actor), pk=filter_id)
    if not may_remove_filter(row, by=actor):
        raise NotYoursError(_("A filter of the office is removed by its manager, and one's own by oneself."))
    screen = SettingScreen(
        title=_("Remove the filter"),
        form=question(request),
        work=lambda now: remove_filter(filter_id=filter_id, by=actor, now=now),
        done=_("The filter was removed."),
        lead=row.name,
        submit=_("Remove"),
        then="support:filters",
    )
    return setting_answer(request, screen)


@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest) -> HttpResponse:
    """Name one owner for many parts of requests of the own office: chosen, shown once more, then done."""
    actor = actor_of(request)
    if actor.office_id is None or actor.role not in ANSWERS:
        raise NotYoursError(_("Only who answers in an office names owners there. Switch to that office first."))
    legs = list(legs_to_assign(actor, limit=MOST_ASSIGNED))
    people = answerers_in(office_id=actor.office_id, today=today_of())
    form = AssignForm(request.POST or None, legs=[(leg.pk, marked(leg_words(leg))) for leg in legs], people=people)
    if request.method == "POST" and "confirmed" in request.POST:
        return assign_now(request, actor)
    chosen = []
    if form.is_bound and form.is_valid():
        ticked = set(form.cleaned_data["legs"])
        chosen = [(leg.pk, leg_words(leg)) for leg in legs if leg.pk in ticked]
    context = {
        "form": form,
        "chosen": chosen,
        "owner": form.cleaned_data["owner"] if chosen else None,
        "legs": legs,
        "most": MOST_ASSIGNED,
        "back": reverse("support:requests"),
        "crumbs": crumbs((_("Support requests"), reverse("support:requests")), (_("Name owners"), "")),
    }
    return render(request, "support/assign.html", context, status=422 if form.errors else 200)


def leg_words(leg: Leg) -> str:
    """Return a leg as a line: number and title, when it is due, whose it is."""
    due = moment_words(timezone.localtime(leg.due_at)) if leg.due_at else _("no due time while it waits")
    owner = str(leg.owner) if leg.owner else _("nobody")
    return _("%(number)s %(title)s – due: %(due)s – owner: %(owner)s") % {
        "number": leg.request.number,
        "title": leg.request.name,
        "due": due,
        "owner": owner,
    }


def assign_now(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Do what was confirmed, and say what came of it; what has changed meanwhile is named, and the rest is done."""
    ids = [found for each in request.POST.getlist("legs")[:MOST_ASSIGNED] if (found := id_sent(each)) is not None]
    owner_id = id_sent(request.POST.get("owner"))
    if not ids or owner_id is None:
        messages.error(request, _("Choose at least one part and its owner."))
        return redirect("support:assign")
    say_assigned(request, assign_legs(leg_ids=ids, owner_id=owner_id, by=actor, now=timezone.now()))
    return redirect("support:requests")


def say_assigned(request: HttpRequest, found: Assigned) -> None:
    """Say how many parts got their owner, and which could not and why."""
    if found.done:
        words = ngettext("%(n)d part has its owner now.", "%(n)d parts have their owner now.", found.done)
        tell(request, words % {"n": found.done})
    if found.refused:
        messages.warning(request, _("These could not be changed: %(which)s") % {"which": " ".join(found.refused)})
