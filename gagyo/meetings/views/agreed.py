"""Agreed items and minutes: a round's list for its organiser, and each side's own meetings and items."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.components.tables import plain_columns
from gagyo.common.views.finding import found
from gagyo.common.views.lists import count_of, page_of
from gagyo.common.views.sheets import sheet_action, sheet_answer, wants_sheet
from gagyo.common.views.shown import tell, today_of
from gagyo.kernels.indicators.figure import CountingRule
from gagyo.meetings.choices import MeetingState
from gagyo.meetings.forms.after import AgreedFilterForm
from gagyo.meetings.models import AgreedItem, Meeting, MeetingRound, Participant
from gagyo.meetings.queries.after import meetings_told, other_of
from gagyo.meetings.queries.agreed import items_of, listed_items, with_meeting
from gagyo.meetings.queries.rounds import taking_part
from gagyo.meetings.rules.acting import Acting
from gagyo.meetings.views.acting import acting_url
from gagyo.meetings.views.after_shown import (
    Place,
    agreed_columns,
    item_answer,
    meeting_badge,
    minutes_answer,
    writer_of,
)
from gagyo.meetings.views.joining import crumbs_for
from gagyo.meetings.views.rounds import own_round
from gagyo.meetings.views.shown import way_in

LISTED = CountingRule(
    code="agreed-items-listed",
    name_ko="목록의 합의사항",
    name_en="Agreed items of this list",
    sentence_ko="조건에 맞는 합의사항을 1건씩 셉니다.",
    sentence_en="Agreed items that fit, each once.",
)


def agreed_href(row: MeetingRound) -> str:
    """Return the address of a round's agreed items."""
    return reverse("meetings:round_agreed", args=[row.pk])


@never_cache
@require_GET
@signed_in
def round_agreed(request: HttpRequest, round_id: int) -> HttpResponse:
    """List what was agreed at a round; a worksheet of this."""
    row, today = own_round(actor_of(request), round_id), today_of()
    form = AgreedFilterForm(request.GET, participants=[(str(one.pk), one.name) for one in taking_part(row)])
    rows = listed_items(row, today=today, sort=request.GET.get("sort", ""), **form.wanted())
    page = page_of(request, rows, per_page=100)
    count = count_of(request, count=page.paginator.count, unit="item", rule=LISTED, as_of=today)
    columns = agreed_columns(today=today, href=lambda item: reverse("meetings:agreed_item", args=[row.pk, item.pk]))
    title = _("Agreed items")
    if wants_sheet(request):
        return sheet_answer(
            title=title, columns=columns, rows=rows, count=count, name="agreed-items", now=timezone.now()
        )
    context = {
        "title": title,
        "round": row,
        "form": form,
        "page": page,
        "count": count,
        "columns": columns,
        "empty": _("No agreed item fits"),
        "empty_text": _("Take a filter away. What is agreed is written with the minutes of a meeting."),
        "crumbs": way_in(row, (title, "")),
        "more_actions": [sheet_action(request)],
    }
    return render(request, "meetings/after_list.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def agreed_item(request: HttpRequest, round_id: int, item_id: int) -> HttpResponse:
    """Close an agreed item, open it again or change it, as the organiser."""
    actor = actor_of(request)
    row = own_round(actor, round_id)

    def find() -> AgreedItem:
        rows = with_meeting(AgreedItem.objects.filter(meeting__round=row))
        return found(lambda: rows.get(pk=item_id), missing=_("This item was not agreed at this round."))

    item = find()
    crumbs = way_in(row, (_("Agreed items"), agreed_href(row)), (_("Agreed item"), ""))
    answer = item_answer(request, item, writer=writer_of(actor), place=Place(crumbs, agreed_href(row)), find=find)
    if answer is not None:
        return answer
    tell(request, _("The agreed item was saved."))
    return redirect(agreed_href(row))


def _place(participant: Participant, acting: Acting, label: str) -> Place:
    agreed = acting_url(acting, "agreed")
    return Place(crumbs_for(participant, acting, (_("What was agreed"), agreed), (label, "")), agreed)


@never_cache
@require_GET
def own_agreed(request: HttpRequest, participant: Participant, acting: Acting) -> HttpResponse:
    """Show a participant its meetings, to write what came of them, and all that was agreed in them."""
    columns = agreed_columns(today=today_of(), href=lambda item: acting_url(acting, "agreed_item", item_id=item.pk))
    now = timezone.now()
    meetings: list[dict[str, Any]] = [
        {
            "meeting": row,
            "other": other_of(row, participant.pk),
            "badge": meeting_badge(row),
            "href": acting_url(acting, "meeting", meeting_id=row.pk),
            "briefing": acting_url(acting, "briefing", meeting_id=row.pk),
            "is_written": hasattr(row, "minutes"),
            "is_ahead": is_ahead(row, now=now),
        }
        for row in meetings_told(participant).select_related("minutes")
    ]
    context = {
        "one": participant,
        "round": participant.round,
        "meetings": meetings,
        "items": list(items_of(participant)),
        "columns": plain_columns(columns),
        "crumbs": crumbs_for(participant, acting, (_("What was agreed"), "")),
        "acts_as_organiser": acting.is_organiser,
    }
    return render(request, "meetings/after_own.html", context)


def is_ahead(row: Meeting, *, now: datetime) -> bool:
    """Tell whether a meeting is still to come: then its briefing sheet comes first, afterwards its minutes."""
    starts_at = getattr(row, "starts_at", None)
    return row.state == MeetingState.PLANNED and starts_at is not None and starts_at > now


@require_http_methods(["GET", "POST"])
def own_meeting(request: HttpRequest, participant: Participant, acting: Acting, meeting_id: int) -> HttpResponse:
    """Write the minutes of an own meeting with a rating; for a meeting of others there is no such page."""
    row = found(
        lambda: meetings_told(participant).get(pk=meeting_id),
        missing=_("This is not a meeting of yours, or it is not in the timetable yet. Look at your meetings."),
    )
    place = _place(participant, acting, other_of(row, participant.pk).name)
    answer = minutes_answer(request, row, writer=writer_of(acting.by, participant.pk), place=place)
    if answer is not None:
        return answer
    tell(request, _("The minutes were saved. Thank you."))
    return redirect(place.back)


@require_http_methods(["GET", "POST"])
def own_item(request: HttpRequest, participant: Participant, acting: Acting, item_id: int) -> HttpResponse:
    """Close an item that an own meeting agreed on, open it again or change it."""

    def find() -> AgreedItem:
        missing = _("This item was not agreed in a meeting of yours. Look at your list.")
        return found(lambda: items_of(participant).get(pk=item_id), missing=missing)

    item = find()
    place = _place(participant, acting, _("Agreed item"))
    answer = item_answer(request, item, writer=writer_of(acting.by, participant.pk), place=place, find=find)
    if answer is not None:
        return answer
    tell(request, _("The agreed item was saved."))
    return redirect(place.back)
