"""Ambassadors posted to the 17 provinces, marked as sample: the posts are real, every person in them is invented."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import Office, User
from gagyo.ambassadors.choices import ActivityOutcome
from gagyo.ambassadors.models import Activity, Posting
from gagyo.common.actions import record, values_of
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.config.sample.offices import GYEONGGI, local_code
from gagyo.config.sample.tables import rows
from gagyo.registry.models import Body

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
