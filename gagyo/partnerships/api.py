"""Ties, exchange projects and their figures as open data; a token opens what its office reads."""

from collections.abc import Callable, Iterable
from datetime import date

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from ninja import Query, Router

from gagyo.accounts.api import ApiAccess, actor_of
from gagyo.accounts.choices import Scope
from gagyo.common.schemas import FigureOut, Id, Page, as_json, figure_out, refuse_unknown
from gagyo.kernels.indicators.figure import Figure
from gagyo.kernels.indicators.words import Language
from gagyo.partnerships.choices import TieKind
from gagyo.partnerships.queries.directory import TieLine, in_order, lines
from gagyo.partnerships.queries.directory_counts import CountRow, by_city, by_country, by_government, by_province
from gagyo.partnerships.queries.directory_figures import (
    cities_figure,
    countries_figure,
    governments_figure,
    ties_figure,
)
from gagyo.partnerships.queries.directory_filter import ALL_STATES, TieFilter, ties_for
from gagyo.partnerships.queries.directory_projects import ProjectFilter, project_figures, projects_figure, projects_for
from gagyo.partnerships.schemas import (
    CountOut,
    CountsOut,
    FiguresOut,
    ProjectFilterIn,
    ProjectOut,
    ProjectsIn,
    TieFilterIn,
    TieOut,
    TiesIn,
    project_out,
    tie_out,
)

router = Router()
READS_TIES = ApiAccess(Scope.TIES)
READS_PROJECTS = ApiAccess(Scope.PROJECTS)
READS_FIGURES = ApiAccess(Scope.FIGURES)


def language() -> Language:
    """Return the language that the caller asked for."""
    return "en" if get_language() == "en" else "ko"


def kind_words() -> dict[str, tuple[str, str]]:
    """Return each kind in Korean and English."""
    words = {}
    for kind in TieKind:
        with translation.override("ko"):
            korean = str(kind.label)
        with translation.override("en"):
            words[kind.value] = (korean, str(kind.label))
    return words


def given(figures: Iterable[tuple[str, Figure]]) -> list[FigureOut]:
    """Return figures as the API says them."""
    return [figure_out(name=name, figure=figure, language=language()) for name, figure in figures]


def number(figure: Figure) -> int:
    """Return what a figure counts."""
    return int(figure.value or 0)


def as_ties(rows: list[TieLine]) -> list[TieOut]:
    """Return ties as the API says them."""
    standard = kind_words()
    return [tie_out(row, standard=standard, href=reverse("partnerships:tie", args=[row.id])) for row in rows]


@router.get("/ties", response=Page[TieOut], auth=READS_TIES, summary="Ties", operation_id="list_ties")
@as_json
def list_ties(request: HttpRequest, asked: Query[TiesIn]) -> Page[TieOut]:
    """List the ties that the parameters mean; without a token the public ones."""
    refuse_unknown(request, TiesIn)
    actor, today, wanted = actor_of(request), timezone.localdate(), asked.wanted()
    ties = ties_for(actor=actor, wanted=wanted, today=today)
    rows = in_order(ties, sort=asked.sort, language=language())[asked.start : asked.start + asked.numOfRows]
    return Page[TieOut](
        totalCount=number(ties_figure(actor=actor, wanted=wanted, today=today)),
        pageNo=asked.pageNo,
        numOfRows=asked.numOfRows,
        items=as_ties(lines(rows, day=wanted.day(today), today=today)),
    )


@router.get("/ties/{tie_id}", response=TieOut, auth=READS_TIES, summary="One tie", operation_id="get_tie")
@as_json
def get_tie(request: HttpRequest, tie_id: Id) -> TieOut:
    """Return one tie in its present state."""
    refuse_unknown(request)
    today = timezone.localdate()
    ties = ties_for(actor=actor_of(request), wanted=TieFilter(state=ALL_STATES), today=today).filter(pk=tie_id)
    found = as_ties(lines(ties, day=today, today=today))
    if not found:
        raise Http404
    return found[0]


@router.get(
    "/projects", response=Page[ProjectOut], auth=READS_PROJECTS, summary="Projects", operation_id="list_projects"
)
@as_json
def list_projects(request: HttpRequest, asked: Query[ProjectsIn]) -> Page[ProjectOut]:
    """List the exchange projects that the parameters mean, the latest first."""
    refuse_unknown(request, ProjectsIn)
    actor, today, wanted = actor_of(request), timezone.localdate(), asked.wanted()
    found = projects_for(actor=actor, wanted=wanted, today=today).select_related("lead").order_by("-starts_on", "-pk")
    return Page[ProjectOut](
        totalCount=number(projects_figure(actor=actor, wanted=wanted, today=today)),
        pageNo=asked.pageNo,
        numOfRows=asked.numOfRows,
        items=[
            project_out(row, href=reverse("partnerships:project", args=[row.pk]))
            for row in found[asked.start : asked.start + asked.numOfRows]
        ],
    )


@router.get(
    "/projects/{project_id}",
    response=ProjectOut,
    auth=READS_PROJECTS,
    summary="One project",
    operation_id="get_project",
)
@as_json
def get_project(request: HttpRequest, project_id: Id) -> ProjectOut:
    """Return one exchange project."""
    refuse_unknown(request)
    wanted = ProjectFilter(state=ALL_STATES)
    found = projects_for(actor=actor_of(request), wanted=wanted, today=timezone.localdate()).filter(pk=project_id)
    project = found.select_related("lead").first()
    if project is None:
        raise Http404
    return project_out(project, href=reverse("partnerships:project", args=[project.pk]))


@router.get(
    "/figures/ties", response=FiguresOut, auth=READS_FIGURES, summary="Figures of ties", operation_id="tie_figures"
)
@as_json
def tie_figures(request: HttpRequest, asked: Query[TieFilterIn]) -> FiguresOut:
    """Return the figures of the ties that the parameters mean, as every page shows them."""
    refuse_unknown(request, TieFilterIn)
    actor, today, wanted = actor_of(request), timezone.localdate(), asked.wanted()
    found = {
        "ties": ties_figure(actor=actor, wanted=wanted, today=today),
        "countries": countries_figure(actor=actor, wanted=wanted, today=today),
        "cities": cities_figure(actor=actor, wanted=wanted, today=today),
        "governments": governments_figure(actor=actor, wanted=wanted, today=today),
    }
    return FiguresOut(items=given(found.items()))


@router.get(
    "/figures/projects",
    response=FiguresOut,
    auth=READS_FIGURES,
    summary="Figures of projects",
    operation_id="project_figures",
)
@as_json
def list_project_figures(request: HttpRequest, asked: Query[ProjectFilterIn]) -> FiguresOut:
    """Return the figures of the projects that the parameters mean, as every page shows them."""
    refuse_unknown(request, ProjectFilterIn)
    found = project_figures(actor=actor_of(request), wanted=asked.wanted(), today=timezone.localdate())
    return FiguresOut(items=given(found.items()))


def counts(
    request: HttpRequest,
    asked: TieFilterIn,
    rows_of: Callable[..., list[CountRow]],
    total_of: Callable[..., Figure],
    name: str,
) -> CountsOut:
    """Return the ties that the parameters mean, counted by something."""
    refuse_unknown(request, TieFilterIn)
    today: date = timezone.localdate()
    asking = {"actor": actor_of(request), "wanted": asked.wanted(), "today": today}
    [total] = given([(name, total_of(**asking))])
    items = [
        CountOut(key=row.key, name_ko=row.names[0], name_en=row.names[1], ties=number(row.ties), href=row.ties.href)
        for row in rows_of(**asking)
    ]
    return CountsOut(total=total, items=items)


@router.get(
    "/figures/ties/by-country",
    response=CountsOut,
    auth=READS_FIGURES,
    summary="Ties by country",
    operation_id="ties_by_country",
)
@as_json
def ties_by_country(request: HttpRequest, asked: Query[TieFilterIn]) -> CountsOut:
    """Count the ties by partner country."""
    return counts(request, asked, by_country, countries_figure, "countries")


@router.get(
    "/figures/ties/by-city", response=CountsOut, auth=READS_FIGURES, summary="Ties by city", operation_id="ties_by_city"
)
@as_json
def ties_by_city(request: HttpRequest, asked: Query[TieFilterIn]) -> CountsOut:
    """Count the ties by partner city."""
    return counts(request, asked, by_city, cities_figure, "cities")


@router.get(
    "/figures/ties/by-government",
    response=CountsOut,
    auth=READS_FIGURES,
    summary="Ties by local government",
    operation_id="ties_by_government",
)
@as_json
def ties_by_government(request: HttpRequest, asked: Query[TieFilterIn]) -> CountsOut:
    """Count the ties by Korean local government."""
    return counts(request, asked, by_government, governments_figure, "governments")


@router.get(
    "/figures/ties/by-province",
    response=CountsOut,
    auth=READS_FIGURES,
    summary="Ties by province",
    operation_id="ties_by_province",
)
@as_json
def ties_by_province(request: HttpRequest, asked: Query[TieFilterIn]) -> CountsOut:
    """Count the ties by Korean province with all in it; the total counts ties, each once."""
    return counts(request, asked, by_province, ties_figure, "ties")
