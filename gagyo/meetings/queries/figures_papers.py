"""The figures of a round on paper and as a workbook: each with its rule, as of one day, beside the round before."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gagyo.kernels.documents.report import Block, Closing, Document, TableBlock
from gagyo.kernels.documents.sheet import Cell, Column, Kind, Sheet
from gagyo.kernels.indicators.figure import Figure
from gagyo.kernels.indicators.words import Language, date_text
from gagyo.meetings.choices import AgreedState
from gagyo.meetings.models import MeetingRound
from gagyo.meetings.queries.after_figures import RATE, RoundFigures, figures_of
from gagyo.meetings.queries.agreed import kept_at
from gagyo.meetings.rules.after import Kept


@dataclass(frozen=True)
class Printed:
    """The figures of a round as of a day; before: how the items of the round before stand, None where there is none."""

    round: MeetingRound
    figures: RoundFigures
    before: Kept | None
    as_of: date


def printed_figures(meeting_round: MeetingRound, *, as_of: date) -> Printed:
    """Return what the papers of a round's figures say; constant queries."""
    previous = meeting_round.previous
    before = kept_at(previous, as_of=as_of) if previous else None
    return Printed(meeting_round, figures_of(meeting_round, as_of=as_of), before, as_of)


def figures_document(printed: Printed, *, language: Language) -> Document:
    """Return the figures as a report."""
    blocks: list[Block] = [TableBlock(sheet) for sheet in figures_sheets(printed, language=language)]
    title = _("Figures of the round: %(round)s") % {"round": printed.round.name}
    return Document(title, (*blocks, Closing()), language)


def figures_sheets(printed: Printed, *, language: Language) -> list[Sheet]:
    """Return the tables: all figures with their rules, wishes by rank, what was kept of this round and of the last."""
    sheets = [_all(printed, language), _by_rank(printed, language), _kept(printed, printed.figures.kept, language)]
    if printed.before is not None and printed.round.previous is not None:
        sheets.append(_kept(printed, printed.before, language, of=printed.round.previous))
    return sheets


def _as_of(printed: Printed, language: Language) -> str:
    return _("As of %(day)s") % {"day": date_text(printed.as_of, language)}


def _all(printed: Printed, language: Language) -> Sheet:
    columns = (
        Column("figure", _("Figure"), width=20),
        Column("value", pgettext("figure", "Value"), width=10),
        Column("rule", _("Counting rule"), width=52),
    )
    figures = [Figure(each.value, each.unit, printed.as_of, each.rule, None) for each in printed.figures.counted]
    figures.append(Figure(printed.figures.kept.rate, "percent", printed.as_of, RATE, None))
    rows: list[tuple[Cell, ...]] = [
        (each.rule.name(language), each.text(language), each.rule.sentence(language)) for each in figures
    ]
    return Sheet(_("Figures"), (_as_of(printed, language),), columns, rows)


def _by_rank(printed: Printed, language: Language) -> Sheet:
    columns = (
        Column("rank", _("Rank"), Kind.INTEGER),
        Column("wishes", _("Wishes"), Kind.INTEGER),
        Column("fulfilled", _("Fulfilled"), Kind.INTEGER),
    )
    rows: list[tuple[Cell, ...]] = [(each.rank, each.wishes, each.fulfilled) for each in printed.figures.ranks]
    return Sheet(_("Wishes fulfilled by rank"), (_as_of(printed, language),), columns, rows)


def _kept(printed: Printed, kept: Kept, language: Language, *, of: MeetingRound | None = None) -> Sheet:
    columns = (Column("state", _("State"), width=34), Column("items", _("Agreed items"), Kind.INTEGER, width=14))
    rows: list[tuple[Cell, ...]] = [
        (str(AgreedState.KEPT.label), kept.kept),
        (str(AgreedState.PARTLY.label), kept.partly),
        (str(AgreedState.OPEN.label), kept.open),
        (pgettext("agreed item", "of these overdue"), kept.overdue),
        (str(AgreedState.DROPPED.label), kept.dropped),
    ]
    title = _("What was kept of “%(round)s”") % {"round": (of or printed.round).name}
    rate = Figure(kept.rate, "percent", printed.as_of, RATE, None)
    notes = (f"{RATE.name(language)}: {rate.text(language)}", rate.label(language))
    return Sheet(title, notes, columns, rows)
