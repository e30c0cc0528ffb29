"""The timetable on paper, for when the network fails: agendas, table signs, the master grid; no person is named."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gagyo.kernels.documents.report import Block, Document, NewPage, Paragraph, ReportLine, TableBlock
from gagyo.kernels.documents.sheet import Column, Sheet
from gagyo.kernels.indicators.words import Language, date_text
from gagyo.meetings.choices import MeetingForm, MeetingState
from gagyo.meetings.models import Assignment, MeetingRound, Participant, RoundTable, TimetableVersion
from gagyo.meetings.queries.day_calendar import partner_of
from gagyo.meetings.queries.equipment import venue_at
from gagyo.meetings.queries.rounds import slots_of_round, taking_part
from gagyo.meetings.queries.timetable import assignments_of, published_version
from gagyo.meetings.rules.times import Slot

# Characters of a column; together they fit upright paper.
TIME, WHOM, WHERE, NOTE = 13, 34, 22, 16
# Landscape holds so many slots beside the names; a longer day continues in a further table.
NAME, SLOT_COLUMNS, ACROSS = 22, 9, 116
MOST_ROWS = 400
# The name on a table sign is read from across the hall.
SIGN_POINTS = 60
# Writing a Hangul document takes some 7 s for 1,000 rows.
MOST_HWPX_ROWS = 1500


class UnableToPrint(Exception):
    """A paper cannot be made; the sentence says why and what to do."""


@dataclass(frozen=True)
class Published:
    """
    A round with its published timetable, read once for all papers of a file.

    venues: at each slot, in the language of the papers, where the round is not all the time at its own
    """

    round: MeetingRound
    version: TimetableVersion
    rows: list[Assignment]
    venues: dict[datetime, str] = field(default_factory=dict)

    @property
    def length(self) -> timedelta:
        """How long a meeting lasts."""
        return timedelta(minutes=self.round.slot_minutes)


def published_of(meeting_round: MeetingRound) -> Published:
    """
    Return what is to be printed: the meetings that are still to be held.

    :raises UnableToPrint: if no timetable is published
    """
    version = published_version(meeting_round)
    if version is None:
        raise UnableToPrint(_("No timetable is published yet. Publish a version first; its papers are then made here."))
    rows = [row for row in assignments_of(version) if row.meeting.state != MeetingState.CANCELLED]
    return Published(meeting_round, version, rows, venue_at(meeting_round))


def agendas_document(printed: Published, *, language: Language) -> Document:
    """Return the agendas of all who take part, each on a page of its own, behind a list of them."""
    of_each: dict[int, list[Assignment]] = defaultdict(list)
    for row in printed.rows:
        of_each[row.meeting.first_id].append(row)
        of_each[row.meeting.second_id].append(row)
    people = list(taking_part(printed.round))
    blocks: list[Block] = [*_head(printed, language)]
    for side, members in groupby(people, key=lambda one: one.side.name):
        blocks.append(ReportLine(side))
        blocks += [_counted(one.name, of_each[one.pk]) for one in members]
    for one in people:
        blocks += [NewPage(one.name), *_agenda(printed, one, of_each[one.pk], language)]
    return Document(_("Timetables: %(round)s") % {"round": printed.round.name}, tuple(blocks), language)


def _counted(name: str, rows: Sequence[Assignment]) -> ReportLine:
    words = ngettext("%(name)s: %(n)d meeting", "%(name)s: %(n)d meetings", len(rows))
    return ReportLine(words % {"name": name, "n": len(rows)}, 2)


def agenda_document(printed: Published, one: Participant, *, language: Language) -> Document:
    """Return the agenda of one participant."""
    rows = [row for row in printed.rows if one.pk in {row.meeting.first_id, row.meeting.second_id}]
    return Document(one.name, tuple(_agenda(printed, one, rows, language)), language)


def _agenda(printed: Published, one: Participant, rows: Sequence[Assignment], language: Language) -> list[Block]:
    blocks = _head(printed, language)
    columns = (
        Column("time", _("Time"), width=TIME),
        Column("with", _("You meet"), width=WHOM),
        Column("where", pgettext("one-to-one meeting", "Table"), width=WHERE),
        Column("note", _("Note"), width=NOTE),
    )
    for day, of_day in _by_day(rows):
        cells = [
            (_hours(row, printed), partner_of(row, one).name, _place(row, printed), _interpreted(row)) for row in of_day
        ]
        blocks.append(TableBlock(Sheet(date_text(day, language), (), columns, cells)))
    if not rows:
        blocks.append(Paragraph(_("No meeting in this timetable.")))
    return blocks


def signs_document(printed: Published, *, language: Language) -> Document:
    """Return a sign for each table, each on a page of its own: who meets there in which slot."""
    of_table: dict[int, list[Assignment]] = defaultdict(list)
    for row in printed.rows:
        if row.table_id is not None:
            of_table[row.table_id].append(row)
    tables = list(RoundTable.objects.filter(round=printed.round))
    blocks = _head(printed, language)
    blocks += [_counted(_sign_title(table), of_table[table.pk]) for table in tables]
    for table in tables:
        blocks += [NewPage(_sign_title(table), points=SIGN_POINTS), *_head(printed, language)]
        for day, of_day in _by_day(of_table[table.pk]):
            cells = [
                (_hours(row, printed), row.meeting.first.name, row.meeting.second.name, _interpreted(row))
                for row in of_day
            ]
            blocks.append(TableBlock(Sheet(date_text(day, language), (), _sign_columns(), cells)))
        if not of_table[table.pk]:
            blocks.append(Paragraph(_("No meeting at this table.")))
    return Document(_("Table signs: %(round)s") % {"round": printed.round.name}, tuple(blocks), language)


def _sign_columns() -> tuple[Column, ...]:
    first, second = _("First participant"), _("Second participant")
    return (
        Column("time", _("Time"), width=TIME),
        Column("first", first, width=28),
        Column("second", second, width=28),
        Column("note", _("Note"), width=NOTE),
    )


def _sign_title(table: RoundTable) -> str:
    return f"{table.name} ({table.room})" if table.room else table.name


def grid_document(printed: Published, *, language: Language) -> Document:
    """Return the master grid, in landscape: participants down, slots across; in each cell whom and at which table."""
    cells: dict[tuple[int, datetime], str] = {}
    for row in printed.rows:
        # A table's name is not torn apart where a narrow column breaks the line.
        where = (row.table.name if row.table else _("Online")).replace(" ", "\N{NO-BREAK SPACE}")
        for one in (row.meeting.first, row.meeting.second):
            cells[one.pk, row.starts_at] = f"{partner_of(row, one).name} ({where})"
    people = list(taking_part(printed.round))
    blocks = _head(printed, language)
    for slots in _slots_across(slots_of_round(printed.round)):
        title = f"{date_text(timezone.localdate(slots[0].starts_at), language)} {_clock(slots[0].starts_at)}–"
        width = max(ACROSS // len(slots), 10)
        columns = (
            Column("participant", _("Participant"), width=NAME),
            *(Column(f"slot-{slot.number}", _clock(slot.starts_at), width=width) for slot in slots),
        )
        for at in range(0, len(people), MOST_ROWS):
            lines = [
                (one.name, *(cells.get((one.pk, slot.starts_at), "") for slot in slots))
                for one in people[at : at + MOST_ROWS]
            ]
            blocks.append(TableBlock(Sheet(f"{title}{_clock(slots[-1].ends_at)}", (), columns, lines)))
    return Document(_("Master grid: %(round)s") % {"round": printed.round.name}, tuple(blocks), language)


def check_length(document: Document) -> None:
    """
    Refuse a Hangul document that would take too long to write.

    :raises UnableToPrint: saying what to take instead
    """
    rows = sum(len(list(block.sheet.rows)) for block in document.blocks if isinstance(block, TableBlock))
    if rows > MOST_HWPX_ROWS:
        raise UnableToPrint(
            _("This paper has %(n)d lines, too many for a Hangul document. Take the PDF, or the papers one by one.")
            % {"n": rows}
        )


def _slots_across(slots: Sequence[Slot]) -> list[list[Slot]]:
    """Return the slots of each table of the grid: of one day, no more than fit across, halves of equal length."""
    found = []
    for _day, inside in groupby(slots, key=lambda slot: timezone.localdate(slot.starts_at)):
        of_day = list(inside)
        parts = -(-len(of_day) // SLOT_COLUMNS)
        size = -(-len(of_day) // parts)
        found += [of_day[at : at + size] for at in range(0, len(of_day), size)]
    return found


def _by_day(rows: Sequence[Assignment]) -> list[tuple[date, list[Assignment]]]:
    days = groupby(rows, key=lambda row: timezone.localdate(row.starts_at))
    return [(day, list(of_day)) for day, of_day in days]


def _head(printed: Published, language: Language) -> list[Block]:
    """Return what every sheet says: the round, where, and which version it is, so that an old sheet is known."""
    moment = printed.version.published_at or printed.version.made_at
    issued = _("Version %(n)d, published on %(day)s at %(clock)s") % {
        "n": printed.version.number,
        "day": date_text(timezone.localdate(moment), language),
        "clock": _clock(moment),
    }
    named = " · ".join(part for part in (printed.round.name, printed.round.venue) if part)
    return [Paragraph(named, "center"), Paragraph(issued, "center")]


def _hours(row: Assignment, printed: Published) -> str:
    return f"{_clock(row.starts_at)}–{_clock(row.starts_at + printed.length)}"


def _clock(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M}"


def _place(row: Assignment, printed: Published) -> str:
    if row.table is None:
        return _("Online")
    online = "" if row.meeting.form == MeetingForm.ON_SITE else _("Online")
    parts = (row.table.name, row.table.room, printed.venues.get(row.starts_at), online)
    return ", ".join(part for part in parts if part)


def _interpreted(row: Assignment) -> str:
    return _("With an interpreter") if row.interpreter_id else ""
