"""Every component in every state, on one page that people look at and a test opens with axe."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gagyo.common.components import (
    Action,
    Badge,
    Column,
    Difference,
    Link,
    Tab,
    Term,
    TimelineEntry,
)
from gagyo.common.forms.gallery import SampleFilterForm, SampleForm
from gagyo.common.views.gallery_drawings import drawings
from gagyo.kernels.indicators.figure import CountingRule, Figure

AS_OF = date(2025, 8, 31)
RULE = CountingRule(
    code="signed-ties",
    name_ko="서명된 결연",
    name_en="Signed ties",
    sentence_ko="자매결연과 우호교류 가운데 서명되었고 끝나지 않은 것만 셉니다. 같은 상대와 두 번 맺으면 한 건입니다.",
    sentence_en="Counts sister and friendship ties that are signed and not ended; a pair tied twice counts once.",
)


@dataclass(frozen=True)
class SampleTie:
    """A row of the sample table."""

    government: str
    city: str
    country: str
    kind: str
    state: Badge
    signed_on: date | None
    projects: Figure
    href: str = "#"


def sample_figure(value: int | None, unit: str = "tie") -> Figure:
    """Return a figure that leads nowhere else."""
    return Figure(value=value, unit=unit, as_of=AS_OF, rule=RULE, href="?kind=sister")


COLUMNS = [
    Column("city", gettext_lazy("Partner city"), sort="city", href="href", row_header=True),
    Column("government", gettext_lazy("Local government"), sort="government"),
    Column("country", gettext_lazy("Country")),
    Column("kind", gettext_lazy("Kind")),
    Column("state", gettext_lazy("State")),
    Column("signed_on", gettext_lazy("Signed on"), sort="signed"),
    Column("projects", gettext_lazy("Projects"), numeric=True),
]


def sample_ties() -> list[SampleTie]:
    """Return ties of Namyangju as the press named them, in made-up states."""
    signed, dormant = Badge(_("Signed"), "success"), Badge(_("Dormant"), "warning")
    nyj = _("Namyangju")
    sister, friend = _("Sister tie"), _("Friendship tie")
    return [
        SampleTie(
            nyj, _("Dartford"), _("United Kingdom"), sister, signed, date(1996, 5, 3), sample_figure(12, "project")
        ),
        SampleTie(nyj, "Brea", _("United States"), friend, dormant, date(2020, 11, 5), sample_figure(0, "project")),
        SampleTie(nyj, "Fort Lee", _("United States"), friend, signed, None, sample_figure(3, "project")),
    ]


def sample_timeline() -> list[TimelineEntry]:
    """Return past and coming entries."""
    return [
        TimelineEntry(_("30th anniversary"), at=date(2026, 5, 3), ahead=True, text=_("In 163 days")),
        TimelineEntry(
            _("Youth exchange"),
            at=date(2024, 7, 22),
            href="#",
            badge=Badge(_("Result missing"), "warning"),
            text=_("24 pupils went, 20 came."),
            by=_("International team"),
        ),
        TimelineEntry(_("Agreement signed"), when=_("1996, day unknown")),
    ]


def sample_terms() -> list[Term]:
    """Return the facts of a tie."""
    return [
        Term(_("Kind"), _("Sister tie")),
        Term(_("State"), Badge(_("Signed"), "success")),
        Term(_("Signed on"), date(1996, 5, 3)),
        Term(_("Signed at"), _("Dartford Civic Centre")),
        Term(_("Council consent"), None),
        Term(_("Projects"), sample_figure(12, "project")),
    ]


def texts(request: HttpRequest) -> dict[str, Any]:
    """Return what the upper half of the gallery shows."""
    return {
        "crumbs": [Link(_("Home"), "/"), Link(_("Partner cities"), "#"), Link(_("Gallery of components"))],
        "badge": Badge(_("Signed"), "success"),
        "action": Action(_("Add a tie"), "#", icon="plus"),
        "more_actions": [
            Action(_("Print"), "#", kind="tertiary", icon="print"),
            Action("XLSX", "#", kind="tertiary", icon="down"),
            Action(_("Import"), "#", kind="tertiary"),
            Action(_("Archive"), "#", kind="tertiary"),
        ],
        "figures": [
            sample_figure(1932),
            sample_figure(92, "country"),
            sample_figure(112_000_000_000, "krw"),
            sample_figure(None),
        ],
        "figure": sample_figure(1932),
        "tones": ["neutral", "primary", "info", "success", "warning", "danger"],
        "terms": sample_terms(),
        "timeline": sample_timeline(),
        "steps": [_("Choose a file"), _("Match the columns"), _("Check the rows"), _("Import")],
        "tabs": [
            Tab(_("Overview"), "?", active="tab" not in request.GET),
            Tab(_("Projects"), "?tab=projects", count=12),
            Tab(_("Contacts"), "?tab=contacts", count=0),
        ],
    }


def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component; `?form=wrong` shows the form as it comes back with errors."""
    form = (
        SampleForm({"name": "", "kind": "unknown", "budget_krw": "-1"})
        if request.GET.get("form") == "wrong"
        else SampleForm()
    )
    if request.GET.get("toast"):
        messages.success(request, _("Saved."))
    page = Paginator(range(1, 401), 20).get_page(request.GET.get("page", 7))
    context = (
        texts(request)
        | drawings()
        | {
            "form": form,
            "filter_form": SampleFilterForm(request.GET),
            "columns": COLUMNS,
            "ties": sample_ties(),
            "page": page,
            "empty_action": Action(_("Add a tie"), "#"),
            "differences": [
                Difference(_("Signed on"), mine=date(1996, 5, 3), theirs=date(1996, 5, 13), before=None),
                Difference(
                    _("Note"), mine=_("Signed in Dartford"), theirs=_("Signed at the Civic Centre"), before=_("Signed")
                ),
            ],
            "saved_at": datetime(2025, 8, 31, 14, 5),  # noqa: DTZ001 - a sample has no zone
        }
    )
    return render(request, "common/gallery.html", context)
