"""An account for every role, in an office where that role is found."""

from datetime import date, datetime

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import Membership, Office, User

DOMAIN = "gagyo.example"
# code, kind, Korean and English name
OFFICES = [
    ("sample-namyangju", OfficeKind.LOCAL_GOVERNMENT, "남양주시 국제협력팀", "Namyangju City, International Team"),
    (
        "sample-association",
        OfficeKind.ASSOCIATION,
        "시도지사협의회 국제협력부",
        "Governors' Association, International",
    ),
    ("sample-ministry", OfficeKind.MINISTRY, "외교부 지방외교과", "Foreign Ministry, Local Diplomacy"),
    ("sample-mission-abroad", OfficeKind.MISSION_ABROAD, "주영국대사관", "Korean Embassy in the United Kingdom"),
    ("sample-foreign-mission", OfficeKind.FOREIGN_MISSION, "주한영국대사관", "British Embassy in Korea"),
]
# role, office code, Korean and English name of an invented person
PEOPLE = [
    (Role.OFFICER, "sample-namyangju", "김가교", "Kim Gagyo"),
    (Role.MANAGER, "sample-namyangju", "이결재", "Lee Gyeoljae"),
    (Role.AMBASSADOR, "sample-namyangju", "박국제", "Park Gukje"),
    (Role.INTERPRETER, "sample-namyangju", "최통역", "Choi Tongyeok"),
    (Role.OPERATOR, "sample-association", "정운영", "Jeong Unyeong"),
    (Role.AUDITOR, "sample-association", "강감사", "Kang Gamsa"),
    (Role.DESK_OFFICER, "sample-ministry", "조외교", "Cho Oegyo"),
    (Role.MISSION_OFFICER, "sample-mission-abroad", "윤공관", "Yoon Gonggwan"),
    (Role.FOREIGN_MISSION, "sample-foreign-mission", "앤 샘플", "Ann Sample"),
]


def make_accounts(*, password: str, now: datetime) -> list[str]:
    """Make the accounts, or give those that are there the password; return their addresses, the officer's first."""
    offices = {
        code: Office.objects.get_or_create(
            code=code, defaults={"kind": kind, "name_ko": ko, "name_en": en, "is_sample": True}
        )[0]
        for code, kind, ko, en in OFFICES
    }
    emails = []
    for role, code, ko, en in PEOPLE:
        email = f"{role.value}@{DOMAIN}"
        user, _made = User.objects.get_or_create(
            email=email,
            defaults={
                "name_ko": ko,
                "name_en": en,
                "is_sample": True,
                "language": "en" if role == Role.FOREIGN_MISSION else "ko",
            },
        )
        user.set_password(password)
        user.save(update_fields=["password"])
        Membership.objects.get_or_create(
            user=user, office=offices[code], role=role, defaults={"starts_on": date(now.year, 1, 1)}
        )
        emails.append(email)
    return emails
