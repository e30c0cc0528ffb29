"""The screens of places."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gagyo.accounts.views.gates import actor_of, only, signed_in
from gagyo.accounts.views.history import history_href
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.components import Action, Badge, Column, Link, Term
from gagyo.common.views.conflicts import conflict_page
from gagyo.common.views.lists import count_of, page_of
from gagyo.common.views.sheets import sheet_action, sheet_answer, wants_sheet
from gagyo.registry import actions
from gagyo.registry.forms.filters import PlaceFilter
from gagyo.registry.forms.places import PlaceForm, PlaceNameForm, initial_of
from gagyo.registry.models import Body, Place, PlaceName
from gagyo.registry.queries.lists import PlaceQuestion
from gagyo.registry.queries.lists import places as listed
from gagyo.registry.rules import check_keep, may_add, may_keep
from gagyo.registry.views.bodies import FORM, form_page
from gagyo.registry.views.counting import PLACES


@require_safe
@signed_in
def places(request: HttpRequest) -> HttpResponse:
    """List places."""
    actor, today = actor_of(request), timezone.localdate()
    form = PlaceFilter(request.GET)
    form.is_valid()
    given = form.cleaned_data
    question = PlaceQuestion(
        q=given.get("q", ""),
        country=given.get("country", ""),
        kind=given.get("kind", ""),
        entered=given.get("entered", ""),
        archived=bool(given.get("archived")),
    )
    rows = listed(actor=actor, question=question, sort=request.GET.get("sort", ""))
    page, columns = page_of(request, rows), place_columns()
    count = count_of(request, count=page.paginator.count, unit="item", rule=PLACES, as_of=today)
    if wants_sheet(request):
        return sheet_answer(
            title=_("Places"), columns=columns, rows=rows, count=count, name=_("Places"), now=timezone.now()
        )
    context = {
        "form": form,
        "page": page,
        "columns": columns,
        "count": count,
        "action": Action(_("Add a place"), reverse("registry:place_add")) if may_add(actor=actor) else None,
        "more": [sheet_action(request), Action(_("Bodies"), reverse("registry:bodies"), kind="tertiary")],
        "crumbs": [Link(_("Places and bodies"), reverse("registry:bodies")), Link(_("Places"))],
    }
    return render(request, "registry/places.html", context)


def place_columns() -> list[Column]:
    """Return the list's columns."""
    return [
        Column("name", _("Name"), sort="name", row_header=True, href="get_absolute_url"),
        Column("other_name", _("Other language")),
        Column("name_local", _("Local script")),
        Column("country", _("Country"), sort="country", draw=lambda place: place.country.name),
        Column("parent", _("Province"), draw=lambda place: place.parent.name if place.parent else None),
        Column("population", _("Population"), sort="population", numeric=True),
        Column("kept_by", _("Entered by"), draw=lambda place: place.kept_by.name if place.kept_by else None),
    ]


def find(place_id: int) -> Place:
    """Return a place, archived or not, or answer 404."""
    return get_object_or_404(Place.objects.select_related("country", "parent", "kept_by"), pk=place_id)


def facts(place: Place) -> list[Term]:
    """Return the facts that are known."""
    position = None
    if place.latitude is not None and place.longitude is not None:
        position = f"{place.latitude:.4f}, {place.longitude:.4f}"
    source = _("GeoNames (CC BY 4.0)") if place.geoname_id else ""
    terms = [
        Term(_("Kind"), place.get_kind_display()),
        Term(_("Country"), place.country.name, reverse("registry:country", args=[place.country_id])),
        Term(
            _("Province"),
            place.parent.name if place.parent else None,
            place.parent.get_absolute_url() if place.parent else "",
        ),
        Term(_("Other language"), place.other_name),
        Term(_("Name in local script"), place.name_local),
        Term(_("Position"), position),
        Term(_("Population"), place.population),
        Term(_("GeoNames id"), str(place.geoname_id or "")),
        Term(_("Wikidata id"), place.wikidata_id),
        Term(_("Source"), source),
        Term(_("Kept by"), place.kept_by.name if place.kept_by else _("the operator")),
    ]
    return [term for term in terms if term.value]


@require_safe
@signed_in
def place(request: HttpRequest, place_id: int) -> HttpResponse:
    """Show a place: facts, names, bodies there."""
    actor, row = actor_of(request), find(place_id)
    mine = may_keep(actor=actor, kept_by_id=row.kept_by_id)
    context = {
        "place": row,
        "badge": Badge(_("Archived"), "warning") if row.archived_at else None,
        "crumbs": [Link(_("Places"), reverse("registry:places")), Link(row.name)],
        "terms": facts(row),
        "audit_href": history_href(actor=actor, row=row),
        "names": row.names.filter(is_main=False).select_related("added_by").order_by("-is_proposed", "text"),
        "bodies": Body.objects.for_user(actor).filter(place=row).order_by("kind", "name_ko"),
        "body_columns": [
            Column("name", _("Name"), row_header=True, href="get_absolute_url"),
            Column("kind", _("Kind"), draw=lambda body: body.get_kind_display()),
        ],
        "mine": mine,
        "name_form": PlaceNameForm() if may_add(actor=actor) else None,
        "action": Action(_("Change"), reverse("registry:place_edit", args=[row.pk])) if mine else None,
        "more": keeper_actions(row) if mine else [],
    }
    return render(request, "registry/place.html", context)


def keeper_actions(row: Place) -> list[Action]:
    """Return what its keeper may do besides changing it."""
    if row.archived_at and row.merged_into_id:
        return []
    if row.archived_at:
        return [
            Action(_("Bring back"), reverse("registry:place_restore", args=[row.pk]), method="post", kind="secondary")
        ]
    return [Action(_("Archive"), reverse("registry:place_archive", args=[row.pk]), method="post", kind="tertiary")]


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_add)
def place_add(request: HttpRequest) -> HttpResponse:
    """Add a place that is missing."""
    form = PlaceForm(request.POST or None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        row = actions.add_place(values=values_of(form), by=actor_of(request), now=timezone.now())
        messages.success(request, _("%(name)s is in the registry.") % {"name": row})
        return redirect(row)
    status = 422 if form.is_bound else 200
    return form_page(request, form=form, title=_("Add a place"), back=reverse("registry:places"), status=status)


def values_of(form: PlaceForm) -> Any:
    """Return the form's values for the actions."""
    return form.values()


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def place_edit(request: HttpRequest, place_id: int) -> HttpResponse:
    """Change a place."""
    actor, row = actor_of(request), find(place_id)
    check_keep(actor=actor, kept_by_id=row.kept_by_id, what=str(row))
    form = PlaceForm(request.POST or None, place=row)
    title, back = _("Change %(name)s") % {"name": row}, row.get_absolute_url()
    if request.method != "POST" or not form.is_valid():
        return form_page(request, form=form, title=title, back=back, status=422 if form.is_bound else 200)
    version = form.cleaned_data["version"] or 0
    try:
        actions.edit_place(place_id=row.pk, version=version, values=values_of(form), by=actor, now=timezone.now())
    except SavedMeanwhileError:
        context = {"title": title, "back": back}
        theirs = initial_of(find(place_id))
        return conflict_page(request, form=form, row=row, theirs=theirs, template=FORM, context=context)
    messages.success(request, _("Saved."))
    return redirect(row)


@require_POST
@only(may_add)
def place_name_add(request: HttpRequest, place_id: int) -> HttpResponse:
    """Add another name, or propose one."""
    row, form = find(place_id), PlaceNameForm(request.POST)
    if not form.is_valid():
        title = _("Another name for %(name)s") % {"name": row}
        return form_page(request, form=form, title=title, back=row.get_absolute_url(), status=422)
    given = form.cleaned_data
    name = actions.add_place_name(
        place_id=row.pk, text=given["text"], language=given["language"], by=actor_of(request), now=timezone.now()
    )
    waits = _("The name is proposed; the operator decides.")
    messages.success(request, waits if name.is_proposed else _("The place is found by this name now."))
    return redirect(row)


@require_POST
@signed_in
def place_name_decide(request: HttpRequest, name_id: int) -> HttpResponse:
    """Accept a proposed name, or take a name away."""
    name = get_object_or_404(PlaceName, pk=name_id)
    accept = request.POST.get("decision") == "accept"
    row = actions.decide_place_name(name_id=name.pk, accept=accept, by=actor_of(request), now=timezone.now())
    messages.success(request, _("Saved."))
    return redirect(row)


@require_POST
@signed_in
def place_archive(request: HttpRequest, place_id: int) -> HttpResponse:
    """Take a place out of the lists; its page offers to bring it back."""
    row = actions.archive_place(place_id=find(place_id).pk, by=actor_of(request), now=timezone.now())
    messages.success(request, _("%(name)s is archived. Its page brings it back.") % {"name": row})
    return redirect(row)


@require_POST
@signed_in
def place_restore(request: HttpRequest, place_id: int) -> HttpResponse:
    """Bring an archived place back."""
    row = actions.restore_place(place_id=find(place_id).pk, by=actor_of(request), now=timezone.now())
    messages.success(request, _("%(name)s is back.") % {"name": row})
    return redirect(row)
