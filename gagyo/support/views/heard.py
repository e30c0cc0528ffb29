"""What was heard in meetings: the list with how much came of each, a meeting's page, an item's; public where marked."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from gagyo.accounts.rules import reads_inside
from gagyo.accounts.views.gates import actor_of
from gagyo.common.components import Action, Badge, Column, Link, Term
from gagyo.common.components.cells import language
from gagyo.common.rules import Actor
from gagyo.common.views.files import file_answer
from gagyo.common.views.finding import found
from gagyo.common.views.lists import count_of, page_of
from gagyo.common.views.sheets import sheet_action, sheet_answer, wants_sheet
from gagyo.common.views.shown import crumbs, history_entries, text_shown, today_of
from gagyo.kernels.indicators.figure import CountingRule, Figure
from gagyo.kernels.indicators.words import date_text, number_text
from gagyo.support.choices import HeardState
from gagyo.support.forms.heard import HeardDocumentForm, HeardFilterForm, HeardStateForm
from gagyo.support.models import HeardItem, HeardMeeting
from gagyo.support.models.heard import HEARD_OPEN
from gagyo.support.queries.heard import (
    ITEMS,
    LISTED,
    OPEN,
    fulfilment_of,
    item_for,
    items_of,
    meeting_for,
    meetings_for,
    stands,
)
from gagyo.support.queries.history import history_of_meeting
from gagyo.support.queries.people import kind_of
from gagyo.support.queries.requests import reads_request
from gagyo.support.rules.heard import Fulfilment, may_record
from gagyo.support.rules.readers import may_ask
from gagyo.support.views.shown import HEARD_TONES, leg_href, request_href

COUNTS = ("n", "fulfilled", "part", "not_possible", "open")
OF_STATE = {
    "n": "",
    "fulfilled": HeardState.FULFILLED.value,
    "part": HeardState.PART.value,
    "not_possible": HeardState.NOT_POSSIBLE.value,
    "open": OPEN,
}
NAMES = {
    "n": ("건의사항(n)", "Items voiced (n)"),
    "fulfilled": ("이행", "Fulfilled"),
    "part": ("일부 이행", "Fulfilled in part"),
    "not_possible": ("수용 곤란", "Not possible"),
    "open": ("진행 중", "Still open"),
}


def heard_way(*links: tuple[str, str]) -> Any:
    """Return the way from home to a page of meetings."""
    return crumbs((_("Items voiced at meetings"), reverse("support:heard")), *links)


def meeting_href(row: HeardMeeting, state: str = "") -> str:
    """Return the address of a meeting's page, with the items of one state."""
    address = reverse("support:heard_meeting", args=[row.pk])
    return f"{address}?state={state}#items" if state else address


def item_href(row: HeardItem) -> str:
    """Return the address of an item's page."""
    return reverse("support:heard_item", args=[row.pk])


def find_meeting(actor: Actor, meeting_id: int) -> HeardMeeting:
    """
    Return a meeting that the actor may read.

    :raises Http404: if there is none
    """
    missing = _("This meeting does not exist, or is not yours to read. Look at the list.")
    return found(lambda: meeting_for(actor=actor, meeting_id=meeting_id), missing=missing)


def find_item(actor: Actor, item_id: int) -> HeardItem:
    """
    Return an item that the actor may read.

    :raises Http404: if there is none
    """
    missing = _("This item does not exist, or is not yours to read. Look at the list of meetings.")
    return found(lambda: item_for(actor=actor, item_id=item_id), missing=missing)


@require_GET
def heard(request: HttpRequest) -> HttpResponse:
    """List the meetings with how many items were voiced at each and how many were fulfilled; as XLSX too."""
    actor, now = actor_of(request), timezone.now()
    form = HeardFilterForm(request.GET)
    rows = meetings_for(actor=actor, **form.wanted())
    page = page_of(request, rows)
    count = count_of(request, count=page.paginator.count, unit="meeting", rule=LISTED, as_of=today_of())
    if wants_sheet(request):
        title, columns = _("Items voiced at meetings"), meeting_columns(linked=False)
        return sheet_answer(title=title, columns=columns, rows=list(rows), count=count, name="heard", now=now)
    may = may_record(actor=actor, office_id=actor.office_id)
    context = {
        "form": form,
        "page": page,
        "count": count,
        "columns": meeting_columns(linked=True),
        "crumbs": heard_way(),
        "more_actions": [sheet_action(request)],
        "action": Action(_("Enter a meeting with its requests"), reverse("support:heard_add"), icon="plus")
        if may
        else None,
    }
    return render(request, "support/heard_meetings.html", context)


def meeting_columns(*, linked: bool) -> list[Column]:
    """
    Return the columns of the list of meetings.

    linked: each number opens its rows; else they are numbers, for a worksheet
    """

    def number(name: str) -> Any:
        def draw(row: HeardMeeting) -> object:
            kept: Fulfilment = fulfilment_of(row.shown_items)  # type: ignore[attr-defined]  # prefetched by meetings_for
            value: int = getattr(kept, name)
            return Link(number_text(value), meeting_href(row, OF_STATE[name])) if linked and kept.n else value

        return draw

    words = 0 if language() == "ko" else 1
    return [
        Column(
            "name",
            pgettext("at which items were voiced", "Meeting"),
            row_header=True,
            draw=lambda row: Link(row.name, meeting_href(row)),
        ),
        Column("held_on", _("Held on")),
        Column("kind", _("Kind of meeting"), draw=lambda row: row.get_kind_display()),
        Column("held_by", _("Held by"), draw=lambda row: row.held_by.name if row.held_by else ""),
        *[Column(name, NAMES[name][words], numeric=True, draw=number(name)) for name in COUNTS],
    ]


@require_GET
def heard_meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Show a meeting: its figures, which open their rows, its items, and to offices its minutes; items as XLSX."""
    actor, now, today = actor_of(request), timezone.now(), today_of()
    row = find_meeting(actor, meeting_id)
    form = HeardStateForm(request.GET)
    every = items_of(row, actor=actor)
    wanted = form.wanted()
    rows = [each for each in every if fits(each, wanted)]
    inside = not actor.is_anonymous
    columns = item_columns(inside=inside)
    count = count_of(request, count=len(rows), unit="item", rule=ITEMS, as_of=today)
    if wants_sheet(request):
        return sheet_answer(
            title=f"{row.name} · {date_text(row.held_on, language())}",
            columns=columns,
            rows=rows,
            count=count,
            name=f"heard-{row.held_on.isoformat()}-{row.pk}",
            now=now,
        )
    may = may_record(actor=actor, office_id=row.office_id)
    papers = row.documents.filter(archived_at=None).select_related("file")
    context: dict[str, Any] = {
        "meeting": row,
        "crumbs": heard_way((row.name, "")),
        "form": form,
        "figures": meeting_figures(row, fulfilment_of(every)),
        "count": count,
        "items": rows,
        "columns": columns,
        "terms": meeting_terms(row),
        "minutes": text_shown(row.minutes) if inside else ("", ""),
        "documents": list(papers if inside else papers.filter(is_public=True)),
        "document_form": HeardDocumentForm() if may and not row.archived_at else None,
        "may": may,
        "history": history_entries(history_of_meeting(row))
        if reads_inside(actor=actor, office_id=row.office_id)
        else [],
        **meeting_actions(request, row, may=may),
    }
    return render(request, "support/heard_meeting.html", context)


def fits(item: HeardItem, state: str) -> bool:
    """Tell whether an item is in a state; OPEN are those that are not closed, and an empty one all."""
    return not state or stands(item) == state or (state == OPEN and stands(item) in HEARD_OPEN)


def meeting_figures(row: HeardMeeting, kept: Fulfilment) -> list[Figure]:
    """Return how many items were voiced and how they stand; each opens its rows."""
    return [
        Figure(
            getattr(kept, name),
            "item",
            today_of(),
            CountingRule(f"{ITEMS.code}-{name.replace('_', '-')}", *NAMES[name], ITEMS.sentence_ko, ITEMS.sentence_en),
            meeting_href(row, OF_STATE[name]),
        )
        for name in COUNTS
    ]


def meeting_terms(row: HeardMeeting) -> list[Term]:
    """Return the facts of a meeting."""
    terms = [
        Term(_("Held on"), row.held_on),
        Term(_("Where it was held"), row.place),
        Term(_("Held by"), row.held_by.name if row.held_by else ""),
        Term(_("Kind of meeting"), row.get_kind_display()),
        Term(_("Minutes kept by"), str(row.office) if row.office else ""),
    ]
    return [*terms, *([Term(_("Source"), row.source)] if row.source else [])]


def meeting_actions(request: HttpRequest, row: HeardMeeting, *, may: bool) -> dict[str, Any]:
    """Return what may be done with a meeting."""
    if not may:
        return {"more_actions": [sheet_action(request)]}
    if row.archived_at:
        return {"action": Action(_("Bring back"), reverse("support:heard_restore", args=[row.pk]), method="post")}
    return {
        "action": Action(_("Enter an item"), reverse("support:heard_item_add", args=[row.pk]), icon="plus"),
        "more_actions": [
            Action(_("Edit"), reverse("support:heard_edit", args=[row.pk]), kind="tertiary"),
            Action(_("Archive"), reverse("support:heard_archive", args=[row.pk]), kind="tertiary", method="post"),
            sheet_action(request),
        ],
    }


def item_columns(*, inside: bool, with_meeting: bool = False) -> list[Column]:
    """
    Return the columns of a list of items.

    inside: for offices, with the office in charge, when it is due and by what it is shown
    """
    more = [
        Column("office", _("Office in charge"), draw=lambda row: str(row.office)),
        Column("due_on", _("Due"), draw=due_cell),
    ]
    meeting = Column(
        "meeting",
        pgettext("at which items were voiced", "Meeting"),
        draw=lambda row: Link(row.meeting.name, meeting_href(row.meeting)),
    )
    return [
        Column(
            "text",
            _("What was voiced"),
            row_header=True,
            draw=lambda row: Link(text_shown(row.text)[0], item_href(row)),
        ),
        *([meeting] if with_meeting else []),
        Column("voiced_by", _("Voiced by"), draw=lambda row: row.voiced_by.name if row.voiced_by else ""),
        Column("field", pgettext("support request", "Field"), draw=lambda row: row.get_field_display()),
        *(more if inside else []),
        Column("state", _("State"), draw=heard_badge),
        *(
            []
            if with_meeting
            else [Column("done", pgettext("item voiced", "What was done"), draw=lambda row: text_shown(row.done)[0])]
        ),
    ]


def heard_badge(row: HeardItem) -> Badge:
    """Return how an item stands."""
    state = stands(row)
    return Badge(str(state.label), HEARD_TONES[state])


def due_cell(row: HeardItem) -> object:
    """Return the day by which an item is due; an open one that is late says so."""
    if row.due_on is None or row.due_on >= today_of() or stands(row) not in HEARD_OPEN:
        return row.due_on or ""
    return [row.due_on, Badge(_("Overdue"), "danger")]


@require_GET
def heard_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """Show an item: what was voiced, what was done, and what it became."""
    actor = actor_of(request)
    row = find_item(actor, item_id)
    inside = not actor.is_anonymous
    context: dict[str, Any] = {
        "item": row,
        "crumbs": heard_way((row.meeting.name, meeting_href(row.meeting)), (_("Item voiced"), "")),
        "badge": heard_badge(row),
        "text": text_shown(row.text),
        "done": text_shown(row.done),
        "terms": item_terms(row, actor=actor) if inside else public_terms(row),
        **(item_actions(row, actor=actor) if inside else {}),
    }
    return render(request, "support/heard_item.html", context)


def public_terms(row: HeardItem) -> list[Term]:
    """Return the facts of an item that everybody may know: nobody's name is among them."""
    return [
        Term(pgettext("at which items were voiced", "Meeting"), Link(row.meeting.name, meeting_href(row.meeting))),
        Term(_("Voiced by"), row.voiced_by.name if row.voiced_by else ""),
        Term(pgettext("support request", "Field"), row.get_field_display()),
        Term(_("Closed on"), row.closed_on),
    ]


def item_terms(row: HeardItem, *, actor: Actor) -> list[Term]:
    """Return the facts of an item for offices; the request that it became to those who may read that."""
    terms = [
        *public_terms(row),
        Term(_("Office in charge"), str(row.office)),
        Term(_("Officer"), str(row.officer) if row.officer else ""),
        Term(_("Due"), due_cell(row)),
        Term(_("Evidence"), row.evidence),
        Term(_("Public"), _("Yes") if row.is_public else _("No")),
    ]
    asked = row.request
    if asked is not None and reads_request(actor, asked):
        terms.append(Term(_("Support request that it became"), Link(str(asked), request_href(asked))))
        if row.leg is not None:
            terms.append(Term(_("Part of the request"), Link(str(row.leg.office), leg_href(row.leg))))
    return terms


def item_actions(row: HeardItem, *, actor: Actor) -> dict[str, Any]:
    """Return what may be done with an item: reported, turned into a request, changed by who keeps the minutes."""
    keeps = may_record(actor=actor, office_id=row.meeting.office_id)
    if row.archived_at:
        back = Action(_("Bring back"), reverse("support:heard_item_restore", args=[row.pk]), method="post")
        return {"action": back if keeps else None}
    found: list[Action] = []
    if keeps or may_record(actor=actor, office_id=row.office_id):
        found.append(Action(_("Report what was done"), reverse("support:heard_item_report", args=[row.pk])))
    if row.request_id is None and may_turn(row, actor=actor):
        href = f"{reverse('support:request_add')}?heard={row.pk}"
        found.append(Action(_("Turn into a support request"), href, kind="secondary" if found else "primary"))
    if keeps:
        found += [
            Action(_("Edit"), reverse("support:heard_item_edit", args=[row.pk]), kind="tertiary"),
            Action(_("Archive"), reverse("support:heard_item_archive", args=[row.pk]), kind="tertiary", method="post"),
        ]
    return {"action": found[0], "more_actions": found[1:]} if found else {}


def may_turn(row: HeardItem, *, actor: Actor) -> bool:
    """Tell whether the actor asks for what was voiced: its body voiced it, or its office is in charge or keeps it."""
    offices = {row.office_id, row.meeting.office_id, row.voiced_by.works_as_id if row.voiced_by else None}
    return actor.office_id in offices and may_ask(actor=actor, office_kind=kind_of(actor))


@require_GET
def heard_document(request: HttpRequest, meeting_id: int, document_id: int) -> HttpResponseBase:
    """Hand out a paper of a meeting; a visitor gets public ones only."""
    actor = actor_of(request)
    rows = find_meeting(actor, meeting_id).documents.filter(pk=document_id, archived_at=None)
    if actor.is_anonymous:
        rows = rows.filter(is_public=True)
    row = rows.select_related("file").first()
    if row is None:
        raise Http404(_("This document is not there any more, or is not public."))
    return file_answer(row.file)
