"""Meetings of a round, for its organiser: the list, one with what was written, its state, its minutes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.components import Action, Column, Link, Term
from gagyo.common.components.tables import plain_columns
from gagyo.common.forms.numbers import number_sent
from gagyo.common.views.finding import found
from gagyo.common.views.lists import count_of, page_of
from gagyo.common.views.sheets import sheet_action, sheet_answer, wants_sheet
from gagyo.common.views.shown import history_entries, tell, text_shown, today_of
from gagyo.kernels.indicators.figure import CountingRule
from gagyo.meetings.actions.after import note_meeting
from gagyo.meetings.choices import MeetingState
from gagyo.meetings.forms.after import MeetingFilterForm, MeetingStateForm
from gagyo.meetings.models import Meeting, MeetingRound
from gagyo.meetings.queries.after import listed_meetings, meeting_of, minutes_of, pair_choices, place_of
from gagyo.meetings.queries.agreed import with_meeting
from gagyo.meetings.queries.history import history_of
from gagyo.meetings.queries.rounds import taking_part
from gagyo.meetings.rules.after import UnableToWrite
from gagyo.meetings.views.after_shown import (
    Place,
    agreed_columns,
    meeting_badge,
    meeting_href,
    meeting_name,
    minutes_answer,
    writer_of,
)
from gagyo.meetings.views.rounds import own_round
from gagyo.meetings.views.shown import way_in

LISTED = CountingRule(
    code="meetings-listed",
    name_ko="목록의 미팅",
    name_en="Meetings of this list",
    sentence_ko="조건에 맞는 미팅을 1건씩 셉니다.",
    sentence_en="Meetings that fit, each once.",
)


def meetings_href(row: MeetingRound) -> str:
    """Return the address of a round's meetings."""
    return reverse("meetings:round_meetings", args=[row.pk])


def meetings_label() -> str:
    """Return what the meetings of a round are called in a way to a page."""
    return pgettext("one-to-one meeting", "Meetings")


def find_meeting(meeting_round: MeetingRound, meeting_id: int) -> Meeting:
    """
    Return a meeting of the round.

    :raises Http404: if it is none of it
    """
    missing = _("This meeting is not one of the round. Look at the list of its meetings.")
    return found(lambda: meeting_of(meeting_round, meeting_id=meeting_id), missing=missing)


def way_of(row: MeetingRound, *links: tuple[str, str]) -> Any:
    """Return the way from a round's meetings to a page."""
    return way_in(row, (meetings_label(), meetings_href(row)), *links)


def meeting_columns() -> list[Column]:
    """Return the columns of a list of meetings."""
    return [
        Column(
            "name",
            pgettext("one-to-one meeting", "Meeting"),
            row_header=True,
            draw=lambda row: Link(meeting_name(row), meeting_href(row)),
        ),
        Column("starts_at", pgettext("one-to-one meeting", "When"), sort="when"),
        Column("state", _("State"), sort="state", draw=meeting_badge),
        Column("absent", _("Who did not come"), draw=lambda row: row.absent.name if row.absent else ""),
        Column("minutes", pgettext("one-to-one meeting", "Minutes"), draw=lambda row: hasattr(row, "minutes")),
        Column("items_count", _("Agreed items"), sort="items", numeric=True),
    ]


@never_cache
@require_GET
@signed_in
def round_meetings(request: HttpRequest, round_id: int) -> HttpResponse:
    """List a round's meetings with what was noted of each; a worksheet of this."""
    row = own_round(actor_of(request), round_id)
    form = MeetingFilterForm(request.GET, participants=[(str(one.pk), one.name) for one in taking_part(row)])
    rows = listed_meetings(row, sort=request.GET.get("sort", ""), **form.wanted())
    page = page_of(request, rows, per_page=100)
    count = count_of(request, count=page.paginator.count, unit="meeting", rule=LISTED, as_of=today_of())
    title = meetings_label()
    if wants_sheet(request):
        return sheet_answer(
            title=title, columns=meeting_columns(), rows=rows, count=count, name="meetings", now=timezone.now()
        )
    context = {
        "title": title,
        "round": row,
        "form": form,
        "page": page,
        "count": count,
        "columns": meeting_columns(),
        "empty": _("No meeting fits"),
        "empty_text": _("Take a filter away. Meetings are shown here once the timetable is made."),
        "crumbs": way_in(row, (title, "")),
        "more_actions": [sheet_action(request)],
    }
    return render(request, "meetings/after_list.html", context)


@never_cache
@require_GET
@signed_in
def meeting(request: HttpRequest, round_id: int, meeting_id: int) -> HttpResponse:
    """Show the organiser a meeting: whether it was held, its minutes, what was agreed, how each side found it."""
    round_row = own_round(actor_of(request), round_id)
    row = find_meeting(round_row, meeting_id)
    minutes, today = minutes_of(row), today_of()
    args = [round_row.pk, row.pk]
    labels = {"discussed": _("What was discussed"), "outcome": _("Outcome")}
    texts = [(label, text_shown(getattr(minutes, name))) for name, label in labels.items()] if minutes else []
    context = {
        "round": round_row,
        "title": meeting_name(row),
        "badge": meeting_badge(row),
        "crumbs": way_of(round_row, (meeting_name(row), "")),
        "terms": meeting_facts(row),
        "minutes": minutes,
        "topics": list(minutes.topics.all()) if minutes else [],
        "texts": [(label, text) for label, text in texts if text[0]],
        "items": list(with_meeting(row.agreed_items.all())),
        "columns": plain_columns(
            agreed_columns(today=today, href=lambda item: reverse("meetings:agreed_item", args=[round_id, item.pk]))
        ),
        "ratings": list(row.ratings.select_related("participant")),
        "seen_version": row.version,
        "state_form": state_form(row),
        "state_href": reverse("meetings:meeting_state", args=args),
        "history": history_entries(history_of(row)),
        "briefings": [
            Link(
                _("Briefing sheet for %(name)s") % {"name": one.name},
                reverse("meetings:briefing", args=[*args, one.pk]),
            )
            for one in (row.first, row.second)
        ],
        "action": Action(
            _("Change the minutes") if minutes else _("Write the minutes"),
            reverse("meetings:meeting_minutes", args=args),
        ),
    }
    return render(request, "meetings/after_meeting.html", context)


def meeting_facts(row: Meeting) -> list[Term]:
    """Return the facts at the top of a meeting's page."""
    place = place_of(row)
    table = [place.table.name, place.table.room] if place and place.table else []
    terms = [
        Term(pgettext("one-to-one meeting", "When"), getattr(row, "starts_at", None)),
        Term(pgettext("one-to-one meeting", "Table"), " · ".join(filter(None, table))),
        Term(pgettext("one-to-one meeting", "Interpreter"), str(place.interpreter or "") if place else ""),
        Term(_("Form"), str(row.form.label)),
        Term(_("State"), row.get_state_display()),
        Term(_("Who did not come"), row.absent.name if row.absent else ""),
        Term(_("Reason"), row.state_reason),
    ]
    return [term for term in terms if term.value not in ("", None)]


def state_form(row: Meeting, data: Any = None) -> MeetingStateForm:
    """Return the form of a meeting's state; a meeting that nobody has noted yet is most likely held."""
    noted = row.state if row.state in {MeetingState.HELD, MeetingState.NO_SHOW} else MeetingState.HELD
    return MeetingStateForm(data, pair=pair_choices(row), initial={"state": noted, "absent": str(row.absent_id or "")})


@require_http_methods(["GET", "POST"])
@signed_in
def meeting_state(request: HttpRequest, round_id: int, meeting_id: int) -> HttpResponse:
    """Note that a meeting was held, or who did not come."""
    actor = actor_of(request)
    round_row = own_round(actor, round_id)
    row = find_meeting(round_row, meeting_id)
    form = state_form(row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            note_meeting(
                round_id=round_id,
                meeting_id=meeting_id,
                state=form.cleaned_data["state"],
                absent_id=form.absent_id(),
                expected=number_sent(request.POST.get("version")),
                by=actor,
                now=timezone.now(),
            )
        except UnableToWrite as error:
            form.add_error(None, str(error))
        except SavedMeanwhileError:
            fresh = find_meeting(round_row, meeting_id)
            form.add_error(
                None,
                _("Somebody saved this meeting in between: it is now “%(state)s”. Look at it and decide again.")
                % {"state": fresh.get_state_display()},
            )
            return _state_answer(request, round_row, fresh, form, status=409)
        else:
            tell(request, _("“%(meeting)s” was noted.") % {"meeting": meeting_name(row)})
            return redirect(meeting_href(row))
    return _state_answer(request, round_row, row, form, status=422 if form.errors else 200)


def _state_answer(
    request: HttpRequest, round_row: MeetingRound, row: Meeting, form: MeetingStateForm, *, status: int
) -> HttpResponse:
    title = _("Was the meeting held?")
    context = {
        "title": title,
        "form": form,
        "seen_version": str(row.version),
        "crumbs": way_of(round_row, (meeting_name(row), meeting_href(row)), (title, "")),
        "submit": _("Save"),
        "back": meeting_href(row),
    }
    return render(request, "common/one_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
@signed_in
def meeting_minutes(request: HttpRequest, round_id: int, meeting_id: int) -> HttpResponse:
    """Write a meeting's minutes as the organiser."""
    actor = actor_of(request)
    round_row = own_round(actor, round_id)
    row = find_meeting(round_row, meeting_id)
    crumbs = way_of(round_row, (meeting_name(row), meeting_href(row)), (pgettext("one-to-one meeting", "Minutes"), ""))
    answer = minutes_answer(request, row, writer=writer_of(actor), place=Place(crumbs, meeting_href(row)))
    if answer is not None:
        return answer
    tell(request, _("The minutes were saved."))
    return redirect(meeting_href(row))
