"""The tables by where: Korean province, country, region, and provinces abroad that several governments share."""

from django.utils.translation import gettext as _

from gagyo.analytics.queries.figures import (
    TIES,
    WORK,
    WORK_COLUMNS,
    Maker,
    StatRow,
    StatTable,
    amount,
    by_value,
    countries_of,
    governments_of,
    plain,
    tie_columns,
    work_figures,
)
from gagyo.analytics.queries.question import Counted, year_before
from gagyo.analytics.queries.rows import in_regions, regions_by_country
from gagyo.kernels.indicators.count import Key, tally
from gagyo.partnerships.queries.directory_figures import SAME_PROVINCE, TIES_PER_COUNTRY
from gagyo.registry.models import Country, Place, Region
from gagyo.registry.queries.provinces import provinces


def table_by_province(counted: Counted) -> StatTable:
    """Return ties, countries, projects and budget of each Korean province with all in it, in their usual order."""
    asked, made = counted.question, Maker(counted, ties_of=lambda row: row.where.provinces)
    work = tally(counted.projects, [Key("group", "province")], WORK)
    found = provinces(also=[*made.groups(), *(int(str(group[0])) for group in work.cells)])
    rows = [
        StatRow(
            str(body),
            {
                **made.tie_figures(body.pk, province=body.pk),
                "countries": countries_of(asked, made.rows_of(body.pk), province=body.pk),
                **work_figures(asked, work.cell(body.pk), province=body.pk),
            },
        )
        for body in found
    ]
    totals = {
        **made.totals(),
        "countries": countries_of(asked, counted.ties),
        **work_figures(asked, work.total),
    }
    columns = [*tie_columns(), ("countries", _("Countries")), *plain(WORK_COLUMNS)]
    left_out = amount(made.now.ungrouped["ties"])
    return StatTable("province", _("By province"), _("Province"), "", columns, rows, totals, left_out)


def table_by_country(counted: Counted) -> StatTable:
    """Return ties, governments, projects and budget of each country; domestic ties are not among them."""
    asked = counted.question
    made = Maker(counted, ties_of=lambda row: row.where.countries, rule=TIES_PER_COUNTRY)
    work = tally(counted.projects, [Key("group", "countries", several=True)], WORK)
    groups = {*made.groups(), *(str(group[0]) for group in work.cells)}
    rows = [
        StatRow(
            str(country),
            {
                **made.tie_figures(country.pk, country=country.pk),
                "governments": governments_of(asked, made.rows_of(country.pk), country=country.pk),
                **work_figures(asked, work.cell(country.pk), country=country.pk),
            },
        )
        for country in Country.objects.filter(pk__in=groups)
    ]
    totals = {**made.totals(), "governments": governments_of(asked, counted.ties), **work_figures(asked, work.total)}
    columns = [*tie_columns(), ("governments", _("Local governments")), *plain(WORK_COLUMNS)]
    left_out = amount(made.now.ungrouped["ties"])
    return StatTable("country", _("By country"), _("Country"), "", columns, by_value(rows), totals, left_out)


def table_by_region(counted: Counted) -> StatTable:
    """Return ties, countries, projects and budget of each region of the scheme, by the members of the day."""
    asked = counted.question
    of = in_regions(regions_by_country(scheme=asked.scheme, day=asked.as_of))
    then = in_regions(regions_by_country(scheme=asked.scheme, day=year_before(asked.as_of)))
    made = Maker(counted, ties_of=lambda row: of(row.where.countries), rule=TIES_PER_COUNTRY)
    made.before = tally(counted.before, [Key("group", lambda row: then(row.where.countries), several=True)], TIES)
    work = tally(counted.projects, [Key("group", lambda row: of(row.countries), several=True)], WORK)
    rows = []
    for region in Region.objects.filter(scheme=asked.scheme).select_related("parent"):
        key = f"{asked.scheme}:{region.code}"
        figures = {
            **made.tie_figures(key, region=key),
            "countries": countries_of(asked, made.rows_of(key), region=key),
            **work_figures(asked, work.cell(key), region=key),
        }
        rows.append(StatRow(str(region), figures, above=str(region.parent or "")))
    totals = {**made.totals(), "countries": countries_of(asked, counted.ties), **work_figures(asked, work.total)}
    columns = [*tie_columns(), ("countries", _("Countries")), *plain(WORK_COLUMNS)]
    left_out = amount(made.now.ungrouped["ties"])
    return StatTable("region", _("By region"), _("Region"), "", columns, rows, totals, left_out)


def table_by_same_province(counted: Counted) -> StatTable:
    """Return the foreign provinces with which several local governments are tied, the most first."""
    asked = counted.question
    made = Maker(counted, ties_of=lambda row: row.where.foreign_provinces, rule=SAME_PROVINCE)
    rows = []
    for place in Place.objects.filter(pk__in=made.groups()).select_related("country"):
        ties = made.tie_figures(place.pk, place=place.pk)
        governments = governments_of(asked, made.rows_of(place.pk), place=place.pk)
        if (governments.value or 0) < 2:
            continue
        figures = {"governments": governments, "ties": ties["ties"], "before": ties["before"]}
        rows.append(StatRow(str(place), figures, above=str(place.country)))
    totals = made.totals()
    total_row = {
        "governments": governments_of(asked, counted.ties),
        "ties": totals["ties"],
        "before": totals["before"],
    }
    columns = [
        ("governments", _("Local governments")),
        ("ties", _("Ties")),
        ("before", _("Ties a year before")),
    ]
    title = _("Local governments tied to the same foreign province")
    ranked = by_value(by_value(rows), "governments")
    left_out = amount(made.now.ungrouped["ties"])
    return StatTable("same-province", title, _("Province or state"), _("Country"), columns, ranked, total_row, left_out)
