"""The figures of a round, each opening its rows, and how much of the round before was kept."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gagyo.accounts.rules import may_write
from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.components import Action, Column, Link, Term
from gagyo.common.components.cells import language
from gagyo.common.components.tables import plain_columns
from gagyo.common.forms.numbers import id_sent
from gagyo.common.rules import Actor
from gagyo.common.views.sheets import XLSX, sheet_action, sheet_answer, wants_sheet
from gagyo.common.views.shown import today_of
from gagyo.kernels.documents.report import Document
from gagyo.kernels.documents.xlsx import write_xlsx
from gagyo.kernels.indicators.figure import Figure
from gagyo.kernels.indicators.words import Language
from gagyo.meetings.choices import AgreedState
from gagyo.meetings.models import MeetingRound
from gagyo.meetings.queries.after_figures import RATE, Counted, WishRow, figures_of
from gagyo.meetings.queries.agreed import kept_at
from gagyo.meetings.queries.figures_papers import figures_document, figures_sheets, printed_figures
from gagyo.meetings.rules.after import Kept
from gagyo.meetings.views.after import meeting_columns
from gagyo.meetings.views.after_shown import agreed_columns, meeting_href, meeting_name
from gagyo.meetings.views.agreed import agreed_href
from gagyo.meetings.views.day_papers import paper_file
from gagyo.meetings.views.rounds import own_round
from gagyo.meetings.views.shown import way_in


def figures_href(row: MeetingRound) -> str:
    """Return the address of a round's figures."""
    return reverse("meetings:round_figures", args=[row.pk])


def figure_of(each: Counted, *, row: MeetingRound, today: date) -> Figure:
    """Return a figure of the round; it opens exactly the rows that it counts."""
    return Figure(each.value, each.unit, today, each.rule, f"{figures_href(row)}?show={each.slug}#rows")


def rate_of(kept: Kept, *, row: MeetingRound, actor: Actor, today: date) -> Figure:
    """Return how much of what a round agreed was kept; it opens the items for those who run that round."""
    href = agreed_href(row) if may_write(actor=actor, office_id=row.office_id) and row.archived_at is None else None
    return Figure(kept.rate, "percent", today, RATE, href)


def kept_terms(kept: Kept, *, row: MeetingRound, opens: bool) -> list[Term]:
    """Return how many items are in each state, each with the way to them."""
    shown = [
        (AgreedState.KEPT.label, kept.kept, AgreedState.KEPT.value),
        (AgreedState.PARTLY.label, kept.partly, AgreedState.PARTLY.value),
        (AgreedState.OPEN.label, kept.open, AgreedState.OPEN.value),
        (pgettext("agreed item", "of these overdue"), kept.overdue, "overdue"),
        (AgreedState.DROPPED.label, kept.dropped, AgreedState.DROPPED.value),
    ]
    return [Term(str(label), n, f"{agreed_href(row)}?state={state}" if opens else "") for label, n, state in shown]


def wish_columns() -> list[Column]:
    """Return the columns of a list of wishes."""
    return [
        Column("asker", _("Participant"), row_header=True, draw=lambda row: row.wish.asker.name),
        Column("wanted", _("Wants to meet"), draw=lambda row: row.wish.wanted.name),
        Column("rank", _("Rank"), numeric=True, draw=lambda row: row.wish.rank),
        Column("answer", _("Answer"), draw=lambda row: row.wish.get_answer_display()),
        Column("is_fulfilled", _("Fulfilled")),
    ]


def rating_columns() -> list[Column]:
    """Return the columns of a list of ratings."""
    return [
        Column(
            "meeting",
            pgettext("one-to-one meeting", "Meeting"),
            row_header=True,
            draw=lambda row: Link(meeting_name(row.meeting), meeting_href(row.meeting)),
        ),
        Column("participant", _("Participant"), draw=lambda row: row.participant.name),
        Column("score", _("Score"), numeric=True),
        Column("comment", _("Comment")),
    ]


def columns_of(each: Counted, *, row: MeetingRound, today: date) -> list[Column]:
    """Return the columns in which the rows of a figure are listed."""
    if each.kind == "wishes":
        return wish_columns()
    if each.kind == "idle":
        return [
            Column("participant", _("Participant"), row_header=True, draw=lambda row: row.participant.name),
            Column("breaks", _("Idle times"), numeric=True),
        ]
    if each.kind == "ratings":
        return rating_columns()
    if each.kind == "meetings":
        shown = {"name", "starts_at", "state", "absent"}
        return [column for column in plain_columns(meeting_columns()) if column.key in shown]
    return plain_columns(
        agreed_columns(today=today, href=lambda item: reverse("meetings:agreed_item", args=[row.pk, item.pk]))
    )


def rank_columns(row: MeetingRound) -> list[Column]:
    """Return the columns of the table by rank; each number opens its wishes."""
    base = figures_href(row)

    def link(number: int, slug: str, rank: int) -> Link:
        return Link(str(number), f"{base}?show={slug}&rank={rank}#rows")

    return [
        Column("rank", _("Rank"), row_header=True),
        Column("wishes", _("Wishes"), numeric=True, draw=lambda each: link(each.wishes, "wishes", each.rank)),
        Column(
            "fulfilled", _("Fulfilled"), numeric=True, draw=lambda each: link(each.fulfilled, "fulfilled", each.rank)
        ),
    ]


def chosen_of(request: HttpRequest, counted: Any) -> Counted | None:
    """Return the figure whose rows the address asks for; wishes may be narrowed to a rank."""
    chosen: Counted | None = next((each for each in counted if each.slug == request.GET.get("show")), None)
    rank = id_sent(request.GET.get("rank"))
    if chosen is None or rank is None or chosen.kind != "wishes":
        return chosen
    rows = [each for each in chosen.rows if isinstance(each, WishRow) and each.wish.rank == rank]
    return Counted(chosen.slug, chosen.kind, chosen.unit, chosen.rule, len(rows), rows)


@never_cache
@require_GET
@signed_in
def round_figures(request: HttpRequest, round_id: int) -> HttpResponse:
    """Show what became of a round; ?show=NAME lists the rows of a figure, as a worksheet too."""
    actor, today = actor_of(request), today_of()
    row = own_round(actor, round_id)
    figures = figures_of(row, as_of=today)
    chosen = chosen_of(request, figures.counted)
    if wants_sheet(request):
        return figures_sheet(chosen, row=row, today=today) if chosen else workbook(row, today=today)
    previous = row.previous
    kept_before = kept_at(previous, as_of=today) if previous else None
    before = rate_of(kept_before, row=previous, actor=actor, today=today) if previous and kept_before else None
    context = {
        "round": row,
        "crumbs": way_in(row, (_("Figures of the round"), "")),
        "figures": [figure_of(each, row=row, today=today) for each in figures.counted],
        "ranks": figures.ranks,
        "rank_columns": rank_columns(row),
        "rate": rate_of(figures.kept, row=row, actor=actor, today=today),
        "kept": kept_terms(figures.kept, row=row, opens=True),
        "previous": previous,
        "rate_before": before,
        "kept_before": kept_terms(kept_before, row=previous, opens=before.href is not None)
        if previous and kept_before and before
        else [],
        "chosen": chosen,
        "chosen_figure": figure_of(chosen, row=row, today=today) if chosen else None,
        "columns": columns_of(chosen, row=row, today=today) if chosen else [],
        "more_actions": [sheet_action(request)] if chosen else paper_actions(row),
    }
    return render(request, "meetings/after_figures.html", context)


def figures_sheet(each: Counted, *, row: MeetingRound, today: date) -> HttpResponse:
    """Return the rows of a figure as a worksheet, its rule and as-of date in its first lines."""
    return sheet_answer(
        title=f"{row.name}: {each.rule.name('en' if language() == 'en' else 'ko')}",
        columns=columns_of(each, row=row, today=today),
        rows=each.rows,
        count=figure_of(each, row=row, today=today),
        name=f"round-{row.pk}-{each.slug}",
        now=timezone.now(),
    )


def paper_actions(row: MeetingRound) -> list[Action]:
    """Return the files of all figures, in the reader's language."""
    code = "en" if language() == "en" else "ko"
    return [
        Action(form.upper(), reverse("meetings:figures_paper", args=[row.pk, code, form]), kind="tertiary", icon="down")
        for form in ("xlsx", "hwpx", "pdf")
    ]


@require_GET
@signed_in
def figures_paper(request: HttpRequest, round_id: int, spoken: Language, form_name: str) -> HttpResponse:
    """Send all figures of a round as a report or a workbook."""
    row, today = own_round(actor_of(request), int(round_id)), today_of()
    if form_name == "xlsx":
        with translation.override(spoken):
            return workbook(row, today=today)

    def make() -> Document:
        return figures_document(printed_figures(row, as_of=today), language=spoken)

    name = f"round-{row.pk}-figures-{spoken}"
    return paper_file(request, make, spoken, form_name, name, host=str(row.office or ""))


def workbook(row: MeetingRound, *, today: date) -> HttpResponse:
    """Return all figures of a round as a workbook in the active language."""
    spoken: Language = "en" if language() == "en" else "ko"
    sheets = figures_sheets(printed_figures(row, as_of=today), language=spoken)
    answer = HttpResponse(write_xlsx(sheets, made_at=timezone.now(), author=str(row.office or "")), content_type=XLSX)
    name = f"round-{row.pk}-figures-{spoken}.xlsx"
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
