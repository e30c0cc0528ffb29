"""The half-year figures: on the page, as a press release, as XLSX and HWPX, and as they were published."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gagyo.accounts.rules import check_write, may_write
from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.components import Action, Column, Link, Tab
from gagyo.common.components.cells import language
from gagyo.common.views.shown import crumbs, tell, today_of
from gagyo.kernels.documents.hwpx import write_hwpx
from gagyo.kernels.documents.xlsx import write_xlsx
from gagyo.kernels.indicators.words import LANGUAGES, Language, counted_text, date_text, ratio_text
from gagyo.visits.actions.releases import UnableToPublish, publish_figures
from gagyo.visits.forms.figures import HalfForm, PublishForm, half_label
from gagyo.visits.models import FigureRelease
from gagyo.visits.queries.filters import VisitFilter, counted_visits
from gagyo.visits.queries.half_sums import figures_of_pairs, pairs_of
from gagyo.visits.queries.half_tables import TITLES, HalfRow, HalfTable, half_table, offices_with_visits
from gagyo.visits.queries.half_years import MEASURES, HalfQuestion
from gagyo.visits.queries.offices import receiver
from gagyo.visits.queries.papers import half_report, half_sheets
from gagyo.visits.queries.press import press_sentences
from gagyo.visits.queries.releases import releases_of
from gagyo.visits.queries.rules import NoCountingRuleError, rule_in_use
from gagyo.visits.rules.halves import half_at_hand, half_of

FILES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "hwpx": "application/hwp+zip",
}
SCHEME = "press"
SAID = (("countries", "country"), ("persons", "person"), ("visits", "visit"))


def asked_by(request: HttpRequest, *, today: date) -> tuple[HalfForm, HalfQuestion | None, str]:
    """Return the form of the address, the question that it means (none where it cannot be), and the region scheme."""
    actor = actor_of(request)
    visits = counted_visits(actor=actor, wanted=VisitFilter(), today=today)
    offices = offices_with_visits(visits=visits)
    own = next((pk for pk, _name in offices if pk == actor.office_id), offices[0][0] if offices else None)
    first = {"office": own or "", "half": str(half_at_hand(today)), "scheme": SCHEME, "as_of": today.isoformat()}
    form = HalfForm(request.GET, offices=offices, today=today, first=first)
    if not form.is_valid() or not offices:
        return form, None, SCHEME
    data = form.cleaned_data
    day = data["as_of"] or today
    try:
        rule = rule_in_use(day=day, code=data["rule"])
    except NoCountingRuleError as error:
        form.add_error("rule", str(error))
        return form, None, SCHEME
    asked = HalfQuestion(
        actor=actor,
        half=half_of(data["half"]),
        as_of=day,
        rule=rule,
        office=int(data["office"]),
        whole_last_year=data["compare"] == "whole",
    )
    return form, asked, data["scheme"] or SCHEME


@require_GET
def half_year(request: HttpRequest) -> HttpResponse:
    """Show the figures of a half-year, each beside last year's and opening its rows; ?format= gives a file."""
    actor, today = actor_of(request), today_of()
    form, asked, scheme = asked_by(request, today=today)
    context: dict[str, Any] = {
        "form": form,
        "crumbs": crumbs((_("Delegation visits"), reverse("visits:visits")), (_("Half-year figures"), "")),
    }
    if asked is None:
        return render(request, "visits/half_year.html", context)
    pairs = pairs_of(asked)
    figures = figures_of_pairs(pairs)
    who = receiver(asked.office or 0)
    press = {
        code: press_sentences(asked, figures, pairs, scheme=scheme, who=who[code], language=code) for code in LANGUAGES
    }
    wanted, here = request.GET.get("format", ""), request.GET.get("table", "")
    if wanted in FILES:
        spoken = file_language(request)
        with translation.override(spoken):
            tables = [half_table(code, asked, pairs, scheme=scheme) for code in TITLES]
            return file_of(wanted, asked=asked, figures=figures, tables=tables, press=press[spoken], who=who[spoken])
    codes = list(TITLES) if here == "all" else [here if here in TITLES else next(iter(TITLES))]
    tables = [half_table(code, asked, pairs, scheme=scheme) for code in codes]
    releases = releases_of(actor=actor, office_id=asked.office)
    may = may_write(actor=actor, office_id=asked.office)
    context |= {
        "asked": asked,
        "who": who[language()],
        "half": half_label(asked.half),
        "headline": [headline(figures, name) for name in MEASURES],
        "has_visits": bool(figures["visits"].value),
        "press": list(press.items()),
        "views": tabs_of(request, here if here == "all" else codes[0]),
        "tables": [(table, columns_of(table), with_total(table)) for table in tables],
        "rule": asked.rule,
        "releases": releases,
        "beside": beside_rule(releases, asked=asked, figures=figures),
        "release_columns": release_columns(),
        "publish_form": PublishForm() if may else None,
        "publish_href": f"{reverse('visits:figures_publish')}?{request.GET.urlencode()}",
        "more_actions": file_actions(request),
    }
    return render(request, "visits/half_year.html", context)


def tabs_of(request: HttpRequest, here: str) -> list[Tab]:
    """Return the tables as tabs; each keeps the half, the day and the rule."""
    found = []
    for code, title in (*TITLES.items(), ("all", _("All tables, for printing"))):
        query = request.GET.copy()
        query["table"] = code
        found.append(Tab(str(title), f"?{query.urlencode()}", active=code == here))
    return found


def headline(figures: Any, name: str) -> tuple[Any, Any, str]:
    """Return a figure, last year's, and the comparison in words."""
    now, before = figures[name], figures[f"{name}_last_year"]
    return now, before, ratio_text(current=now.value or 0, previous=before.value or 0, language=language())


def columns_of(table: HalfTable) -> list[Column]:
    """Return the columns of a table as the page draws them."""

    def drawn(key: str) -> Any:
        return lambda row: row.figures.get(key) or ""

    figures = [Column(key, title, numeric=True, draw=drawn(key)) for key, title in table.columns]
    return [Column("name", table.row_title, row_header=True), *figures]


def with_total(table: HalfTable) -> list[HalfRow]:
    """Return the rows and, last, the totals over all rows."""
    return [*table.rows, *([HalfRow(_("Total"), table.total)] if table.total else [])]


def file_actions(request: HttpRequest) -> list[Action]:
    """Return the four ways to the same figures as a file: each form in the reader's language, then in the other."""
    found = []
    languages = sorted((("ko", _("Korean")), ("en", _("English"))), key=lambda each: each[0] != language())
    for spoken, words in languages:
        for code in FILES:
            query = request.GET.copy()
            query["format"], query["language"] = code, spoken
            href = f"{request.path}?{query.urlencode()}"
            found.append(Action(f"{code.upper()} ({words})", href, kind="tertiary", icon="down"))
    return found


def file_language(request: HttpRequest) -> Language:
    """Return the language that a file is asked for in; the page's own where none is said."""
    asked = request.GET.get("language", "")
    return next((each for each in LANGUAGES if each == asked), language())


def file_of(
    wanted: str,
    *,
    asked: HalfQuestion,
    figures: Any,
    tables: list[HalfTable],
    press: Sequence[str],
    who: str,
) -> HttpResponse:
    """Return the figures as a file in the active language; the numbers are those of the page."""
    spoken, now = language(), timezone.now()
    if wanted == "hwpx":
        paper = half_report(asked, figures, tables, press=press, who=who, language=spoken)
        body = write_hwpx(paper, made_at=now)
    else:
        sheets = half_sheets(asked, figures, tables, press=press, who=who, language=spoken)
        body = write_xlsx(sheets, made_at=now)
    answer = HttpResponse(body, content_type=FILES[wanted])
    name = f"visits-{asked.half}-{asked.half.cut(asked.as_of).isoformat()}-{spoken}.{wanted}"
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return answer


def beside_rule(releases: Sequence[FigureRelease], *, asked: HalfQuestion, figures: Any) -> list[tuple[str, str]]:
    """Return both counts of what was published of this half by another rule, in a sentence, and the way to its rows."""
    found = []
    for row in releases:
        if row.half != str(asked.half) or row.rule_id == asked.rule.pk:
            continue
        spoken = language()
        words = _(
            "Published by the rule “%(then)s” as of %(day)s: %(published)s. By the rule “%(now)s”: %(counted)s."
        ) % {
            "then": row.rule.name,
            "day": date_text(row.as_of, spoken),
            "published": ", ".join(counted_text(row.totals[name], unit, spoken) for name, unit in SAID),
            "now": asked.rule.name,
            "counted": ", ".join(figures[name].text(spoken) for name, _unit in SAID),
        }
        found.append((words, f"{reverse('visits:figures_release', args=[row.pk])}?rule={asked.rule.code}"))
    return found


def release_link(row: FigureRelease) -> Link:
    """Return the way to a publication."""
    return Link(str(half_label(half_of(row.half))), reverse("visits:figures_release", args=[row.pk]))


def release_columns() -> list[Column]:
    """Return the columns of the publications."""
    return [
        Column(
            "half",
            _("Half-year"),
            row_header=True,
            draw=release_link,
        ),
        Column("as_of", _("As of")),
        Column("countries", _("Countries"), numeric=True, draw=lambda row: row.totals["countries"]),
        Column("persons", _("Persons"), numeric=True, draw=lambda row: row.totals["persons"]),
        Column("visits", _("Visits"), numeric=True, draw=lambda row: row.totals["visits"]),
        Column("made_at", _("Published")),
        Column("note", _("Note")),
    ]


@require_POST
@signed_in
def figures_publish(request: HttpRequest) -> HttpResponse:
    """Keep the figures as they stand now, with each row that they count."""
    actor = actor_of(request)
    check_write(actor=actor, office_id=actor.office_id, what=_("The publication of half-year figures"))
    _form, asked, _scheme = asked_by(request, today=today_of())
    back = f"{reverse('visits:half_year')}?{request.GET.urlencode()}"
    form = PublishForm(request.POST)
    if asked is None:
        messages.error(request, _("Choose the office, the half-year and the day first."))
        return redirect(back)
    if not form.is_valid():
        messages.error(request, _("The note was not taken: %(why)s") % {"why": " ".join(map(str, form.errors["note"]))})
        return redirect(back)
    try:
        made = publish_figures(asked=asked, note=form.cleaned_data["note"], by=actor, now=timezone.now())
    except UnableToPublish as error:
        messages.error(request, str(error))
        return redirect(back)
    tell(request, _("The figures are kept as they stand. Whatever changes later, they can be made again."))
    return redirect("visits:figures_release", release_id=made.pk)
