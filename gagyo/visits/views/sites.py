"""The list of sites, a site's page, entering and editing one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gagyo.accounts.rules import check_write, may_read_contacts, may_write, may_write_own, reads_inside
from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.components import Action, Badge, Column, Link, Term
from gagyo.common.forms.merging import answers_of, as_post, from_kept, kept
from gagyo.common.forms.numbers import number_sent
from gagyo.common.rules import Actor
from gagyo.common.views.conflicts import Saves, conflict_answer, decided, parts_of
from gagyo.common.views.finding import found
from gagyo.common.views.lists import page_of
from gagyo.common.views.sheets import sheet_action, sheet_answer, wants_sheet
from gagyo.common.views.shown import crumbs, tell, text_shown, today_of
from gagyo.kernels.indicators.figure import CountingRule, Figure
from gagyo.visits.actions.sites import (
    add_site,
    archive_site,
    close_site,
    edit_site,
    open_site_again,
    restore_site,
    set_travel_time,
)
from gagyo.visits.forms.sites import WEEKDAYS, ClosureForm, SiteFilterForm, SiteForm, TravelForm, site_initial
from gagyo.visits.models import Site, SiteClosure
from gagyo.visits.queries.sites import colleagues_as_hosts, listed_sites, site_for, values_of_site, ways_from
from gagyo.visits.rules.languages import language_names
from gagyo.visits.rules.sites import SiteValues, UnableToSaveSite, hours_text

LISTED = CountingRule(
    code="sites-listed",
    name_ko="목록의 견학지",
    name_en="Sites listed",
    sentence_ko="선택한 조건에 맞는 견학지를 1곳씩 셉니다. 보관한 견학지는 뺍니다.",
    sentence_en="Sites that fit the filters, each once; archived ones are left out.",
)


def find_site(actor: Actor, site_id: int) -> Site:
    """
    Return a site that the actor may read.

    :raises Http404: if there is none
    """
    return found(
        lambda: site_for(actor=actor, site_id=site_id),
        missing=_("This site does not exist, or belongs to another office. Search the list."),
    )


def changing_site(request: HttpRequest, site_id: int) -> Site:
    """
    Return a site that the actor may change.

    :raises Http404: if there is none, or it is archived
    :raises NotYoursError: if it belongs to others
    """
    row = find_site(actor_of(request), site_id)
    check_write(actor=actor_of(request), office_id=row.office_id, what=str(row))
    if row.archived_at:
        raise Http404(_("This site is archived. Open its page and bring it back first."))
    return row


def site_href(site: Site) -> str:
    """Return the address of a site's page."""
    return reverse("visits:site", args=[site.pk])


def site_columns() -> list[Column]:
    """Return the columns of a list of sites."""
    return [
        Column("name", _("Site"), sort="name", row_header=True, draw=lambda row: Link(row.name, site_href(row))),
        Column("themes", _("Themes"), draw=lambda row: ", ".join(theme.name for theme in row.themes.all())),
        Column("capacity", _("Capacity"), sort="capacity", numeric=True),
        Column("visit_minutes", _("Minutes of a visit"), sort="minutes", numeric=True),
        Column("languages", _("Languages of guiding"), draw=lambda row: language_names(row.language_codes)),
        Column("stops_count", _("Stops"), sort="stops", numeric=True),
        Column("office", _("Owning office"), draw=lambda row: str(row.office) if row.office else ""),
    ]


@require_GET
@signed_in
def sites(request: HttpRequest) -> HttpResponse:
    """List sites: filters and order in the address, a worksheet of exactly this."""
    actor, today = actor_of(request), today_of()
    form = SiteFilterForm(request.GET)
    rows = listed_sites(actor=actor, sort=request.GET.get("sort", ""), **form.wanted())
    page = page_of(request, rows)
    count = Figure(page.paginator.count, "site", today, LISTED, request.get_full_path())
    if wants_sheet(request):
        now = timezone.now()
        return sheet_answer(title=_("Sites"), columns=site_columns(), rows=rows, count=count, name="sites", now=now)
    may = may_write_own(actor=actor)
    context = {
        "form": form,
        "page": page,
        "count": count,
        "columns": site_columns(),
        "crumbs": crumbs((_("Delegation visits"), reverse("visits:visits")), (_("Sites"), "")),
        "action": Action(_("Enter a site"), reverse("visits:site_add"), icon="plus") if may else None,
        "more_actions": [
            Action(_("Vehicles and rooms"), reverse("visits:resources"), kind="tertiary"),
            sheet_action(request),
        ],
    }
    return render(request, "visits/sites.html", context)


@require_GET
@signed_in
def site(request: HttpRequest, site_id: int) -> HttpResponse:
    """Show a site: what is shown, when, to how many, who receives, and the ways to the other sites."""
    actor = actor_of(request)
    row = find_site(actor, site_id)
    may = may_write(actor=actor, office_id=row.office_id)
    own = reads_inside(actor=actor, office_id=row.office_id)
    ways = ways_from(row) if own else []
    forms = may and not row.archived_at
    context: dict[str, Any] = {
        "site": row,
        "crumbs": crumbs((_("Sites"), reverse("visits:sites")), (row.name, "")),
        "terms": site_facts(row, contacts=own and may_read_contacts(actor=actor)),
        "about": text_shown(row.about),
        "hours": opening_rows(row),
        "closures": row.closures.all(),
        "ways": ways,
        "own": own,
        "may_write": may,
        "badge": Badge(_("Archived"), "warning") if row.archived_at else None,
        "closure_form": ClosureForm() if forms else None,
        "travel_form": TravelForm(sites=other_sites(row)) if forms and ways else None,
        **(site_actions(row) if may else {}),
    }
    return render(request, "visits/site.html", context)


def other_sites(row: Site) -> Any:
    """Return the other sites of the same office, for a choice."""
    rows = Site.objects.past_access(because="the caller has read a site of the same office")
    return rows.filter(office_id=row.office_id or 0, archived_at=None).exclude(pk=row.pk).order_by("name_ko")


def opening_rows(row: Site) -> list[Term]:
    """Return the opening hours of each day of the week."""
    hours = values_of_site(row).hours
    return [
        Term(day, hours_text(hours, weekday=weekday).replace("-", "–") or _("Closed"))
        for weekday, day in enumerate(WEEKDAYS)
    ]


def site_facts(row: Site, *, contacts: bool) -> list[Term]:
    """Return the facts of a site; who receives only for its own office."""
    position = "" if row.latitude is None else f"{row.latitude:.4f}, {row.longitude:.4f}"
    terms = [
        Term(_("Capacity (persons at once)"), row.capacity),
        Term(_("Minutes of a visit"), row.visit_minutes),
        Term(_("Languages of guiding"), language_names(row.language_codes)),
        Term(_("Themes"), ", ".join(theme.name for theme in row.themes.all())),
        Term(_("Closed on public holidays"), row.closed_on_holidays),
        Term(_("Belongs to"), row.body.name if row.body else ""),
        Term(_("Address (Korean)"), row.address_ko),
        Term(_("Address (English)"), row.address_en),
        Term(_("Position"), position),
        Term(_("Owning office"), str(row.office) if row.office else ""),
        Term(_("Visible to"), row.get_visibility_display()),
    ]
    people = [
        Term(_("Host"), person_link(row.host) if row.host else ""),
        Term(_("Stand-in"), person_link(row.stand_in) if row.stand_in else ""),
    ]
    return [*terms, *(people if contacts else [])]


def person_link(person: Any) -> Link:
    """Return a contact's name with the way to it."""
    return Link(person.name, reverse("registry:person", args=[person.pk]))


def site_actions(row: Site) -> dict[str, Any]:
    """Return the main action for a site as it stands."""
    if row.archived_at:
        return {"action": Action(_("Bring back"), reverse("visits:site_restore", args=[row.pk]), method="post")}
    return {"action": Action(_("Edit"), reverse("visits:site_edit", args=[row.pk]))}


@require_http_methods(["GET", "POST"])
@signed_in
def site_add(request: HttpRequest) -> HttpResponse:
    """Enter a site."""
    actor = actor_of(request)
    check_write(actor=actor, office_id=actor.office_id, what=_("A new site"))
    people = colleagues_as_hosts(actor=actor)
    form = SiteForm(request.POST or None, people=people, initial=site_initial(SiteValues(name_ko="")))
    if request.method == "POST" and form.is_valid():
        try:
            made = add_site(values=form.values(), by=actor, now=timezone.now())
        except UnableToSaveSite as error:
            form.add_error(None, str(error))
        else:
            undo = reverse("visits:site_archive", args=[made.pk])
            tell(request, _("“%(site)s” was entered as a site.") % {"site": made}, undo=undo)
            return redirect(site_href(made))
    return site_form_answer(request, form)


@require_http_methods(["GET", "POST"])
@signed_in
def site_edit(request: HttpRequest, site_id: int) -> HttpResponse:
    """Edit a site; a second save in between is shown and merged."""
    row = changing_site(request, site_id)
    actor, current = actor_of(request), values_of_site(row)
    people = colleagues_as_hosts(actor=actor, held=(row.host_id, row.stand_in_id))
    if request.method != "POST":
        return site_form_answer(request, SiteForm(people=people, initial=site_initial(current)), row=row)
    data = merged_post(request, current=current, people=people) if "merge" in request.POST else request.POST
    form = SiteForm(data, people=people, initial=site_initial(current))
    if not form.is_valid():
        return site_form_answer(request, form, row=row, posted=data)
    values, expected = form.values(old=current), number_sent(data.get("version"))
    try:
        edit_site(site_id=site_id, values=values, expected=expected, by=actor, now=timezone.now())
    except UnableToSaveSite as error:
        form.add_error(None, str(error))
        return site_form_answer(request, form, row=row, posted=data)
    except SavedMeanwhileError:
        fresh = find_site(actor, site_id)
        return conflict_answer(
            request,
            row=fresh,
            saves=Saves(
                before=from_kept(data.get("was", "")),
                theirs=answers_of(SiteForm(people=people, initial=site_initial(values_of_site(fresh)))),
                mine=answers_of(SiteForm(people=people, initial=site_initial(values))),
            ),
            parts=parts_of(SiteForm(people=people)),
            hidden={"version": str(fresh.version), "merge": "yes"},
            title=str(fresh),
        )
    tell(request, _("The site “%(site)s” was saved.") % {"site": row})
    return redirect(site_href(row))


def merged_post(request: HttpRequest, *, current: SiteValues, people: Any) -> QueryDict:
    """Return the answers after the choices that the page with both versions was sent with."""
    data = request.POST
    mine = {name: data.getlist(name) for name in data if not name.startswith("take_")}
    theirs = answers_of(SiteForm(people=people, initial=site_initial(current)))
    answers = decided(request, parts=parts_of(SiteForm(people=people)), theirs=theirs, mine=mine)
    return as_post({**answers, "version": [data.get("version", "")], "was": [kept(theirs)]})


def site_form_answer(
    request: HttpRequest, form: SiteForm, *, row: Site | None = None, posted: QueryDict | None = None
) -> HttpResponse:
    """Return the form of a site; `was` goes along, so that a second save can tell who changed what."""
    title = _("Edit the site") if row else _("Enter a site")
    way = [(_("Sites"), reverse("visits:sites")), *([(str(row), site_href(row))] if row else [])]
    context = {
        "form": form,
        "hours": [form[name] for name in form.fields if name.startswith("hours_")],
        "title": title,
        "was": posted.get("was") if posted else kept(answers_of(form)) if row else "",
        "seen_version": posted.get("version") if posted else str(row.version) if row else "",
        "crumbs": crumbs(*way, (title, "")),
        "back": site_href(row) if row else reverse("visits:sites"),
    }
    return render(request, "visits/site_form.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def site_archive(request: HttpRequest, site_id: int) -> HttpResponse:
    """Archive a site; the toast brings it back."""
    row = find_site(actor_of(request), site_id)
    check_write(actor=actor_of(request), office_id=row.office_id, what=str(row))
    if row.archived_at is None:
        archive_site(site_id=site_id, by=actor_of(request), now=timezone.now())
    undo = reverse("visits:site_restore", args=[site_id])
    tell(request, _("The site “%(site)s” was archived. Programmes that name it keep it.") % {"site": row}, undo=undo)
    return redirect("visits:sites")


@require_POST
@signed_in
def site_restore(request: HttpRequest, site_id: int) -> HttpResponse:
    """Bring an archived site back."""
    row = find_site(actor_of(request), site_id)
    check_write(actor=actor_of(request), office_id=row.office_id, what=str(row))
    if row.archived_at:
        restore_site(site_id=site_id, by=actor_of(request), now=timezone.now())
    tell(request, _("The site “%(site)s” is back in the list.") % {"site": row})
    return redirect(site_href(row))


@require_POST
@signed_in
def closure_add(request: HttpRequest, site_id: int) -> HttpResponse:
    """Note closed days of a site; a form that does not fit comes back on a page of its own."""
    row = changing_site(request, site_id)
    form = ClosureForm(request.POST)
    if form.is_valid():
        try:
            made = close_site(site_id=site_id, **form.cleaned_data, by=actor_of(request), now=timezone.now())
        except UnableToSaveSite as error:
            form.add_error(None, str(error))
        else:
            undo = reverse("visits:closure_remove", args=[site_id, made.pk])
            tell(request, _("The closed days were noted."), undo=undo)
            return redirect(site_href(row))
    return one_form(request, form, row=row, title=_("Add closed days"))


@require_POST
@signed_in
def closure_remove(request: HttpRequest, site_id: int, closure_id: int) -> HttpResponse:
    """Take closed days out."""
    row = changing_site(request, site_id)
    try:
        open_site_again(site_id=site_id, closure_id=closure_id, by=actor_of(request), now=timezone.now())
    except SiteClosure.DoesNotExist:
        raise Http404(_("These closed days are not there any more.")) from None
    tell(request, _("The closed days were taken out."))
    return redirect(site_href(row))


@require_POST
@signed_in
def travel_time(request: HttpRequest, site_id: int) -> HttpResponse:
    """Set the minutes to another site."""
    row = changing_site(request, site_id)
    form = TravelForm(request.POST, sites=other_sites(row))
    if not form.is_valid():
        return one_form(request, form, row=row, title=_("Travel time"))
    data = form.cleaned_data
    set_travel_time(
        site_id=site_id, other_id=data["other"].pk, minutes=data["minutes"], by=actor_of(request), now=timezone.now()
    )
    tell(request, _("The travel time to “%(site)s” was saved.") % {"site": data["other"]})
    return redirect(site_href(row))


def one_form(request: HttpRequest, form: Any, *, row: Site, title: str) -> HttpResponse:
    """Return a small form of a site that did not fit."""
    context = {
        "title": title,
        "form": form,
        "crumbs": crumbs((_("Sites"), reverse("visits:sites")), (str(row), site_href(row)), (title, "")),
        "submit": _("Save"),
        "back": site_href(row),
    }
    return render(request, "common/one_form.html", context, status=422)
