"""An office for each local government with ties, and for everybody else who works in Gagyo."""

from collections.abc import Collection

from gagyo.accounts.choices import OfficeKind
from gagyo.accounts.models import Office
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body

NAMYANGJU = "41360"
GYEONGGI = "41"
BUSAN = "26"
SEJONG = "36"
AUDIT_OFFICE = "sample-audit"
# code, kind, Korean and English name, reference key of the body it works for
OTHERS = [
    (
        "sample-association",
        OfficeKind.ASSOCIATION,
        "대한민국시도지사협의회",
        "Governors Association of Korea",
        "kr-gaok",
    ),
    (
        "sample-ministry",
        OfficeKind.MINISTRY,
        "외교부 지방외교 담당",
        "Foreign Ministry, Local Diplomacy Desk",
        "kr-mofa",
    ),
    (AUDIT_OFFICE, OfficeKind.MINISTRY, "감사원", "Board of Audit and Inspection", ""),
]


def local_code(code: str) -> str:
    """Return the code of the office of a local government."""
    return f"sample-{code}"


def full_names(body: Body) -> tuple[str, str]:
    """Return names that tell the six Jung-gu apart: with the metropolitan city where the body is its district."""
    if body.parent is None or body.kind != BodyKind.BASIC or not body.name_ko.endswith(("구", "군")):
        return body.name_ko, body.name_en
    return f"{body.parent.name_ko} {body.name_ko}", f"{body.name_en}, {body.parent.name_en}"


def load_offices(*, codes: Collection[str]) -> dict[str, Office]:
    """
    Make the offices of the local governments with these codes, and the others; return all by the office's code.

    :raises MissingGovernmentError: if the registry lacks one of them
    """
    bodies = {body.code or "": body for body in Body.objects.filter(code__in=codes).select_related("parent")}
    lacking = sorted(set(codes) - set(bodies))
    if lacking:
        raise MissingGovernmentError(lacking)
    made: dict[str, Office] = {}
    for code in sorted(bodies):
        name_ko, name_en = full_names(bodies[code])
        made[local_code(code)] = office_of(
            bodies[code],
            code=local_code(code),
            kind=OfficeKind.LOCAL_GOVERNMENT,
            name_ko=f"{name_ko} 국제교류 담당",
            name_en=f"{name_en}, International Exchange",
        )
    return made | central_offices()


class MissingGovernmentError(Exception):
    """The registry lacks local governments that have ties."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__(f"The registry lacks the local governments {', '.join(codes)}. Load the reference data first.")


def central_offices() -> dict[str, Office]:
    """Return the association, the ministry, the auditors and two missions, by code."""
    made = {
        code: office_of(
            Body.objects.filter(reference_key=key).first() if key else None,
            code=code,
            kind=kind,
            name_ko=name_ko,
            name_en=name_en,
        )
        for code, kind, name_ko, name_en, key in OTHERS
    }
    for code, kind, body_kind in (
        ("sample-abroad", OfficeKind.MISSION_ABROAD, BodyKind.MISSION_ABROAD),
        ("sample-embassy", OfficeKind.FOREIGN_MISSION, BodyKind.MISSION_IN_KOREA),
    ):
        body = Body.objects.filter(kind=body_kind, covers__country="GB").order_by("pk").first()
        names = (body.name_ko, body.name_en) if body else ("영국 관련 공관", "Mission for the United Kingdom")
        made[code] = office_of(body, code=code, kind=kind, name_ko=names[0], name_en=names[1])
    return made


def office_of(body: Body | None, *, code: str, kind: OfficeKind, name_ko: str, name_en: str) -> Office:
    """Return the office in which a body works, made where it has none."""
    if body is not None and body.works_as is not None:
        return body.works_as
    office = Office.objects.create(code=code, kind=kind, name_ko=name_ko, name_en=name_en, is_sample=True)
    if body is not None:
        body.works_as = office
        body.save(update_fields=["works_as"])
    return office
