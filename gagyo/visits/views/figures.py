"""The half-year figures: on the page, as a press release, as XLSX and HWPX, and as they were published."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gagyo.accounts.rules import check_write, may_write
from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.components import Action, Column, Link, Tab
from gagyo.common.components.cells import language
from gagyo.common.rules import Actor
from gagyo.common.views.finding import found
from gagyo.common.views.shown import crumbs, tell, today_of
from gagyo.kernels.documents.hwpx import write_hwpx
from gagyo.kernels.documents.xlsx import write_xlsx
from gagyo.kernels.indicators.words import LANGUAGES, Language, ratio_text
from gagyo.visits.actions.releases import UnableToPublish, publish_figures
from gagyo.visits.forms.figures import HalfForm, PublishForm, half_label
from gagyo.visits.models import FigureRelease
from gagyo.visits.queries.filters import VisitFilter, visits_for
from gagyo.visits.queries.half_tables import TITLES, HalfRow, HalfTable, half_table, offices_with_visits, pairs_of
from gagyo.visits.queries.half_years import MEASURES, HalfQuestion, half_year_figures
from gagyo.visits.queries.offices import receiver
from gagyo.visits.queries.papers import half_report, half_sheets
from gagyo.visits.queries.press import press_sentences
from gagyo.visits.queries.releases import release_for, release_today, releases_of
from gagyo.visits.queries.rules import NoCountingRuleError, rule_in_use
from gagyo.visits.rules.halves import half_of, half_on

FILES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "hwpx": "application/hwp+zip",
}
SCHEME = "press"


def asked_by(request: HttpRequest, *, today: date) -> tuple[HalfForm, HalfQuestion | None, str]:
    """Return the form of the address, the question that it means (none where it cannot be), and the region scheme."""
    actor = actor_of(request)
    visits = visits_for(actor=actor, wanted=VisitFilter(), today=today)
    offices = offices_with_visits(visits=visits)
    own = next((pk for pk, _name in offices if pk == actor.office_id), offices[0][0] if offices else None)
    first = {"office": own or "", "half": str(half_on(today)), "scheme": SCHEME, "as_of": today.isoformat()}
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
    figures, pairs = half_year_figures(asked), pairs_of(asked)
    who = receiver(asked.office or 0)
    press = {
        code: press_sentences(asked, figures, pairs, scheme=scheme, who=who[code], language=code) for code in LANGUAGES
    }
    wanted, here = request.GET.get("format", ""), request.GET.get("table", "")
    codes = list(TITLES) if wanted in FILES or here == "all" else [here if here in TITLES else next(iter(TITLES))]
    tables = [half_table(code, asked, pairs, scheme=scheme) for code in codes]
    if wanted in FILES:
        return file_of(wanted, asked=asked, figures=figures, tables=tables, press=press, who=who)
    downloads = [Link(code.upper(), file_href(request, code)) for code in FILES]
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
        "releases": releases_of(actor=actor, office_id=asked.office),
        "release_columns": release_columns(),
        "publish_form": PublishForm() if may else None,
        "publish_href": f"{reverse('visits:figures_publish')}?{request.GET.urlencode()}",
        "more_actions": [Action(each.label, each.href, kind="tertiary", icon="down") for each in downloads],
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


def file_href(request: HttpRequest, code: str) -> str:
    """Return the address of the same figures as a file."""
    query = request.GET.copy()
    query["format"] = code
    return f"{request.path}?{query.urlencode()}"


def file_of(
    wanted: str,
    *,
    asked: HalfQuestion,
    figures: Any,
    tables: list[HalfTable],
    press: dict[Language, list[str]],
    who: dict[str, str],
) -> HttpResponse:
    """Return the figures as a file; the numbers are those of the page."""
    spoken, now = language(), timezone.now()
    if wanted == "hwpx":
        paper = half_report(asked, figures, tables, press=press[spoken], who=who[spoken], language=spoken)
        body = write_hwpx(paper, made_at=now)
    else:
        body = write_xlsx(half_sheets(asked, figures, tables, who=who[spoken], language=spoken), made_at=now)
    answer = HttpResponse(body, content_type=FILES[wanted])
    name = f"visits-{asked.half}-{asked.half.cut(asked.as_of).isoformat()}.{wanted}"
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return answer


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
    if asked is None or not form.is_valid():
        messages.error(request, _("Choose the office, the half-year and the day first."))
        return redirect(back)
    try:
        made = publish_figures(asked=asked, note=form.cleaned_data["note"], by=actor, now=timezone.now())
    except UnableToPublish as error:
        messages.error(request, str(error))
        return redirect(back)
    tell(request, _("The figures are kept as they stand. Whatever changes later, they can be made again."))
    return redirect("visits:figures_release", release_id=made.pk)


def find_release(actor: Actor, release_id: int) -> FigureRelease:
    """
    Return a publication that the actor may read.

    :raises Http404: if there is none
    """
    return found(
        lambda: release_for(actor=actor, release_id=release_id),
        missing=_("These figures were not published, or not for you. See the list under Half-year figures."),
    )


@require_GET
def figures_release(request: HttpRequest, release_id: int) -> HttpResponse:
    """Show published figures beside today's count by the same rule, and explain the difference row by row."""
    actor = actor_of(request)
    release = find_release(actor, release_id)
    today = release_today(actor=actor, release=release)
    names = {
        "countries": _("Countries"),
        "persons": _("Persons"),
        "person_days": _("Person-days"),
        "visits": _("Visits"),
    }
    query = {
        "office": str(release.office_id or ""),
        "half": release.half,
        "as_of": release.as_of.isoformat(),
        "rule": release.rule.code,
    }
    context = {
        "release": release,
        "half": half_label(half_of(release.half)),
        "rows": [
            {"name": words, "then": release.totals[key], "again": today.again[key], "now": today.now[key]}
            for key, words in names.items()
        ],
        "columns": [
            Column("name", _("Figure"), row_header=True),
            Column("then", _("Published"), numeric=True),
            Column("again", _("Made again from the rows kept"), numeric=True),
            Column("now", _("Counted today") if today.is_whole else _("Today, of visits open to you"), numeric=True),
        ],
        "differences": [difference_row(each) for each in today.differences],
        "hidden": today.hidden,
        "is_whole": today.is_whole,
        "difference_columns": [
            Column("what", _("What"), row_header=True),
            Column("visit", _("Visit")),
            Column("country", _("Country")),
            Column("before", _("Published")),
            Column("after", _("Today")),
        ],
        "crumbs": crumbs(
            (_("Delegation visits"), reverse("visits:visits")),
            (_("Half-year figures"), f"{reverse('visits:half_year')}?{urlencode(query)}"),
            (str(half_label(half_of(release.half))), ""),
        ),
        "now_href": f"{reverse('visits:half_year')}?{urlencode(query)}",
    }
    return render(request, "visits/release.html", context)


def difference_row(each: Any) -> dict[str, Any]:
    """Return one difference in words."""
    either = each.after or each.before
    kinds = {(True, False): _("Counted since"), (False, True): _("No longer counted"), (False, False): _("Changed")}
    return {
        "what": kinds[each.before is None, each.after is None],
        "visit": Link(either.visit, reverse("visits:visit", args=[either.visit_id])),
        "country": either.country,
        "before": row_words(each.before),
        "after": row_words(each.after),
    }


def row_words(row: Any) -> str:
    """Return what a row counted."""
    return _("%(persons)d persons, %(day)s") % {"persons": row.persons, "day": row.day.isoformat()} if row else ""
