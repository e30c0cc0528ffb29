"""The consolidated plan of a year: as it stands now, its editions, its papers, and publishing one."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from gagyo.accounts.views.gates import actor_of
from gagyo.ambassadors.actions.consolidated import check_centre, publish_consolidated
from gagyo.ambassadors.forms.plans import PublishForm
from gagyo.ambassadors.models import ConsolidatedPlan
from gagyo.ambassadors.queries.consolidated import Edition, edition_now, edition_of, editions
from gagyo.ambassadors.queries.consolidated_papers import consolidated_document, consolidated_sheets, title_of
from gagyo.ambassadors.rules.plan_parts import is_centre
from gagyo.ambassadors.views.consolidated_shown import chosen_of, headline, page_tables
from gagyo.ambassadors.views.plan_screens import Screen, screen_answer
from gagyo.common.components import Action, Link
from gagyo.common.components.cells import language
from gagyo.common.rules import Actor
from gagyo.common.views.finding import found
from gagyo.common.views.sheets import XLSX
from gagyo.common.views.shown import crumbs, text_shown, today_of
from gagyo.kernels.documents.hwpx import write_hwpx
from gagyo.kernels.documents.pdf import write_pdf
from gagyo.kernels.documents.xlsx import write_xlsx
from gagyo.kernels.indicators.words import Language
from gagyo.support.queries.people import kind_of

TYPES = {"hwpx": "application/hwp+zip", "pdf": "application/pdf", "xlsx": XLSX}


def way_to(year: int, *more: tuple[str, str]) -> Sequence[Link]:
    """Return the way from home to the consolidated plan of a year, and on."""
    return crumbs(
        (_("Ambassadors"), reverse("ambassadors:provinces")),
        (_("Annual plans"), f"{reverse('ambassadors:plans')}?year={year}"),
        *more,
    )


def find_edition(actor: Actor, edition_id: int) -> ConsolidatedPlan:
    """
    Return an edition.

    :raises Http404: if there is none
    """
    return found(
        lambda: editions(actor=actor).get(pk=edition_id),
        missing=_("This edition does not exist. Look for it on the page of its year."),
    )


def check_year(year: int) -> None:
    """
    Refuse a year that cannot be.

    :raises Http404: outside of 2000 to 2100
    """
    if not 2000 <= year <= 2100:
        raise Http404(_("There are consolidated plans for the years 2000 to 2100."))


@require_GET
def consolidated(request: HttpRequest, year: int) -> HttpResponse:
    """Show the consolidated plan of a year as it stands now; ?show=NAME lists the rows of a figure."""
    check_year(year)
    actor = actor_of(request)
    centre = is_centre(actor=actor, office_kind=kind_of(actor))
    publish = Action(_("Publish an edition"), reverse("ambassadors:publish", args=[year]))
    context = {
        **page_of_edition(request, edition_now(year=year, today=today_of())),
        "crumbs": way_to(year, (_("Consolidated plan"), "")),
        "action": publish if centre else None,
        "more_actions": paper_actions(
            lambda spoken, form: reverse("ambassadors:consolidated_paper", args=[year, spoken, form])
        ),
        "editions": editions(actor=actor, year=year),
    }
    return render(request, "ambassadors/consolidated.html", context)


@require_GET
def edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Show an edition as it was published."""
    actor = actor_of(request)
    row = find_edition(actor, edition_id)
    shown = edition_of(row)
    now = (_("Consolidated plan"), reverse("ambassadors:consolidated", args=[row.year]))
    context = {
        **page_of_edition(request, shown),
        "row": row,
        "note": text_shown(row.note),
        "crumbs": way_to(row.year, now, (_("Edition %(n)d") % {"n": row.edition}, "")),
        "more_actions": paper_actions(
            lambda spoken, form: reverse("ambassadors:edition_paper", args=[row.pk, spoken, form])
        ),
        "editions": editions(actor=actor, year=row.year),
    }
    return render(request, "ambassadors/consolidated.html", context)


def page_of_edition(request: HttpRequest, shown: Edition) -> dict[str, Any]:
    """Return what the page of an edition shows."""
    return {
        "title": title_of(shown),
        "edition": shown,
        "figures": headline(shown, path=request.path),
        **page_tables(shown, path=request.path),
        **chosen_of(shown, request.GET.get("show", ""), path=request.path),
    }


def paper_actions(href: Any) -> list[Action]:
    """Return the files, in the reader's language."""
    spoken = "en" if language() == "en" else "ko"
    return [Action(form.upper(), href(spoken, form), kind="tertiary", icon="down") for form in ("hwpx", "pdf", "xlsx")]


@require_GET
def consolidated_paper(_request: HttpRequest, year: str, spoken: Language, form_name: str) -> HttpResponse:
    """Send the consolidated plan as it stands now."""
    check_year(int(year))
    shown = edition_now(year=int(year), today=today_of())
    return paper(shown, spoken=spoken, form_name=form_name, name=f"consolidated-{year}-{spoken}")


@require_GET
def edition_paper(request: HttpRequest, edition_id: str, spoken: Language, form_name: str) -> HttpResponse:
    """Send an edition as it was published."""
    row = find_edition(actor_of(request), int(edition_id))
    name = f"consolidated-{row.year}-edition-{row.edition}-{spoken}"
    return paper(edition_of(row), spoken=spoken, form_name=form_name, name=name)


def paper(shown: Edition, *, spoken: Language, form_name: str, name: str) -> HttpResponse:
    """Return a consolidated plan as a file."""
    now = timezone.now()
    with translation.override(spoken):
        author = shown.publisher.said(spoken)
        if form_name == "xlsx":
            body = write_xlsx(list(consolidated_sheets(shown, language=spoken)), made_at=now, author=author)
        else:
            write = write_pdf if form_name == "pdf" else write_hwpx
            body = write(consolidated_document(shown, language=spoken), made_at=now, author=author)
    return file_answer(body, form_name=form_name, name=name)


def file_answer(body: bytes, *, form_name: str, name: str) -> HttpResponse:
    """Return a file to be kept; no cache between keeps it."""
    answer = HttpResponse(body, content_type=TYPES[form_name])
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{form_name}")
    answer.headers["Content-Disposition"] = disposition or ""
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, year: int) -> HttpResponse:
    """Publish the consolidated plan of a year as it stands now."""
    check_year(year)
    actor = actor_of(request)
    check_centre(actor)
    form = PublishForm(request.POST or None)
    back = reverse("ambassadors:consolidated", args=[year])
    title = _("Publish an edition")
    screen = Screen(
        title=title,
        submit=pgettext("consolidated plan", "Publish"),
        form=form,
        work=lambda now: publish_consolidated(year=year, note=form.text_values(), by=actor, now=now),
        done=_("The edition was published."),
        back=back,
        then=back,
        way=list(way_to(year, (_("Consolidated plan"), back), (title, ""))),
        lead=_("All offices read it as it stands now. It stays as it is, whatever becomes of the plans."),
    )
    return screen_answer(request, screen)
