"""How meetings that were held and agreed items look: badges, columns; the forms that both sides and organisers fill."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gagyo.accounts.rules import may_write_own
from gagyo.common.components import Action, Badge, Column, Link, Tone
from gagyo.common.components.cells import language
from gagyo.common.models import TranslatedText
from gagyo.common.views.editing import Editing, edited
from gagyo.common.views.shown import text_shown, today_of
from gagyo.kernels.indicators.words import date_text
from gagyo.meetings.actions.after import change_item, write_minutes
from gagyo.meetings.choices import AgreedState, MeetingState
from gagyo.meetings.forms.after import AgreedForm, MinutesForm, item_initial
from gagyo.meetings.models import AgreedItem, Meeting, Minutes, Participant
from gagyo.meetings.queries.after import minutes_held, minutes_of, other_of, pair_choices, rating_of
from gagyo.meetings.queries.agreed import may_work_on, officers_for, projects_for, ties_for, values_of_item
from gagyo.meetings.rules.after import UnableToWrite, Writer, words_of_others

MEETING_TONES: Mapping[str, Tone] = {
    MeetingState.WAITING: "neutral",
    MeetingState.PLANNED: "info",
    MeetingState.HELD: "success",
    MeetingState.NO_SHOW: "warning",
    MeetingState.CANCELLED: "neutral",
    MeetingState.UNWANTED: "neutral",
}
AGREED_TONES: Mapping[str, Tone] = {
    AgreedState.OPEN: "info",
    AgreedState.KEPT: "success",
    AgreedState.PARTLY: "warning",
    AgreedState.DROPPED: "neutral",
}


@dataclass(frozen=True)
class Place:
    """Where a form of what follows a meeting stands: the way there, where it leads back to."""

    crumbs: Sequence[Link]
    back: str


def meeting_badge(row: Meeting) -> Badge:
    """Return whether a meeting was held."""
    return Badge(row.get_state_display(), MEETING_TONES[row.state])


def agreed_badge(row: AgreedItem) -> Badge:
    """Return how far an agreed item was kept."""
    return Badge(row.get_state_display(), AGREED_TONES[row.state])


def meeting_name(row: Meeting) -> str:
    """Return both names."""
    return f"{row.first.name} · {row.second.name}"


def meeting_href(row: Meeting) -> str:
    """Return the address of a meeting's page for the organiser."""
    return reverse("meetings:meeting", args=[row.round_id, row.pk])


def due_shown(row: AgreedItem, *, today: date) -> Badge | date:
    """Return the day by which an item is due; an open one that is late says so."""
    if row.state != AgreedState.OPEN or row.due_on >= today:
        return row.due_on
    day = date_text(row.due_on, language())
    return Badge(pgettext("agreed item", "Overdue since %(day)s") % {"day": day}, "danger")


def agreed_columns(*, today: date, href: Callable[[AgreedItem], str]) -> list[Column]:
    """Return the columns of a list of agreed items; href: where each is edited."""
    return [
        Column(
            "what",
            _("What was agreed"),
            row_header=True,
            draw=lambda row: Link(text_shown(row.what)[0], href(row)),
        ),
        Column("owner", pgettext("agreed item", "Who does it"), sort="owner", draw=lambda row: row.owner.name),
        Column(
            "other", pgettext("agreed item", "With whom"), draw=lambda row: other_of(row.meeting, row.owner_id).name
        ),
        Column("due_on", _("Due on"), sort="due", draw=lambda row: due_shown(row, today=today)),
        Column("state", _("State"), sort="state", draw=agreed_badge),
        Column("closed_on", _("Closed on"), sort="closed"),
        Column("outcome", pgettext("agreed item", "What came of it"), draw=lambda row: text_shown(row.outcome)[0]),
    ]


def own_item_href(row: AgreedItem) -> str:
    """Return where the office that promised finds an item."""
    return reverse("meetings:own_agreed_item", args=[row.owner_id, row.pk])


def work_columns(*, today: date) -> list[Column]:
    """Return the columns in which an office's own open items are listed."""
    columns = [
        each for each in agreed_columns(today=today, href=own_item_href) if each.key in {"what", "other", "due_on"}
    ]
    return [
        *columns,
        Column("round", _("Meeting round"), draw=lambda row: row.meeting.round.name),
        Column("officer", _("Officer"), draw=lambda row: str(row.officer) if row.officer else ""),
    ]


def hints_of(texts: Mapping[str, TranslatedText], *, spoken: str) -> dict[str, str]:
    """Return beside each field what stands there in another language."""
    found = {}
    for name, text in texts.items():
        if words := words_of_others(text, language=spoken):
            found[name] = _("Already there, in its original language: %(words)s") % {"words": words}
    return found


def writer_of(by: Any, participant_id: int | None = None) -> Writer:
    """Return who writes, in the language of the page."""
    return Writer(by, "en" if language() == "en" else "ko", participant_id)


def minutes_answer(request: HttpRequest, meeting: Meeting, *, writer: Writer, place: Place) -> HttpResponse | None:
    """Return the form of a meeting's minutes, or the page with both versions; None once it is saved."""
    topics = [(str(topic.pk), topic.name) for topic in meeting.round.topics.all()]
    agreed = [(text_shown(item.what)[0], item) for item in meeting.agreed_items.select_related("owner")]

    def read() -> tuple[Minutes, dict[str, Any]]:
        fresh = minutes_of(meeting)
        rating = rating_of(meeting, writer.participant_id)
        # Without minutes yet, "0" is the version that the first to write has seen.
        return fresh or Minutes(meeting=meeting, version=0), minutes_held(fresh, rating, language=writer.language)

    there = read()[0]
    hints = hints_of({"discussed": there.discussed, "outcome": there.outcome}, spoken=writer.language)

    def make(data: Any, held: dict[str, Any]) -> MinutesForm:
        rates = writer.participant_id is not None
        return MinutesForm(
            data, topics=topics, pair=pair_choices(meeting), rates=rates, hints=hints, agreed=agreed, initial=held
        )

    def save(form: Any, expected: int) -> None:
        now = timezone.now()
        write_minutes(meeting_id=meeting.pk, values=form.values(), writer=writer, expected=expected, now=now)

    # The organiser and a side each have a screen of their own, and each screen its own title.
    words = _("Minutes: %(meeting)s") if writer.participant_id is None else _("Our minutes: %(meeting)s")
    return edited(
        request,
        Editing(
            title=words % {"meeting": meeting_name(meeting)},
            lead=meeting.round.name,
            back=place.back,
            crumbs=place.crumbs,
            read=read,
            make=make,
            save=save,
            refusals=(UnableToWrite,),
            template="meetings/after_minutes.html",
        ),
    )


def item_answer(
    request: HttpRequest, item: AgreedItem, *, writer: Writer, place: Place, find: Callable[[], AgreedItem]
) -> HttpResponse | None:
    """Return the form of an agreed item, or the page with both versions; None once it is saved."""
    pair, offered = pair_choices(item.meeting), offered_for(item, writer=writer)
    hints = hints_of({"what": item.what, "outcome": item.outcome}, spoken=writer.language)
    becomes = becomes_actions(item, writer=writer)

    def read() -> tuple[AgreedItem, dict[str, Any]]:
        fresh = find()
        return fresh, item_initial(values_of_item(fresh, language=writer.language))

    def save(form: Any, expected: int) -> None:
        values = form.values(old=values_of_item(item, language=writer.language), today=today_of())
        change_item(item_id=item.pk, values=values, writer=writer, expected=expected, now=timezone.now())

    return edited(
        request,
        Editing(
            title=text_shown(item.what)[0],
            lead=_("Agreed at “%(round)s”: %(meeting)s")
            % {"round": item.meeting.round.name, "meeting": meeting_name(item.meeting)},
            back=place.back,
            crumbs=place.crumbs,
            read=read,
            make=lambda data, held: AgreedForm(
                data, pair=pair, offered=offered, hints=hints, becomes=becomes, item=item, initial=held
            ),
            save=save,
            refusals=(UnableToWrite,),
            template="meetings/after_agreed_item.html",
        ),
    )


def offered_for(item: AgreedItem, *, writer: Writer) -> dict[str, list[tuple[str, str]]]:
    """Return the lists from which an item is given to an officer, or told what it became."""
    actor = writer.by
    rows: dict[str, Sequence[Model]] = {
        "officer": officers_for(item, actor=actor, today=today_of()),
        "tie": ties_for(item, actor=actor),
        "project": projects_for(item, actor=actor),
    }
    return {name: [(str(row.pk), str(row)) for row in found] for name, found in rows.items()}


def becomes_actions(item: AgreedItem, *, writer: Writer) -> list[Action]:
    """Return where the actor's office enters the tie or project that an item becomes."""
    if not may_write_own(actor=writer.by):
        return []
    if not may_work_on(item, actor=writer.by):
        return []
    ways = (
        (item.tie_id, _("Enter it as a tie"), "meetings:agreed_tie"),
        (item.project_id, _("Enter it as an exchange project"), "meetings:agreed_project"),
    )
    return [
        Action(label, reverse(name, args=[item.pk]), kind="secondary") for became, label, name in ways if not became
    ]


def partner_of(item: AgreedItem, *, office_id: int | None) -> Participant:
    """Return with whom the office agreed; the one that did not promise, where the office is neither."""
    first, second = item.meeting.first, item.meeting.second
    for one, other in ((first, second), (second, first)):
        if one.body.works_as_id is not None and one.body.works_as_id == office_id:
            return other
    return other_of(item.meeting, item.owner_id)
