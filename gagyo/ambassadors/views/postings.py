"""Who is posted to which province, and the page of one posting."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from gagyo.accounts.views.gates import actor_of
from gagyo.ambassadors.models import Posting
from gagyo.ambassadors.queries.postings import ProvinceLine, posting_for, province_lines
from gagyo.ambassadors.views.shown import gap_words, posting_badge
from gagyo.common.components import Column, Link, Term
from gagyo.common.rules import Actor
from gagyo.common.views.finding import found
from gagyo.common.views.shown import crumbs, today_of


def find_posting(actor: Actor, posting_id: int, *, archived: bool = False) -> Posting:
    """
    Return a posting that the actor may read.

    :raises Http404: if there is none
    """
    return found(
        lambda: posting_for(actor=actor, posting_id=posting_id, archived=archived),
        missing=_("This posting does not exist, or was put away. Look for it in the list of provinces."),
    )


@require_GET
def provinces(request: HttpRequest) -> HttpResponse:
    """List the provinces with who is posted there now; a gap is said in words."""
    actor, today = actor_of(request), today_of()
    context = {
        "rows": province_lines(actor=actor, today=today),
        "columns": province_columns(),
        "crumbs": crumbs((_("Ambassadors"), "")),
    }
    return render(request, "ambassadors/provinces.html", context)


def province_columns() -> list[Column]:
    """Return the columns of the list of provinces."""
    return [
        Column("province", _("Province"), row_header=True, draw=lambda line: line.province.name),
        Column("now", _("Ambassador"), draw=who_cell),
        Column("from", pgettext("posting", "Posted from"), draw=lambda line: line.now.starts_on if line.now else None),
        Column("until", pgettext("posting", "Until"), draw=lambda line: line.now.ends_on if line.now else None),
        Column("last", _("Predecessor"), draw=last_cell),
    ]


def who_cell(line: ProvinceLine) -> object:
    """Return who is posted now, or that nobody is."""
    if line.now is not None:
        return Link(line.now.name, line.now.get_absolute_url())
    return gap_words(line.last, line.following)


def last_cell(line: ProvinceLine) -> object:
    """Return who was posted there before."""
    return Link(line.last.name, line.last.get_absolute_url()) if line.last else None


@require_GET
def posting(request: HttpRequest, posting_id: int) -> HttpResponse:
    """Show a posting with its predecessor and successor."""
    actor, today = actor_of(request), today_of()
    row = find_posting(actor, posting_id)
    context = {
        "row": row,
        "crumbs": crumbs((_("Ambassadors"), reverse("ambassadors:provinces")), (row.name, "")),
        "badge": posting_badge(row, today=today),
        "terms": facts(row),
    }
    return render(request, "ambassadors/posting.html", context)


def facts(row: Posting) -> list[Term]:
    """Return the facts of a posting."""
    return [
        Term(_("Province"), row.province.name),
        Term(_("From"), row.starts_on),
        Term(_("Until"), row.ends_on),
        Term(
            _("Predecessor"), Link(row.predecessor.name, row.predecessor.get_absolute_url()) if row.predecessor else ""
        ),
    ]
