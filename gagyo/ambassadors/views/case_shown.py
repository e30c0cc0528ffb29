"""How cases are shown."""

from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gagyo.accounts.rules import may_read
from gagyo.ambassadors.choices import CaseState
from gagyo.ambassadors.models import Activity, Case, CaseFigure
from gagyo.ambassadors.queries.case_papers import figure_label, part_title
from gagyo.ambassadors.rules.case_values import PARTS
from gagyo.common.components import Badge, Column, Link, Term, Tone
from gagyo.common.components.cells import language
from gagyo.common.rules import Actor
from gagyo.common.views.shown import text_shown
from gagyo.kernels.indicators.figure import CountingRule
from gagyo.kernels.indicators.words import Language, counted_text
from gagyo.support.models import SupportRequest

CASES: Final = CountingRule(
    code="ambassador-cases",
    name_ko="활동 사례",
    name_en="Cases",
    sentence_ko="승인된 사례 가운데 조건에 맞고 읽을 수 있는 것을 1건씩 셉니다.",
    sentence_en="Approved cases that fit the filters, as far as you read them, each once.",
)
TONES: dict[str, Tone] = {
    CaseState.DRAFT: "neutral",
    CaseState.SUBMITTED: "info",
    CaseState.RETURNED: "warning",
    CaseState.APPROVED: "success",
}


def spoken_now() -> Language:
    """Return the reader's language."""
    return "en" if language() == "en" else "ko"


def case_badge(row: Case) -> Badge:
    """Return the state of a case."""
    return Badge(row.get_state_display(), TONES[row.state])


def case_columns() -> list[Column]:
    """Return the columns of a list of cases."""
    return [
        Column(
            "name",
            pgettext("case of an ambassador", "Case"),
            row_header=True,
            draw=lambda row: Link(row.name, row.get_absolute_url()),
        ),
        Column("province", _("Province"), draw=lambda row: row.province.name),
        Column("field", pgettext("support request", "Field"), draw=lambda row: row.get_field_display()),
        Column("year", _("Year"), draw=lambda row: str(row.year)),
    ]


def parts_shown(row: Case) -> list[tuple[str, str, tuple[str, str]]]:
    """Return the parts of a case: name, title, and the text in the reader's language with its note."""
    return [(name, part_title(name), text_shown(getattr(row, name))) for name in PARTS]


def case_facts(row: Case, *, activity: Activity | None, inside: bool) -> list[Term]:
    """Return the facts of a case; activity: the one it tells of, where the reader may open it; inside: its office"""
    terms = [
        Term(_("Province"), row.province.name),
        Term(_("Year"), str(row.year)),
        Term(pgettext("support request", "Field"), row.get_field_display()),
        Term(_("Contact"), text_shown(row.contact)[0]),
    ]
    if inside:
        terms.append(Term(_("Visible once approved to"), row.get_audience_display()))
    if activity is not None:
        terms.append(
            Term(pgettext("activity of an ambassador", "Activity"), Link(activity.name, activity.get_absolute_url()))
        )
    return [*terms, *([Term(_("Reason"), row.state_reason)] if inside and row.state_reason else [])]


@dataclass(frozen=True)
class FigureRow:
    """A number with the way to where it comes from; href "" where the reader may not open that."""

    label: str
    value: str
    as_of: Any
    href: str
    remove: str


def figure_rows(row: Case, *, actor: Actor, edits: bool) -> list[FigureRow]:
    """Return the numbers of a case's result."""
    spoken = spoken_now()
    figures = list(row.figures.all())
    asked = {each.request_id for each in figures if each.request_id}
    readable = (
        set(SupportRequest.objects.for_user(actor).filter(pk__in=asked).values_list("pk", flat=True))
        if asked
        else set()
    )
    return [
        FigureRow(
            label=figure_label(each, spoken),
            value=counted_text(each.value, each.unit, spoken),
            as_of=each.as_of,
            href=source_of(each, actor=actor, readable=readable),
            remove=reverse("ambassadors:case_figure_remove", args=[each.pk]) if edits else "",
        )
        for each in figures
    ]


def source_of(figure: CaseFigure, *, actor: Actor, readable: set[int]) -> str:
    """Return the address of where a number comes from, as far as the reader may open it."""
    visit = figure.visit
    if visit is not None and may_read(actor=actor, office_id=visit.office_id, visibility=visit.visibility):
        return visit.get_absolute_url()
    if figure.request is not None and figure.request_id in readable:
        return figure.request.get_absolute_url()
    return figure.url
