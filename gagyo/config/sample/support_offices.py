"""
Who asks and who answers in the sample's support requests: real bodies and missions, invented people marked as sample.

The ministry's bureaus are named after what they do. Each office has the people whom a request needs there: an officer
and a manager where it asks, somebody who answers elsewhere.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from itertools import product
from typing import Final

from django.db.models import Count

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import Membership, Office, User
from gagyo.config.sample.offices import local_code, office_of
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body, MissionCoverage
from gagyo.support.choices import RequestField
from gagyo.support.models import RoutingRule

DOMAIN: Final = "example.org"
# name in the table, kind, Korean and English name, reference key of the body it works for
ANSWERING: Final = (
    ("ministry:europe", OfficeKind.MINISTRY, "외교부 유럽국", "Foreign Ministry, European Affairs", ""),
    ("ministry:asean", OfficeKind.MINISTRY, "외교부 아세안국", "Foreign Ministry, ASEAN Affairs", ""),
    ("ministry:economy", OfficeKind.MINISTRY, "외교부 국제경제국", "Foreign Ministry, Economic Affairs", ""),
    ("ministry:consular", OfficeKind.MINISTRY, "외교부 재외국민보호 담당", "Foreign Ministry, Consular Affairs", ""),
    ("ministry:development", OfficeKind.MINISTRY, "외교부 개발협력국", "Foreign Ministry, Development Cooperation", ""),
    ("agency:kotra", OfficeKind.AGENCY, "대한무역투자진흥공사(KOTRA)", "KOTRA", "kr-kotra"),
    ("agency:koica", OfficeKind.AGENCY, "한국국제협력단(KOICA)", "KOICA", "kr-koica"),
    ("agency:at", OfficeKind.AGENCY, "한국농수산식품유통공사(aT)", "Korea Agro-Fisheries & Food Trade Corp. (aT)", ""),
)
BUREAUS: Final = {
    RequestField.DEVELOPMENT: "ministry:development",
    RequestField.INCIDENT: "ministry:consular",
    RequestField.INVESTMENT: "ministry:economy",
    RequestField.EXPORTS: "ministry:economy",
}
# Embassies that stand there, but are not in the registry's reference list.
UNLISTED: Final = {
    "KE": ("주케냐 대한민국 대사관", "Embassy of the Republic of Korea in Kenya"),
    "UZ": ("주우즈베키스탄 대한민국 대사관", "Embassy of the Republic of Korea in Uzbekistan"),
    "ET": ("주에티오피아 대한민국 대사관", "Embassy of the Republic of Korea in Ethiopia"),
    "LA": ("주라오스 대한민국 대사관", "Embassy of the Republic of Korea in Laos"),
}
FAMILIES: Final = (
    *(("강", "Kang"), ("고", "Ko"), ("권", "Kwon"), ("문", "Moon"), ("배", "Bae"), ("백", "Baek"), ("서", "Seo")),
    *(("손", "Son"), ("송", "Song"), ("신", "Shin"), ("안", "Ahn"), ("유", "Yoo"), ("임", "Lim"), ("장", "Jang")),
)
GIVEN: Final = (
    *(("하늘", "Haneul"), ("바다", "Bada"), ("가람", "Garam"), ("다온", "Daon"), ("라온", "Raon"), ("새봄", "Saebom")),
    *(("아름", "Areum"), ("이든", "Ideun")),
)


def load_support_offices(
    *, codes: Collection[str], countries: Collection[str], offices: Mapping[str, Office], now: datetime
) -> tuple[dict[str, Office], dict[tuple[int, str], User]]:
    """
    Make the offices that ask and answer and the people in them; return the offices by name, the people by office, role.

    codes: of the local governments that ask; countries: in which a mission answers; offices: those there already
    """
    made = {name: _answering(name, kind, ko, en, key) for name, kind, ko, en, key in ANSWERING}
    made |= {f"mission:{country}": _mission(country, offices) for country in sorted(countries)}
    for field, bureau in BUREAUS.items():
        RoutingRule.objects.get_or_create(field=field, office=made[bureau])
    asking = {code: offices[local_code(code)] for code in codes}
    people = _people(asking=asking, answering=list(made.values()), now=now)
    return made | asking, people


def _answering(name: str, kind: OfficeKind, name_ko: str, name_en: str, key: str) -> Office:
    body = Body.objects.filter(reference_key=key).first() if key else None
    code = f"sample-{name.partition(':')[2]}"
    return office_of(body, code=code, kind=kind, name_ko=name_ko, name_en=name_en)


def _mission(country: str, offices: Mapping[str, Office]) -> Office:
    """Return the office of the embassy in a country, entered where the registry lacks it."""
    if country == "GB":
        return offices["sample-abroad"]
    found = Body.objects.filter(kind=BodyKind.MISSION_ABROAD, covers__country=country, name_ko__contains="대사관")
    # Of several, the one that stands there and covers little else.
    body = found.annotate(n=Count("covers")).order_by("n", "pk").first() or _unlisted(country)
    return office_of(
        body,
        code=f"sample-abroad-{country}",
        kind=OfficeKind.MISSION_ABROAD,
        name_ko=body.name_ko,
        name_en=body.name_en,
    )


def _unlisted(country: str) -> Body:
    name_ko, name_en = UNLISTED[country]
    body = Body.objects.create(kind=BodyKind.MISSION_ABROAD, country_id="KR", name_ko=name_ko, name_en=name_en)
    MissionCoverage.objects.create(mission=body, country_id=country)
    return body


def _people(*, asking: Mapping[str, Office], answering: list[Office], now: datetime) -> dict[tuple[int, str], User]:
    """Return who works where, by the office's id and the role; made where nobody has that role there yet."""
    wanted = [(office, role) for office in asking.values() for role in (Role.OFFICER, Role.MANAGER)]
    roles = {OfficeKind.MISSION_ABROAD: Role.MISSION_OFFICER, OfficeKind.MINISTRY: Role.DESK_OFFICER}
    wanted += [(office, roles.get(OfficeKind(office.kind), Role.OFFICER)) for office in answering]
    rows = Membership.objects.filter(office__in={office.pk for office, _role in wanted}, user__is_sample=True)
    found = {(row.office_id, row.role): row.user for row in rows.select_related("user").order_by("-pk")}
    lacking = [(office, role) for office, role in wanted if (office.pk, role.value) not in found]
    password = User.objects.filter(is_sample=True).values_list("password", flat=True).first() or ""
    names = [(family[0] + given[0], f"{family[1]} {given[1]}") for given, family in product(GIVEN, FAMILIES)]
    users = User.objects.bulk_create(
        User(
            email=f"{role.value}.{(office.code or '').removeprefix('sample-').lower()}@{DOMAIN}",
            password=password,
            name_ko=name_ko,
            name_en=name_en,
            is_sample=True,
            last_office=office,
        )
        for (office, role), (name_ko, name_en) in zip(lacking, names, strict=False)
    )
    Membership.objects.bulk_create(
        Membership(user=user, office=office, role=role, starts_on=date(now.year - 1, 1, 1))
        for user, (office, role) in zip(users, lacking, strict=True)
    )
    return found | {(office.pk, role.value): user for user, (office, role) in zip(users, lacking, strict=True)}
