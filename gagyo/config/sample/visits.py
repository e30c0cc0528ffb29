"""
Sejong's five sites and the visits behind its published totals, marked as sample.

Countries and totals are those of the city's press release of 19 June 2024; the days and the persons of each visit, and
the nine countries that the release does not name, are set so that the totals come out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import holidays
from django.utils import timezone

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import Office
from gagyo.common.actions import record, values_of
from gagyo.common.models import TranslatedText, TranslationState
from gagyo.common.rules import Actor
from gagyo.config.sample.offices import NAMYANGJU, SEJONG, local_code
from gagyo.config.sample.tables import rows
from gagyo.config.sample.visits_courses import load_courses
from gagyo.config.sample.visits_interpreters import load_interpreters
from gagyo.config.sample.visits_papers import load_papers
from gagyo.config.sample.visits_programme import load_programmes
from gagyo.config.sample.visits_public import load_public
from gagyo.partnerships.models import Tie
from gagyo.registry.models import Body
from gagyo.visits.actions.releases import publish_figures
from gagyo.visits.actions.rules import add_rule
from gagyo.visits.choices import DatedBy, FollowUpKind, StopKind, VisitState
from gagyo.visits.models import (
    FigureRelease,
    FollowUp,
    Site,
    SiteHours,
    SiteTheme,
    Stop,
    StopParty,
    Theme,
    Visit,
    VisitParty,
    VisitRule,
    VisitTheme,
)
from gagyo.visits.queries.half_years import HalfQuestion
from gagyo.visits.queries.rules import rule_in_use
from gagyo.visits.rules.counting_rules import RuleValues
from gagyo.visits.rules.halves import Half

SOURCE = "세종특별자치시 보도자료 2024. 6. 19. (합계) · 방문별 날짜와 인원은 가상"
WEEKDAYS = range(5)
OPEN, CLOSED, LUNCH_FROM, LUNCH_UNTIL = time(9), time(18), time(12), time(13)


@dataclass(frozen=True)
class Around:
    """A visit around today, so that each list has something to show: days from today to its first day."""

    key: str
    first: int
    days: int
    state: VisitState
    name_ko: str
    name_en: str
    sites: tuple[str, ...]
    parties: tuple[tuple[str, int], ...]


AROUND_TODAY = (
    Around(
        *("asked", 40, 2, VisitState.ASKED, "베트남 하이퐁시 대표단", "Delegation of Hai Phong"),
        *(("city-info",), (("VN", 15),)),
    ),
    Around(
        *("planned", 19, 2, VisitState.PLANNED, "아세안 디지털정부 연수단", "ASEAN digital government course"),
        *(("city-info", "civil-office", "autonomous"), (("ID", 5), ("TH", 4), ("PH", 6))),
    ),
    Around(
        *("confirmed", 6, 1, VisitState.CONFIRMED, "몽골 다르항올주 대표단", "Delegation of Darkhan-Uul Province"),
        *(("civil-office", "city-info"), (("MN", 11),)),
    ),
    Around(
        *("under-way", 0, 1, VisitState.UNDER_WAY, "우즈베키스탄 타슈켄트 대표단", "Delegation of Tashkent"),
        *(("city-info", "transport"), (("UZ", 9),)),
    ),
)


def load_visits(*, offices: Mapping[str, Office], by: Actor, now: datetime) -> list[Visit]:
    """Make the visits and all that hangs on them, and return the visits; the registry must be loaded."""
    made = load_received(offices=offices, by=by, now=now)
    load_courses(offices=offices, visits=made, by=by, now=now)
    load_interpreters(offices=offices, visits=made, by=by, now=now)
    load_papers(visits=made, today=timezone.localdate(now))
    load_release(offices=offices, by=by, now=now)
    load_second_rule(by=by, now=now)
    made.append(load_public(offices=offices, by=by, now=now))
    load_programmes(offices=offices, by=by, now=now)
    for visit in made:
        record(event="visit.created", by=by, at=now, about=visit, after=values_of(visit))
    return made


def load_received(*, offices: Mapping[str, Office], by: Actor, now: datetime) -> list[Visit]:
    """Make the sites and the visits themselves, and return the visits; of the registry only countries are needed."""
    office = offices[local_code(SEJONG)]
    sites = load_sites(office=office, by=by, now=now)
    themes = {theme.code: theme for theme in Theme.objects.all()}
    organisers = {body.reference_key: body for body in Body.objects.exclude(reference_key=None).filter(kind="agency")}
    made = [
        _visit(row, office=office, sites=sites, themes=themes, organisers=organisers)
        for row in [*rows("sejong_visits.csv"), *around(timezone.localdate(now))]
    ]
    made.append(load_partner_visit(offices=offices, now=now))
    return made


def load_partner_visit(*, offices: Mapping[str, Office], now: datetime) -> Visit:
    """Make a visit of Dartford to Namyangju, its partner city, with what is to be done after it."""
    office, today = offices[local_code(NAMYANGJU)], timezone.localdate(now)
    dartford = Body.objects.filter(name_en="Dartford", country="GB").first()
    starts_on = workdays_from(today + timedelta(days=20), 3)
    visit = Visit.objects.create(
        office=office,
        visibility=Visibility.SHARED,
        name_ko="다트퍼드 시장 대표단",
        name_en="Delegation of the Mayor of Dartford",
        purpose=TranslatedText(
            "자매결연 기념식에 참석하고 도서관과 공원을 둘러본다.",
            "ko",
            {"en": ("Attends the anniversary of the tie; sees libraries and parks.", TranslationState.REVIEWED.value)},
        ),
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=2),
        asked_on=today - timedelta(days=30),
        asked_by=dartford,
        organiser=dartford,
        tie=Tie.objects.past_access(because="the sample's own tie")
        .filter(parties__body=dartford, office=office)
        .first()
        if dartford
        else None,
        state=VisitState.CONFIRMED,
        is_sample=True,
    )
    party = VisitParty.objects.create(visit=visit, country_id="GB", body=dartford, persons=8, head_rank="Mayor")
    first = timezone.make_aware(datetime.combine(starts_on, time(10)))
    for title_ko, title_en, hours in (
        ("시장 면담", "Meeting with the mayor", 0),
        ("시청 환영 오찬", "Welcome lunch", 2),
    ):
        stop = Stop.objects.create(
            visit=visit,
            kind=StopKind.MEAL if hours else StopKind.MEETING,
            title_ko=title_ko,
            title_en=title_en,
            starts_at=first + timedelta(hours=hours),
            ends_at=first + timedelta(hours=hours + 1),
        )
        StopParty.objects.create(stop=stop, party=party)
    FollowUp.objects.create(
        visit=visit, what="공원 관리 자료 영문본 송부", kind=FollowUpKind.INFORMATION, due_on=today + timedelta(days=30)
    )
    return visit


def load_sites(*, office: Office, by: Actor, now: datetime) -> dict[str, Site]:
    """Make the five sites, by key: open on weekdays from 9 to 18 with an hour for lunch."""
    themes = {theme.code: theme for theme in Theme.objects.all()}
    made: dict[str, Site] = {}
    for row in rows("sejong_sites.csv"):
        site = Site.objects.create(
            office=office,
            visibility=Visibility.PUBLIC,
            name_ko=row["name_ko"],
            name_en=row["name_en"],
            about=TranslatedText(row["about_ko"], "ko", {"en": (row["about_en"], TranslationState.REVIEWED.value)}),
            capacity=int(row["capacity"]),
            visit_minutes=int(row["minutes"]),
            languages=row["languages"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            is_sample=True,
        )
        SiteHours.objects.bulk_create(
            SiteHours(site=site, weekday=day, opens_at=opens, closes_at=closes)
            for day in WEEKDAYS
            for opens, closes in ((OPEN, LUNCH_FROM), (LUNCH_UNTIL, CLOSED))
        )
        SiteTheme.objects.bulk_create(SiteTheme(site=site, theme=themes[code]) for code in row["themes"].split())
        record(event="site.created", by=by, at=now, about=site, after=values_of(site))
        made[row["key"]] = site
    return made


def workdays_from(day: date, days: int) -> date:
    """Return the first day from `day` on that begins so many working days in a row in Korea."""
    closed = holidays.country_holidays("KR", years=[day.year, day.year + 1])
    while not all(closed.is_working_day(day + timedelta(days=n)) for n in range(days)):
        day += timedelta(days=1)
    return day


def starts(visit: Around, *, today: date) -> date:
    """Return its first day: today itself if it is under way, else days on which the sites are open."""
    return workdays_from(today + timedelta(days=visit.first), visit.days) if visit.first else today


def around(today: date) -> list[dict[str, str]]:
    """Return the visits around today in the shape of the file's rows; those to come fall on working days."""
    return [
        {
            "key": each.key,
            "starts_on": (
                workdays_from(today + timedelta(days=each.first), each.days) if each.first else today
            ).isoformat(),
            "days": str(each.days),
            "state": each.state.value,
            "kind": "government",
            "organiser": "",
            "name_ko": each.name_ko,
            "name_en": each.name_en,
            "themes": "smart-city",
            "sites": " ".join(each.sites),
            "parties": " ".join(f"{code}:{persons}" for code, persons in each.parties),
        }
        for each in AROUND_TODAY
    ]


def _visit(
    row: Mapping[str, str],
    *,
    office: Office,
    sites: Mapping[str, Site],
    themes: Mapping[str, Theme],
    organisers: Mapping[str | None, Body],
) -> Visit:
    starts_on = date.fromisoformat(row["starts_on"])
    cancelled = row["state"] == VisitState.CANCELLED
    visit = Visit.objects.create(
        office=office,
        visibility=Visibility.PUBLIC,
        name_ko=row["name_ko"],
        name_en=row["name_en"],
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=int(row["days"]) - 1),
        asked_on=starts_on - timedelta(days=45),
        state=row["state"],
        state_reason="방문국 사정" if cancelled else "",
        organiser=organisers.get(row["organiser"]),
        organiser_kind=row["kind"],
        source=SOURCE,
        is_sample=True,
    )
    VisitTheme.objects.bulk_create(VisitTheme(visit=visit, theme=themes[code]) for code in row["themes"].split())
    parties = [part.split(":") for part in row["parties"].split()]
    VisitParty.objects.bulk_create(
        VisitParty(visit=visit, country_id=code, persons=int(persons), order=order)
        for order, (code, persons) in enumerate(parties)
    )
    if not cancelled:
        _stops(visit, [sites[key] for key in row["sites"].split()])
    return visit


def _stops(visit: Visit, sites: list[Site]) -> None:
    """Give the visit its sites: from ten o'clock on, one after the other, past lunch on the same day."""
    at = timezone.make_aware(datetime.combine(visit.starts_on, time(10)))
    parties = list(visit.parties.all())
    for site in sites:
        if (at + timedelta(minutes=site.visit_minutes)).time() >= LUNCH_FROM and at.time() < LUNCH_UNTIL:
            at = at.replace(hour=13, minute=30)
        ends = at + timedelta(minutes=site.visit_minutes)
        stop = Stop.objects.create(visit=visit, kind=StopKind.SITE, site=site, starts_at=at, ends_at=ends)
        StopParty.objects.bulk_create(StopParty(stop=stop, party=party) for party in parties)
        at = ends + timedelta(minutes=30)


def load_second_rule(*, by: Actor, now: datetime) -> VisitRule:
    """Make the rule of earlier years, by the last day, so that a publication can be counted by two rules."""
    values = RuleValues(
        code="ended-visits",
        name_ko="대표단 방문(마친 날 기준)",
        name_en="Delegations received (by their last day)",
        sentence_ko=(
            "기간 안에 끝나고 기준일까지 완료한 방문을 셉니다. 한 나라는 몇 번 와도 1개국, 여러 나라가 함께 온 방문은 "
            "1회이고, 인원은 방문마다 실인원을 더합니다."
        ),
        sentence_en=(
            "Visits that ended in the period until the as-of date and are done. A country counts once however often it "
            "came, a visit of several countries once, and a person once in each visit."
        ),
        states=(VisitState.DONE.value,),
        dated_by=DatedBy.END.value,
        starts_on=date(2015, 1, 1),
        ends_on=date(2022, 12, 31),
    )
    return VisitRule.objects.filter(code=values.code).first() or add_rule(values=values, by=by, now=now)


def load_release(*, offices: Mapping[str, Office], by: Actor, now: datetime) -> FigureRelease:
    """Keep Sejong's figures as the press release of 19 June 2024 gave them."""
    asked = HalfQuestion(
        actor=by,
        half=Half(2024, 1),
        as_of=date(2024, 6, 19),
        rule=rule_in_use(day=date(2024, 6, 19)),
        office=offices[local_code(SEJONG)].pk,
    )
    made = publish_figures(asked=asked, note="보도자료(2024. 6. 19.)", by=by, now=now)
    FigureRelease.objects.past_access(because="the sample marks its own row").filter(pk=made.pk).update(is_sample=True)
    return made
