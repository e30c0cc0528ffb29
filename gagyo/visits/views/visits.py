"""The list of visits and a visit's page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gagyo.accounts.rules import may_read, may_read_contacts, may_write, may_write_own, reads_inside
from gagyo.accounts.views.gates import actor_of
from gagyo.common.components import Action, Column, Link, Term
from gagyo.common.rules import Actor
from gagyo.common.views.finding import found, living
from gagyo.common.views.lists import page_of
from gagyo.common.views.sheets import MOST_PUBLIC_ROWS, sheet_action, sheet_answer, sheet_refused, wants_sheet
from gagyo.common.views.shown import crumbs, history_entries, text_shown, today_of
from gagyo.kernels.indicators.figure import CountingRule, Figure
from gagyo.meetings.views.becoming import item_href
from gagyo.partnerships.views.shown import tie_href
from gagyo.visits.choices import VisitState
from gagyo.visits.forms.filters import VisitFilterForm
from gagyo.visits.forms.visits import DocumentForm, FollowUpForm
from gagyo.visits.models import Visit
from gagyo.visits.queries.choices import colleagues
from gagyo.visits.queries.history import history_of_visit
from gagyo.visits.queries.not_open import not_open
from gagyo.visits.queries.programme import next_stop_of
from gagyo.visits.queries.public_part import public_part
from gagyo.visits.queries.visits import countries_of_visits, listed_visits, places_named, visit_for
from gagyo.visits.rules.states import next_states
from gagyo.visits.rules.values import person_days_of
from gagyo.visits.views.interpreters_shown import interpreting_summary
from gagyo.visits.views.shown import persons_of, visit_badge, visit_columns

LISTED = CountingRule(
    code="visits-listed",
    name_ko="목록의 방문",
    name_en="Visits listed",
    sentence_ko="선택한 조건에 맞는 방문을 1회씩 셉니다. 상태를 고르지 않으면 취소한 방문은 뺍니다.",
    sentence_en="Visits that fit the filters, each once; cancelled ones only if their state is chosen.",
)
PERSONS_COMING = CountingRule(
    code="persons-of-a-visit",
    name_ko="방문 인원(실인원)",
    name_en="Persons",
    sentence_ko="이 방문에 온 모든 방문단의 실인원을 더합니다.",
    sentence_en="The persons of all parties of this visit, each once.",
)
PERSON_DAYS_COMING = CountingRule(
    code="person-days-of-a-visit",
    name_ko="연인원",
    name_en="Person-days",
    sentence_ko="방문단마다 적은 연인원을 더하고, 적지 않았으면 인원에 방문 일수를 곱해 더합니다.",
    sentence_en="Recorded person-days of each party, or its persons times the days of the visit.",
)


def find_visit(actor: Actor, visit_id: int) -> Visit:
    """
    Return a visit that the actor may read.

    :raises Http404: if there is none
    """
    return found(
        lambda: visit_for(actor=actor, visit_id=visit_id),
        missing=_("This visit does not exist, or is not public. Sign in, or search the list."),
    )


def living_visit(actor: Actor, visit_id: int) -> Visit:
    """
    Return a visit that can be changed: an archived one is brought back first.

    :raises Http404: if there is none
    """
    return living(
        find_visit(actor, visit_id), archived=_("This visit is archived. Open its page and bring it back first.")
    )


@require_GET
def visits(request: HttpRequest) -> HttpResponse:
    """List visits: filters and order in the address, the count as a figure, a worksheet of exactly this."""
    actor, today = actor_of(request), today_of()
    form = VisitFilterForm(request.GET, countries=countries_of_visits(actor), signed_in=not actor.is_anonymous)
    wanted = form.wanted()
    rows = listed_visits(actor=actor, wanted=wanted, sort=request.GET.get("sort", ""), today=today)
    page = page_of(request, rows)
    count = Figure(page.paginator.count, "visit", today, LISTED, request.get_full_path())
    if wants_sheet(request) and actor.is_anonymous and page.paginator.count > MOST_PUBLIC_ROWS:
        return sheet_refused(request, count=count)
    if wants_sheet(request):
        return sheet_answer(
            title=_("Delegation visits"),
            columns=visit_columns(),
            rows=rows,
            count=count,
            name="visits",
            now=timezone.now(),
        )
    may = may_write_own(actor=actor)
    context = {
        "form": form,
        "page": page,
        "count": count,
        "not_open": not_open(actor=actor, wanted=wanted, today=today),
        "columns": visit_columns(),
        "crumbs": crumbs((_("Delegation visits"), "")),
        "action": Action(_("Enter a visit"), reverse("visits:visit_add"), icon="plus") if may else None,
        "more_actions": [sheet_action(request)],
        "shortcuts": shortcuts(actor, may=may),
    }
    return render(request, "visits/visits.html", context)


def shortcuts(actor: Actor, *, may: bool) -> list[Link]:
    """Return where one goes from the list: what visitors see and what is counted, and to officers all their rooms."""
    inside = [
        ("visits:calendar", _("Calendar"), True),
        ("visits:requests", _("Requests to visit"), may_read_contacts(actor=actor) and actor.office_id is not None),
        ("visits:sites", _("Sites"), not actor.is_anonymous),
        ("visits:resources", _("Vehicles and rooms"), may),
        ("visits:interpreters", _("Interpreters"), may),
        ("visits:courses", _("Training courses"), not actor.is_anonymous),
        ("visits:councils", _("Working councils"), not actor.is_anonymous),
        ("visits:feedback", _("Feedback and use"), may_read_contacts(actor=actor) and actor.office_id is not None),
        ("visits:half_year", _("Half-year figures"), True),
        ("visits:welcome", _("Visit us"), True),
    ]
    return [Link(label, reverse(name)) for name, label, shown in inside if shown]


@require_GET
def visit(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Show a visit: facts, parties, what follows; to its office also contacts, documents and what is to be done."""
    actor = actor_of(request)
    row = find_visit(actor, visit_id)
    may = may_write(actor=actor, office_id=row.office_id)
    own = reads_inside(actor=actor, office_id=row.office_id)
    documents = list(row.documents.filter(archived_at=None).select_related("file")) if own else []
    context: dict[str, Any] = {
        "visit": row,
        "crumbs": crumbs((_("Delegation visits"), reverse("visits:visits")), (row.name, "")),
        "badge": visit_badge(row),
        "terms": facts(row, actor=actor, own=own),
        "purpose": text_shown(row.purpose),
        # Written for colleagues: who said what, and what was agreed.
        "report": text_shown(row.report) if own else None,
        "parties": row.parties.all(),
        "party_columns": party_columns(own=own),
        "persons": Figure(persons_of(row), "person", today_of(), PERSONS_COMING, "#parties"),
        "person_days": Figure(person_days(row), "person", today_of(), PERSON_DAYS_COMING, "#parties"),
        "stops": row.stops.select_related("site") if own else [],
        "next_stop": next_stop_of(row, now=timezone.now()) if own else None,
        "places": [] if own else places_named(visit=row, actor=actor),
        "own": own,
        "interpreting": interpreting_summary(row) if own and may_read_contacts(actor=actor) else None,
        "documents": documents,
        "follow_ups": row.follow_ups.all() if own else [],
        "public": public_part(visit_id=row.pk, with_requests=may_read_contacts(actor=actor)) if own else None,
        "may_write": may,
        "paper_forms": paper_forms(personal=own and may_read_contacts(actor=actor)),
        "history": history_entries(history_of_visit(visit=row)) if own else [],
        "document_form": DocumentForm() if may else None,
        "follow_up_form": FollowUpForm(colleagues=colleagues(office_id=row.office_id)) if may else None,
        **(visit_actions(row) if may else {}),
    }
    return render(request, "visits/visit.html", context)


def paper_forms(*, personal: bool) -> dict[str, Any]:
    """Return the forms of each paper of a visit; personal: the reader may take those with names."""
    hwpx, pdf = ("hwpx", "HWPX"), ("pdf", "PDF")
    return {
        "personal": personal,
        "programme": [hwpx, pdf, ("ics", "ICS")],
        "names": [hwpx, pdf, ("xlsx", "XLSX")],
        "report": [hwpx, pdf],
    }


def party_columns(*, own: bool) -> list[Column]:
    """Return the columns of the parties; who leads them is for the own office."""
    head = [Column("head", _("Head"), draw=lambda party: f"{party.head_rank} {party.head_name}".strip())] if own else []
    return [
        Column(
            "country",
            _("Country"),
            row_header=True,
            draw=lambda party: Link(party.country.name, reverse("partnerships:country", args=[party.country_id])),
        ),
        Column("body", _("Delegation"), draw=lambda party: party.name or (party.body.name if party.body else "")),
        *head,
        Column("persons", _("Persons"), numeric=True),
    ]


def person_days(row: Visit) -> int:
    """Return the person-days of all parties together."""
    return sum(
        person_days_of(
            persons=party.persons, person_days=party.person_days, starts_on=row.starts_on, ends_on=row.ends_on
        )
        for party in row.parties.all()
    )


def visit_actions(row: Visit) -> dict[str, Any]:
    """Return the one main action for a visit as it stands, and the quieter ones."""
    if row.archived_at:
        return {"action": Action(_("Bring back"), reverse("visits:visit_restore", args=[row.pk]), method="post")}
    state = reverse("visits:visit_state", args=[row.pk])
    edit = reverse("visits:visit_edit", args=[row.pk])
    first = next_states(row.state)[0]
    if row.state in {VisitState.DONE, VisitState.CANCELLED}:
        return {
            "action": Action(_("Edit"), edit),
            "more_actions": [Action(_("Change state"), state, kind="tertiary")],
        }
    words = {
        VisitState.PLANNED: _("Begin planning"),
        VisitState.CONFIRMED: _("Confirm the visit"),
        VisitState.UNDER_WAY: _("The delegation has come"),
        VisitState.DONE: _("The visit is done"),
    }
    return {
        "action": Action(words[first], f"{state}?state={first.value}"),
        "more_actions": [
            Action(_("Edit"), edit, kind="tertiary"),
            Action(_("Change state"), state, kind="tertiary"),
        ],
    }


def agreed_terms(row: Visit, *, actor: Actor) -> list[Term]:
    """Return the way to what was agreed at a one-to-one meeting, for those who work on it."""
    item = row.agreed_item
    href = item_href(item, actor=actor) if item else ""
    return [Term(_("Agreed at a one-to-one meeting"), Link(text_shown(item.what)[0], href))] if item and href else []


def facts(row: Visit, *, actor: Actor, own: bool) -> list[Term]:
    """Return the facts at the top of a visit's page."""
    organiser = row.organiser.name if row.organiser else ""
    seen = row.tie and may_read(actor=actor, office_id=row.tie.office_id, visibility=row.tie.visibility)
    project = row.project
    seen_project = project and may_read(actor=actor, office_id=project.office_id, visibility=project.visibility)
    terms = [
        Term(_("From"), row.starts_on),
        Term(_("Until"), row.ends_on),
        Term(_("Themes"), ", ".join(theme.name for theme in row.themes.all())),
        Term(_("Organiser"), organiser or row.get_organiser_kind_display()),
        Term(_("Mission in Korea"), row.mission.name if row.mission else ""),
        Term(_("Tie"), Link(str(row.tie), tie_href(row.tie)) if row.tie and seen else ""),
        Term(
            _("Exchange project"),
            Link(project.name, reverse("partnerships:project", args=[project.pk])) if project and seen_project else "",
        ),
        *agreed_terms(row, actor=actor),
        Term(
            _("Training course"),
            Link(row.course.name, reverse("visits:course", args=[row.course.pk])) if row.course and own else "",
        ),
        Term(_("Owning office"), str(row.office) if row.office else ""),
        Term(_("Visible to"), row.get_visibility_display()),
    ]
    inside = [
        Term(_("Asked by"), row.asked_by.name if row.asked_by else ""),
        Term(_("Contact"), row.asked_by_person.name if row.asked_by_person else ""),
        Term(_("Asked on"), row.asked_on),
        Term(_("Officer"), str(row.officer) if row.officer else ""),
        Term(_("Gifts given"), row.gifts_given),
        Term(_("Gifts received"), row.gifts_received),
    ]
    reason = [Term(_("Reason"), row.state_reason)] if row.state_reason and own else []
    return [*terms, *(inside if own else []), *reason]
