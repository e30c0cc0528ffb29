"""The registry's countries, with every region to which they belong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.components import Badge, Column, Link, Term
from gagyo.common.views.lists import count_of
from gagyo.common.views.sheets import sheet_action, sheet_answer, wants_sheet
from gagyo.registry.forms.countries import CountryFilter
from gagyo.registry.models import Body, Country, RegionScheme
from gagyo.registry.queries.countries import (
    Membership,
    capital_words,
    capitals,
    countries_in,
    held,
    memberships,
    region_of,
)
from gagyo.registry.queries.history import existing_on
from gagyo.registry.views.counting import COUNTRIES


@require_safe
@signed_in
def countries(request: HttpRequest) -> HttpResponse:
    """List countries with their region in one scheme on a day."""
    today = timezone.localdate()
    form = CountryFilter(request.GET)
    form.is_valid()
    scheme, day = form.cleaned_data.get("scheme") or "mofa", form.cleaned_data.get("as_of") or today
    region = form.cleaned_data.get("region") or ""
    regions = region_of(scheme=scheme, day=day)
    rows = countries_in(scheme=scheme, region=region, day=day) if region else Country.objects.all()
    rows = rows.filter(pk__in=regions) if scheme == "group" and not region else rows
    found = sorted(rows, key=lambda country: country.name)
    seats = capitals(found)
    columns = [
        Column(
            "name",
            _("Name"),
            row_header=True,
            draw=lambda row: Link(row.name, reverse("registry:country", args=[row.pk])),
        ),
        Column("other_name", _("Other language")),
        Column("code", _("ISO code")),
        Column("region", _("Region"), draw=lambda row: regions[row.pk].name if row.pk in regions else None),
        Column("capital", _("Capital"), draw=lambda row: capital_words(row, seats.get(row.pk))),
    ]
    count = count_of(request, count=len(found), unit="country", rule=COUNTRIES, as_of=day)
    if wants_sheet(request):
        title = _("Countries and regions")
        return sheet_answer(title=title, columns=columns, rows=found, count=count, name=title, now=timezone.now())
    context = {
        "form": form,
        "more": [sheet_action(request)],
        "scheme": RegionScheme.objects.filter(pk=scheme).first(),
        "columns": columns,
        "rows": found,
        "count": count,
        "crumbs": [Link(_("Places and bodies"), reverse("registry:bodies")), Link(_("Countries and regions"))],
    }
    return render(request, "registry/countries.html", context)


@require_safe
@signed_in
def country(request: HttpRequest, code: str) -> HttpResponse:
    """Show a country: facts, all its regions with dates, missions."""
    row = get_object_or_404(Country, pk=code)
    actor, today = actor_of(request), timezone.localdate()
    missions = Body.objects.for_user(actor).filter(existing_on(today), held(today, "covers__"), covers__country=row)
    seat = capitals([row]).get(row.pk)
    terms = [
        Term(_("Other language"), row.other_name),
        Term(_("ISO code"), f"{row.code} · {row.code3} · {row.number}"),
        Term(_("Capital"), capital_words(row, seat), seat.get_absolute_url() if seat else ""),
        Term(_("Languages"), row.languages.replace(",", ", ")),
        Term(_("Independent state"), row.is_independent),
    ]
    context = {
        "country": row,
        "crumbs": [Link(_("Countries and regions"), reverse("registry:countries")), Link(row.name)],
        "terms": [term for term in terms if term.value not in ("", None)],
        "regions": memberships(country=row, day=today),
        "region_columns": region_columns(),
        "missions": missions.distinct().select_related("country").order_by("kind", "name_ko"),
        "mission_columns": [
            Column("name", _("Name"), row_header=True, href="get_absolute_url"),
            Column("kind", _("Kind"), draw=lambda body: body.get_kind_display()),
        ],
    }
    return render(request, "registry/country.html", context)


def region_columns() -> list[Column]:
    """Return the columns of a country's regions."""

    def region(row: Membership) -> Link:
        address = reverse("registry:countries")
        return Link(row.region.name, f"{address}?scheme={row.scheme.code}&region={row.region.code}")

    def state(row: Membership) -> Badge:
        return Badge(_("now"), "success") if row.holds else Badge(_("not today"), "neutral")

    return [
        Column("scheme", _("Scheme"), draw=lambda row: row.scheme.name),
        Column("region", _("Region"), row_header=True, draw=region),
        Column("starts_on", _("From")),
        Column("ends_on", _("Until")),
        Column("holds", _("Holds"), draw=state),
        Column("checked", _("To be checked again"), draw=lambda row: row.scheme.needs_recheck),
    ]
