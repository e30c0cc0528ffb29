"""Rows for tests: plain typed functions with fixed dates."""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import Office
from gagyo.registry.models import Country
from gagyo.registry.tests.make import make_country
from gagyo.visits.choices import StopKind, VisitState
from gagyo.visits.models import Site, SiteHours, Stop, Visit, VisitParty, VisitRule

SEOUL = ZoneInfo("Asia/Seoul")


def make_rule(*, code: str = "received-visits-2023", **values: object) -> VisitRule:
    """Return the counting rule that counts visits done or under way, by the day that they begin."""
    values.setdefault("name_ko", "대표단 방문 집계")
    values.setdefault("sentence_ko", "시작일이 기간 안에 있는 방문을 셉니다.")
    values.setdefault("sentence_en", "Visits that begin in the period.")
    values.setdefault("starts_on", date(2023, 1, 1))
    values.setdefault("states", [VisitState.UNDER_WAY.value, VisitState.DONE.value])
    row, _made = VisitRule.objects.get_or_create(code=code, defaults=values)
    return row


def make_visit(
    *,
    office: Office | None,
    parties: Sequence[tuple[str, int]] = (("VN", 12),),
    name_ko: str = "하노이 대표단",
    name_en: str = "Delegation of Hanoi",
    starts_on: date = date(2024, 4, 2),
    ends_on: date | None = None,
    state: str = VisitState.DONE,
    visibility: str = Visibility.PUBLIC,
    **values: object,
) -> Visit:
    """Make a visit; parties: (country code, persons) of each."""
    visit = Visit.objects.create(
        office=office,
        name_ko=name_ko,
        name_en=name_en,
        starts_on=starts_on,
        ends_on=ends_on or starts_on,
        state=state,
        visibility=visibility,
        **values,
    )
    for order, (code, persons) in enumerate(parties):
        make_party(visit=visit, country=make_country(code), persons=persons, order=order)
    return visit


def make_party(*, visit: Visit, country: Country, persons: int = 10, **values: object) -> VisitParty:
    """Make a party."""
    return VisitParty.objects.create(visit=visit, country=country, persons=persons, **values)


def make_site(
    *,
    office: Office,
    name_ko: str = "도시통합정보센터",
    name_en: str = "City Information Centre",
    visibility: str = Visibility.PUBLIC,
    weekdays: Sequence[int] = (0, 1, 2, 3, 4),
    **values: object,
) -> Site:
    """Make a site that is open from 9 to 18 on those days of the week."""
    site = Site.objects.create(office=office, name_ko=name_ko, name_en=name_en, visibility=visibility, **values)
    SiteHours.objects.bulk_create(
        SiteHours(site=site, weekday=day, opens_at=time(9), closes_at=time(18)) for day in weekdays
    )
    return site


def make_stop(*, visit: Visit, site: Site | None, starts: str = "10:00", ends: str = "11:00", **values: object) -> Stop:
    """Make a stop on the visit's first day, or on `day`, at times such as "10:00"."""
    day = values.pop("day", visit.starts_on)
    assert isinstance(day, date)
    values.setdefault("kind", StopKind.SITE if site else StopKind.MEETING)
    return Stop.objects.create(
        visit=visit,
        site=site,
        starts_at=datetime.combine(day, time.fromisoformat(starts), SEOUL),
        ends_at=datetime.combine(day, time.fromisoformat(ends), SEOUL),
        **values,
    )
