"""Invented people, marked as sample: contacts in partner cities and officers of Namyangju, with dated posts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import Office
from gagyo.common.actions import record, values_of
from gagyo.common.rules import Actor
from gagyo.partnerships.models import Tie, TieContact
from gagyo.registry.choices import ConsentState
from gagyo.registry.models import Body, Person, Post

CONTACTS = 40
RETENTION_DAYS = 3 * 365
FAMILIES = {
    "JP": [("사토 하나", "Sato Hana"), ("다나카 유이", "Tanaka Yui"), ("기무라 겐", "Kimura Ken")],
    "CN": [("왕리", "Wang Li"), ("장웨이", "Zhang Wei"), ("천징", "Chen Jing")],
    "VN": [("응우옌 티 란", "Nguyen Thi Lan"), ("쩐 반 안", "Tran Van An")],
    "KH": [("속 다라", "Sok Dara"), ("찬 소피아", "Chan Sophea")],
    "TW": [("린이쥔", "Lin I-chun"), ("천야팅", "Chen Ya-ting")],
}
ELSEWHERE = [
    *(("앨릭스 그린", "Alex Green"), ("제이미 힐", "Jamie Hill"), ("샘 리버스", "Sam Rivers")),
    *(("로빈 필드", "Robin Field"), ("크리스 우즈", "Chris Woods")),
]
LANGUAGES = {"JP": "ja, en", "CN": "zh, en", "VN": "vi, en", "KH": "km, en", "TW": "zh, en"}


@dataclass(frozen=True)
class Held:
    """A post with its dates."""

    title_ko: str
    title_en: str
    starts_on: date
    ends_on: date | None = None


NOW_HELD = ("국제교류 담당관", "International Relations Officer")
ONCE_HELD = ("시장 비서실 주무관", "Officer, Mayor's Office")


def load_people(
    *, ties: dict[tuple[str, str], Tie], first: list[tuple[str, str]], home: Body, by: Actor, now: datetime, seed: int
) -> list[Person]:
    """
    Make contacts for the first ties and for others drawn, and the officers of home; return them.

    ties: by Korean code and key abroad; first: keys of ties that have a contact in any case
    """
    today, dice = timezone.localdate(now), Random(seed)  # noqa: S311  # sample data, not a secret
    others = sorted(set(ties) - set(first))
    chosen = [*first, *sorted(dice.sample(others, min(CONTACTS, len(others))))]
    people = [
        contact(ties[pair], number=n, today=today, dice=dice) for n, pair in enumerate(chosen, start=1)
    ] + officers(home, today=today)
    for person in people:
        record(event="person.created", by=by, at=now, about=person, after=values_of(person), people=[person.pk])
    return people


def contact(tie: Tie, *, number: int, today: date, dice: Random) -> Person:
    """Make a contact in the partner city of a tie, with an earlier post, and hang it on the tie."""
    body = tie.parties.select_related("body").get(order=1).body
    name_ko, name_en = dice.choice(FAMILIES.get(body.country_id, ELSEWHERE))
    moved_on = today - timedelta(days=dice.randint(60, 900))
    person = make_person(
        office=tie.office,
        name=(f"{name_ko} (가상)", f"{name_en} (invented)"),
        email=f"contact{number}@example.com",
        languages=LANGUAGES.get(body.country_id, "en"),
        # The first contact's period runs out within a month, so that the nightly destruction has its warning.
        retain_until=today + timedelta(days=25 if number == 1 else RETENTION_DAYS),
        consent_on=moved_on if dice.random() < 0.7 else None,
    )
    add_posts(
        person,
        body,
        [
            Held(*NOW_HELD, starts_on=moved_on),
            Held(*ONCE_HELD, starts_on=moved_on - timedelta(days=700), ends_on=moved_on - timedelta(days=1)),
        ],
    )
    TieContact.objects.create(tie=tie, person=person, note="교류 일정 협의")
    return person


def officers(home: Body, *, today: date) -> list[Person]:
    """Make the officer of today and the one before, who was moved to another department."""
    handed_over = date(today.year - 1, 7, 1)
    made = []
    for number, (name, posts) in enumerate(
        [
            (("김가교 (가상)", "Kim Gagyo (invented)"), [Held(*NOW_HELD, starts_on=handed_over)]),
            (
                ("나이전 (가상)", "Na Ijeon (invented)"),
                [
                    Held("문화예술과 주무관", "Officer, Culture and Arts", starts_on=handed_over),
                    Held(*NOW_HELD, starts_on=date(today.year - 3, 1, 1), ends_on=handed_over - timedelta(days=1)),
                ],
            ),
        ],
        start=1,
    ):
        person = make_person(
            office=home.works_as,
            name=name,
            email=f"staff{number}@example.com",
            languages="ko, en",
            retain_until=today + timedelta(days=RETENTION_DAYS),
            consent_on=handed_over,
        )
        add_posts(person, home, posts)
        made.append(person)
    return made


def make_person(
    *,
    office: Office | None,
    name: tuple[str, str],
    email: str,
    languages: str,
    retain_until: date,
    consent_on: date | None,
) -> Person:
    """Make an invented person whom one office keeps; name: Korean and English."""
    return Person.objects.create(
        office=office,
        visibility=Visibility.OFFICE,
        name_ko=name[0],
        name_en=name[1],
        email=email,
        languages=languages,
        consent=ConsentState.GIVEN if consent_on else ConsentState.UNKNOWN,
        consent_on=consent_on,
        retain_until=retain_until,
        is_sample=True,
    )


def add_posts(person: Person, body: Body, posts: list[Held]) -> None:
    """Give a person posts in a body."""
    Post.objects.bulk_create(
        Post(
            person=person,
            body=body,
            title_ko=each.title_ko,
            title_en=each.title_en,
            starts_on=each.starts_on,
            ends_on=each.ends_on,
        )
        for each in posts
    )
