"""Ambassadors posted to the 17 provinces, marked as sample: the posts are real, every person in them is invented."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import Office, User
from gagyo.ambassadors.choices import ActivityOutcome, AdviceState
from gagyo.ambassadors.models import Activity, AdviceQuestion, Posting
from gagyo.ambassadors.queries.advice import due_from
from gagyo.common.actions import record, values_of
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.config.sample.accounts import DOMAIN
from gagyo.config.sample.offices import GYEONGGI, NAMYANGJU, local_code
from gagyo.config.sample.tables import rows
from gagyo.registry.models import Body
from gagyo.support.choices import RequestField
from gagyo.visits.rules.requests import KEEP_DAYS

# province, then who: Korean and English name, days since the posting began, days since it ended (None: still posted)
Who = tuple[str, str, int, int | None]
POSTED: list[tuple[str, list[Who]]] = [
    ("11", [("서한길", "Seo Hangil", 1010, 300), ("강서울", "Kang Seoul", 299, None)]),
    ("26", [("문바다", "Moon Bada", 900, 181), ("류항구", "Ryu Hanggu", 180, None)]),
    ("27", [("전달구", "Jeon Dalgu", 520, None)]),
    ("28", [("배공항", "Bae Gonghang", 410, None)]),
    ("29", [("임무등", "Im Mudeung", 330, None)]),
    ("30", [("신과학", "Shin Gwahak", 610, None)]),
    # Nobody has followed yet.
    ("31", [("권태화", "Kwon Taehwa", 700, 45)]),
    ("36", [("윤행정", "Yoon Haengjeong", 250, None)]),
    (GYEONGGI, [("문전임", "Moon Jeonim", 1100, 401), ("박국제", "Park Gukje", 400, None)]),
    ("51", [("고설악", "Ko Seorak", 365, None)]),
    ("43", [("정중원", "Jeong Jungwon", 290, None)]),
    ("44", [("백마한", "Baek Mahan", 480, None)]),
    ("52", [("한지전", "Han Jijeon", 150, None)]),
    ("46", [("남다도", "Nam Dado", 640, None)]),
    ("47", [("안동해", "Ahn Donghae", 820, 201), ("구미래", "Koo Mirae", 200, None)]),
    ("48", [("하우주", "Ha Uju", 350, None)]),
    ("50", [("양탐라", "Yang Tamna", 95, None)]),
]
CODES = frozenset(code for code, _people in POSTED)


def load_ambassadors(*, offices: dict[str, Office], by: Actor, now: datetime) -> list[Posting]:
    """Post somebody to every province, and return the postings."""
    today = timezone.localdate(now)
    bodies = {body.code: body for body in Body.objects.filter(code__in=CODES)}
    accounts = {user.name_ko: user for user in User.objects.filter(is_sample=True)}
    made: list[Posting] = []
    for code, people in POSTED:
        before: Posting | None = None
        for name_ko, name_en, since, ended in people:
            before = Posting.objects.create(
                office=offices[local_code(code)],
                province=bodies[code],
                name_ko=name_ko,
                name_en=name_en,
                user=accounts.get(name_ko),
                starts_on=days_before(today, since),
                ends_on=None if ended is None else days_before(today, ended),
                predecessor=before,
                is_sample=True,
            )
            record(event="posting.created", by=by, at=now, about=before, after=values_of(before))
            made.append(before)
    by_name = {each.name_ko: each for each in made}
    load_activities(by_name["박국제"], kept=0, by=by, now=now)
    load_activities(by_name["문전임"], kept=1, by=by, now=now)
    load_advice(by_name["박국제"], offices=offices, by=by, now=now)
    return made


def days_before(today: date, days: int) -> date:
    """Return the day that lies so many days back."""
    return today - timedelta(days=days)


def load_activities(posting: Posting, *, kept: int, by: Actor, now: datetime) -> int:
    """Make an ambassador's activities, the first `kept` promises kept after ten days, and return how many."""
    today, left, made = timezone.localdate(now), kept, 0
    for line in rows("ambassador_activities.csv"):
        if line["ambassador"] != posting.name_ko:
            continue
        day, plain = days_before(today, int(line["days_back"])), ("kind", "field", "for_words", "name_ko", "name_en")
        row = Activity(posting=posting, office=posting.office, visibility=Visibility.SHARED, day=day)
        for name in (*plain, "outcome"):
            setattr(row, name, line[name])
        row.minutes, row.country_id = int(line["minutes"]), line["country"] or None
        row.outcome_text = TranslatedText(line["outcome_words"])
        row.promised_by = day + timedelta(days=int(line["due_days"])) if line["due_days"] else None
        if row.outcome == ActivityOutcome.PROMISED and left:
            row.kept_on, left = day + timedelta(days=10), left - 1
        row.created_at, row.is_sample = now - timedelta(days=int(line["days_back"])), True
        row.save()
        record(event="activity.created", by=by, at=now, about=row, after=values_of(row))
        made += 1
    return made


# Days since it was asked, who asks, field, country, subject, question and answer; empty while it waits
ADVICE = [
    (
        9,
        "officer",
        RequestField.EXCHANGE,
        "GB",
        "다트퍼드시 방문단 초청장 형식",
        "시장 명의 초청장에 의회 의장도 함께 적어야 합니까?",
        "영국은 시장과 의회 대표를 따로 초청하는 것이 관례이니 초청장을 두 통으로 나누세요.",
    ),
    (
        3,
        "officer",
        RequestField.EXPORTS,
        "VN",
        "하노이 식품박람회 참가 절차",
        "관내 기업 3곳이 참가하려 합니다. 대사관에 미리 알려야 할 것이 있습니까?",
        "",
    ),
    (
        1,
        "",
        RequestField.INVESTMENT,
        "DE",
        "독일 협력사 공장 설립 상담",
        "독일 부품사가 경기도에 공장을 찾고 있습니다. 어느 기관에 먼저 연락하면 됩니까?",
        "",
    ),
]


def load_advice(posting: Posting, *, offices: dict[str, Office], by: Actor, now: datetime) -> int:
    """Make questions to an ambassador, of an officer and of an invented firm, and return how many."""
    assert posting.office is not None
    officer = User.objects.get(email=f"officer@{DOMAIN}")
    for number, (days, who, field, country, subject, question, answer) in enumerate(ADVICE, start=1):
        at = now - timedelta(days=days)
        row = AdviceQuestion(office=posting.office, number=f"Q{now.year}-{number:04d}", asked_at=at, confirmed_at=at)
        row.field, row.country_id, row.subject, row.question = field, country, subject, question
        row.owner, row.due_at, row.state, row.is_sample = (
            posting.user,
            due_from(posting.office, start=at),
            AdviceState.WAITING,
            True,
        )
        if who:
            row.asker_office, row.asked_by = offices[local_code(NAMYANGJU)], officer
        else:
            row.organisation, row.contact_name, row.email = "가람정밀(가상)", "이가람", f"garam@{DOMAIN}"
            row.retain_until, row.token_hash = days_before(timezone.localdate(now), -KEEP_DAYS), f"sample-{number}"
        if answer:
            row.state, row.answer, row.answered_by = AdviceState.ANSWERED, answer, posting.user
            row.answered_at = at + timedelta(days=1)
        row.save()
        record(event="advice.asked", by=by, at=now, about=row, after=values_of(row))
    return len(ADVICE)
