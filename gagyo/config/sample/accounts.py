"""An account for every role, in an office where that role is found; one person works in two offices."""

from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from gagyo.accounts.choices import Role
from gagyo.accounts.models import Membership, Office, User
from gagyo.config.sample.offices import AUDIT_OFFICE, BUSAN, GYEONGGI, NAMYANGJU, SEJONG, local_code

DOMAIN = "example.org"
# address, Korean and English name of an invented person, then office and role of each membership
PEOPLE: list[tuple[str, str, str, list[tuple[str, Role]]]] = [
    ("officer", "김가교", "Kim Gagyo", [(local_code(NAMYANGJU), Role.OFFICER)]),
    ("manager", "이결재", "Lee Gyeoljae", [(local_code(NAMYANGJU), Role.MANAGER)]),
    # Not posted yet: shows how open work is taken over.
    ("successor", "민후임", "Min Huim", [(local_code(GYEONGGI), Role.AMBASSADOR)]),
    ("ambassador", "박국제", "Park Gukje", [(local_code(GYEONGGI), Role.AMBASSADOR)]),
    ("province", "도결재", "Do Gyeoljae", [(local_code(GYEONGGI), Role.MANAGER)]),
    ("interpreter", "최통역", "Choi Tongyeok", [(local_code(NAMYANGJU), Role.INTERPRETER)]),
    ("visits", "오방문", "Oh Bangmun", [(local_code(SEJONG), Role.OFFICER)]),
    ("operator", "정운영", "Jeong Unyeong", [("sample-association", Role.OPERATOR)]),
    ("auditor", "강감사", "Kang Gamsa", [(AUDIT_OFFICE, Role.AUDITOR)]),
    ("desk_officer", "조외교", "Cho Oegyo", [("sample-ministry", Role.DESK_OFFICER)]),
    ("director", "남국장", "Nam Gukjang", [("sample-ministry", Role.MANAGER)]),
    ("mission_officer", "윤공관", "Yoon Gonggwan", [("sample-abroad", Role.MISSION_OFFICER)]),
    ("foreign_mission", "앤 샘플", "Ann Sample", [("sample-embassy", Role.FOREIGN_MISSION)]),
    (
        "two_offices",
        "한두곳",
        "Han Dugot",
        [(local_code(NAMYANGJU), Role.OFFICER), (local_code(BUSAN), Role.MANAGER)],
    ),
]
CODES = frozenset({NAMYANGJU, GYEONGGI, BUSAN, SEJONG})


def emails() -> list[str]:
    """Return the addresses of the accounts, the officer's first."""
    return [f"{name}@{DOMAIN}" for name, _ko, _en, _memberships in PEOPLE]


def load_accounts(*, offices: dict[str, Office], password: str, now: datetime) -> list[User]:
    """Make the accounts with their memberships, and return them in the order of emails()."""
    # Hashed once: it is meant to be slow, and is the same password for all.
    hashed, made = make_password(password), []
    for name, name_ko, name_en, memberships in PEOPLE:
        user = User.objects.create(
            email=f"{name}@{DOMAIN}",
            password=hashed,
            name_ko=name_ko,
            name_en=name_en,
            is_sample=True,
            language="en" if name == "foreign_mission" else "ko",
            last_office=offices[memberships[0][0]],
        )
        Membership.objects.bulk_create(
            Membership(user=user, office=offices[code], role=role, starts_on=date(now.year, 1, 1))
            for code, role in memberships
        )
        made.append(user)
    return made


def set_password(*, password: str) -> None:
    """Give the accounts that are there another password, those of the offices that ask and answer too."""
    User.objects.filter(is_sample=True).update(password=make_password(password))
