"""Requests from abroad and what visitors said afterwards, marked as sample; nobody real wrote them."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from gagyo.accounts.actions.tokens import hash_of
from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import Office
from gagyo.common.actions import record, values_of
from gagyo.common.models import TranslatedText, TranslationState
from gagyo.common.rules import ANYBODY, Actor
from gagyo.config.sample.offices import NAMYANGJU, SEJONG, local_code
from gagyo.visits.actions.surveys import note_lead, open_survey
from gagyo.visits.choices import FollowUpKind, RequestState, StopKind, VisitState
from gagyo.visits.models import (
    Site,
    SiteHours,
    SiteScore,
    SiteTheme,
    Stop,
    SurveyAnswer,
    Theme,
    Visit,
    VisitParty,
    VisitRequest,
    VisitTheme,
)
from gagyo.visits.queries.surveys import sites_seen
from gagyo.visits.rules.feedback import OPEN_DAYS
from gagyo.visits.rules.requests import keep_until


@dataclass(frozen=True)
class Asked:
    """A request: from whom, how many days ago, for when, and what it says."""

    code: str
    organisation: str
    country: str
    contact: str
    email: str
    persons: int
    days_ago: int
    days_ahead: int
    themes: tuple[str, ...]
    message: str


ASKED = (
    Asked(
        *(NAMYANGJU, "Pinewood District Council (sample)", "GB", "Alex Sample", "alex.sample@example.org", 7, 2, 60),
        ("culture", "environment"),
        "We keep several historic parks and would like to learn how Namyangju looks after its heritage sites, and to "
        "meet the colleagues who run them.",
    ),
    Asked(
        *(
            SEJONG,
            "Institute of Local Administration (sample)",
            "VN",
            "Binh Sample",
            "binh.sample@example.org",
            18,
            1,
            45,
        ),
        ("smart-city", "transport"),
        "Eighteen heads of department would like to see how the city joins its transport data, and how self-driving "
        "buses are supervised.",
    ),
)


NOT_MONDAYS = range(1, 7)
# Overall score, score of the first site, would recommend, comment, what they want to follow up.
SAID = (
    (5, 5, True, "Everything was explained by people who do the work themselves.", "A copy of the slides in English."),
    (4, 5, True, "", "Could our cities talk about a partnership on libraries?"),
    (4, 3, None, "A little more time for questions, please.", ""),
    (5, 4, True, "", ""),
)


def load_public(*, offices: Mapping[str, Office], by: Actor, now: datetime) -> Visit:
    """Make a site of Namyangju, a request to each of the two cities and surveys; return the visit made for it."""
    namyangju, sejong = offices[local_code(NAMYANGJU)], offices[local_code(SEJONG)]
    site = _site_of_namyangju(office=namyangju, by=by, now=now)
    visit = _visit_of_site(site, office=namyangju, now=now)
    begun = Visit.objects.past_access(because="the sample's own visits").filter(
        office=sejong, state=VisitState.UNDER_WAY
    )
    for each in (visit, *begun[:1]):
        _survey(each, by=by, now=now)
    for asked in ASKED:
        _request(asked, office=offices[local_code(asked.code)], by=by, now=now)
    return visit


def _visit_of_site(site: Site, *, office: Office, now: datetime) -> Visit:
    """Make a visit three weeks ago, so that there is somebody who answers."""
    starts_on = timezone.localdate(now) - timedelta(days=21)
    visit = Visit.objects.create(
        office=office,
        visibility=Visibility.SHARED,
        name_ko="베트남 지방공무원 연수단",
        name_en="Vietnamese local officials",
        purpose=TranslatedText("문화유산 관리와 지방행정을 배운다.", "ko"),
        starts_on=starts_on,
        ends_on=starts_on,
        state=VisitState.DONE,
        report=TranslatedText("유적지를 둘러보고 문화유산 관리에 관해 이야기했다.", "ko"),
        is_sample=True,
    )
    VisitParty.objects.create(visit=visit, country_id="VN", persons=14)
    VisitTheme.objects.create(visit=visit, theme=Theme.objects.get(code="culture"))
    starts_at = timezone.make_aware(datetime.combine(starts_on, time(14)))
    ends_at = starts_at + timedelta(minutes=site.visit_minutes)
    Stop.objects.create(visit=visit, kind=StopKind.SITE, site=site, starts_at=starts_at, ends_at=ends_at)
    return visit


def _survey(visit: Visit, *, by: Actor, now: datetime) -> None:
    """Open the survey of a visit, with some answers and a lead made of one."""
    closes_on = timezone.localdate(now) + timedelta(days=OPEN_DAYS)
    open_survey(visit_id=visit.pk, closes_on=closes_on, by=by, now=now)
    sites = sites_seen(visit_id=visit.pk, now=now)
    for overall, score, recommend, comment, wanted in SAID:
        answer = SurveyAnswer.objects.create(
            visit=visit,
            overall=overall,
            would_recommend=recommend,
            comment=comment,
            wanted=wanted,
            sent_at=now,
            is_sample=True,
        )
        for site in sites[:1]:
            SiteScore.objects.create(answer=answer, site=site, score=score)
    asking = SurveyAnswer.objects.filter(visit=visit).exclude(wanted="").order_by("-pk")[0]
    note_lead(visit_id=visit.pk, answer_id=asking.pk, kind=FollowUpKind.TIE_LEAD, by=by, now=now)


def _site_of_namyangju(*, office: Office, by: Actor, now: datetime) -> Site:
    site = Site.objects.create(
        office=office,
        visibility=Visibility.PUBLIC,
        name_ko="정약용유적지",
        name_en="Jeong Yak-yong Heritage Site",
        address_ko="경기도 남양주시 조안면 다산로747번길 11",
        address_en="11 Dasan-ro 747beon-gil, Joan-myeon, Namyangju-si, Gyeonggi-do",
        about=TranslatedText(
            "실학자 정약용의 생가와 기념관을 돌아보며 지방행정에 관한 그의 생각을 듣습니다.",
            "ko",
            {
                "en": (
                    "The house and memorial hall of Jeong Yak-yong, a scholar who wrote on governing a county well.",
                    TranslationState.REVIEWED.value,
                )
            },
        ),
        capacity=40,
        visit_minutes=70,
        languages="en",
        latitude=37.5165,
        longitude=127.2980,
        is_sample=True,
    )
    SiteTheme.objects.bulk_create(
        SiteTheme(site=site, theme=theme) for theme in Theme.objects.filter(code__in=["culture", "local-autonomy"])
    )
    SiteHours.objects.bulk_create(
        SiteHours(site=site, weekday=weekday, opens_at=time(9), closes_at=time(18)) for weekday in NOT_MONDAYS
    )
    record(event="site.created", by=by, at=now, about=site, after=values_of(site))
    return site


def _request(asked: Asked, *, office: Office, by: Actor, now: datetime) -> VisitRequest:
    sent_at = now - timedelta(days=asked.days_ago)
    wished_from = timezone.localdate(now) + timedelta(days=asked.days_ahead)
    wished_until = wished_from + timedelta(days=4)
    # Nobody has the key of this link: the sample sends no mail.
    token_hash = hash_of(secrets.token_urlsafe(32))
    row = VisitRequest.objects.create(
        office=office,
        number=token_hash[:20],
        token_hash=token_hash,
        state=RequestState.RECEIVED,
        organisation=asked.organisation,
        country_id=asked.country,
        contact_name=asked.contact,
        email=asked.email,
        persons=asked.persons,
        wished_from=wished_from,
        wished_until=wished_until,
        message=asked.message,
        sent_at=sent_at,
        confirmed_at=sent_at,
        retain_until=keep_until(sent_on=timezone.localdate(sent_at), wished_until=wished_until, confirmed=True),
        is_sample=True,
    )
    row.number = f"{sent_at.year}-{row.pk:04d}"
    row.save(update_fields=["number"])
    row.themes.set(Theme.objects.filter(code__in=asked.themes))
    row.sites.set(Site.objects.for_user(ANYBODY).filter(office=office).order_by("pk")[:2])
    record(event="visit_request.received", by=by, at=now, about=row, after=values_of(row))
    return row
