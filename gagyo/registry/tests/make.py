"""Rows for tests: plain typed functions with fixed dates."""

from datetime import date
from itertools import count

from gagyo.accounts.models import Office
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body, Country, Person, Place

_numbers = count(1)
KNOWN = {
    "KR": ("KOR", "410", "대한민국", "South Korea"),
    "GB": ("GBR", "826", "영국", "United Kingdom"),
    "US": ("USA", "840", "미국", "United States"),
    "JP": ("JPN", "392", "일본", "Japan"),
    "CN": ("CHN", "156", "중국", "China"),
    "VN": ("VNM", "704", "베트남", "Vietnam"),
    "KH": ("KHM", "116", "캄보디아", "Cambodia"),
}


def make_country(code: str = "GB") -> Country:
    """Return a real country, made where it is missing."""
    code3, number, name_ko, name_en = KNOWN[code]
    row, _made = Country.objects.get_or_create(
        code=code, defaults={"code3": code3, "number": number, "name_ko": name_ko, "name_en": name_en}
    )
    return row


def make_place(*, name_ko: str = "다트퍼드", name_en: str = "Dartford", country: str = "GB", **values: object) -> Place:
    """Make a city."""
    return Place.objects.create(name_ko=name_ko, name_en=name_en, country=make_country(country), **values)


def make_body(
    *,
    name_ko: str = "다트퍼드",
    name_en: str = "Dartford",
    country: str = "GB",
    kind: str = BodyKind.FOREIGN_GOVERNMENT,
    **values: object,
) -> Body:
    """Make a body."""
    return Body.objects.create(name_ko=name_ko, name_en=name_en, country=make_country(country), kind=kind, **values)


def make_government(*, name_ko: str = "남양주시", name_en: str = "Namyangju-si", **values: object) -> Body:
    """Make a Korean local government."""
    return make_body(name_ko=name_ko, name_en=name_en, country="KR", kind=BodyKind.BASIC, **values)


def make_person(*, office: Office | None, name_ko: str = "홍길동", **values: object) -> Person:
    """Make a contact."""
    values.setdefault("email", f"person{next(_numbers)}@example.org")
    values.setdefault("retain_until", date(2029, 1, 1))
    return Person.objects.create(name_ko=name_ko, office=office, **values)
