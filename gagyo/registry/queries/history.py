"""Bodies as they were on a day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Prefetch, Q

from gagyo.common.models.bases import in_language
from gagyo.common.rules import Actor
from gagyo.registry.choices import LOCAL_GOVERNMENTS
from gagyo.registry.models import Body, BodyName
from gagyo.registry.models.kept import KeptQuerySet
from gagyo.registry.queries.provinces import province_order
from gagyo.registry.rules import Period, held_on


@dataclass(frozen=True)
class BodyThen:
    """What a body was called on a day, its code and what it was part of."""

    name_ko: str
    name_en: str
    code: str
    parent_id: int | None

    @property
    def name(self) -> str:
        """The name in the active language."""
        return in_language(ko=self.name_ko, en=self.name_en)


def body_as_of(*, body: Body, day: date) -> BodyThen:
    """
    Return what the body was on a day; without a row for that day, what it is now.

    Reads body.names, so a list wants with_history() and then costs two queries however long it is.
    """
    rows = list(body.names.all())
    place = held_on([Period(row.starts_on, row.ends_on) for row in rows], day)
    if place is None:
        return BodyThen(body.name_ko, body.name_en, body.code or "", body.parent_id)
    row = rows[place]
    return BodyThen(row.name_ko, row.name_en, row.code, row.parent_id)


def name_as_of(*, body: Body, day: date) -> str:
    """Return the body's name on a day in the active language: "as of 2020" says 강원도."""
    return body_as_of(body=body, day=day).name


def with_history(bodies: KeptQuerySet[Body]) -> KeptQuerySet[Body]:
    """Read the bodies' former names along, for body_as_of() and name_as_of()."""
    return bodies.prefetch_related(Prefetch("names", BodyName.objects.order_by(F("starts_on").asc(nulls_first=True))))


def existing_on(day: date, prefix: str = "") -> Q:
    """
    Return the condition for bodies that existed on a day.

    prefix: the path to the body, such as "body__"
    """
    starts, ends = f"{prefix}starts_on", f"{prefix}ends_on"
    return (Q(**{starts: None}) | Q(**{f"{starts}__lte": day})) & (Q(**{ends: None}) | Q(**{f"{ends}__gte": day}))


def local_governments(*, actor: Actor, day: date) -> KeptQuerySet[Body]:
    """Return Korea's local governments as of a day, by province and code."""
    rows = Body.objects.for_user(actor).filter(existing_on(day), kind__in=LOCAL_GOVERNMENTS)
    return with_history(rows.order_by(province_order(), "code", "name_ko"))
