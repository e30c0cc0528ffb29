"""Region schemes, their regions, and which country belongs to them from when to when."""

from datetime import date

from gagyo.registry.actions.reference.files import day, table
from gagyo.registry.models import Region, RegionMember, RegionScheme

Span = tuple[int, str, date | None, date | None]


def load_regions() -> int:
    """Bring schemes, regions and memberships up to date and return how many memberships were added."""
    _load_schemes()
    ids = _load_regions()
    wanted = {
        (ids[row["scheme"], row["code"]], *read_member(member))
        for row in table("regions")
        for member in row["members"].split()
    }
    held: dict[Span, int] = {
        (region, country, starts, ends): pk
        for pk, region, country, starts, ends in RegionMember.objects.filter(region__in=ids.values()).values_list(
            "pk", "region_id", "country_id", "starts_on", "ends_on"
        )
    }
    RegionMember.objects.filter(pk__in=[pk for span, pk in held.items() if span not in wanted]).delete()
    missing = sorted(wanted - set(held), key=lambda span: span[:2])
    RegionMember.objects.bulk_create(
        RegionMember(region_id=region, country_id=country, starts_on=starts, ends_on=ends)
        for region, country, starts, ends in missing
    )
    return len(missing)


def read_member(text: str) -> tuple[str, date | None, date | None]:
    """Return a country's code, first and last day from GB, GB:1973-01-01 or GB:1973-01-01/2020-01-31."""
    code, _colon, span = text.partition(":")
    starts, _slash, ends = span.partition("/")
    return code, day(starts), day(ends)


def _load_schemes() -> None:
    rows = [
        RegionScheme(
            code=row["code"],
            name_ko=row["name_ko"],
            name_en=row["name_en"],
            is_partition=row["is_partition"] == "yes",
            source=row["source"],
            source_ko=row["source_ko"],
            source_url=row["source_url"],
            as_of=day(row["as_of"]),
            needs_recheck=row["needs_recheck"] == "yes",
            order=order,
        )
        for order, row in enumerate(table("schemes"))
    ]
    fields = [
        "name_ko",
        "name_en",
        "is_partition",
        "source",
        "source_ko",
        "source_url",
        "as_of",
        "needs_recheck",
        "order",
    ]
    RegionScheme.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=fields)


def _load_regions() -> dict[tuple[str, str], int]:
    rows = table("regions")
    Region.objects.bulk_create(
        (
            Region(
                scheme_id=row["scheme"], code=row["code"], name_ko=row["name_ko"], name_en=row["name_en"], order=order
            )
            for order, row in enumerate(rows)
        ),
        update_conflicts=True,
        unique_fields=["scheme", "code"],
        update_fields=["name_ko", "name_en", "order"],
    )
    regions = {(region.scheme_id, region.code): region for region in Region.objects.all()}
    for row in rows:
        scheme, _slash, code = row["parent"].partition("/")
        regions[row["scheme"], row["code"]].parent = regions[scheme, code] if code else None
    Region.objects.bulk_update(regions.values(), ["parent"])
    return {key: region.pk for key, region in regions.items()}
