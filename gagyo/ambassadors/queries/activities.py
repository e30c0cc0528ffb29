"""Activities as somebody sees them: one filter for the list, the worksheet and every figure's address."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.db.models.functions import ExtractMonth
from django.urls import reverse

from gagyo.accounts.models import OwnedQuerySet
from gagyo.ambassadors.choices import ActivityKind, ActivityOutcome
from gagyo.ambassadors.models import Activity
from gagyo.common.rules import Actor
from gagyo.kernels.text.words import words_of
from gagyo.registry.models import Body
from gagyo.support.choices import RequestField

ORDERS: Final = {
    "day": "day",
    "name": "name_ko",
    "kind": "kind",
    "field": "field",
    "minutes": "minutes",
    "outcome": "outcome",
    "ambassador": "posting__name_ko",
}
OPEN_PROMISES: Final = "open"
SHOWN: Final = ("posting__province", "for_body", "country", "office")


@dataclass(frozen=True)
class ActivityFilter:
    """
    What of the activities is meant; empty means all.

    province, posting: ids; year, month: of the day; promise: "open" for promises that are not kept yet
    """

    q: str = ""
    kind: str = ""
    field: str = ""
    outcome: str = ""
    province: int | None = None
    posting: int | None = None
    year: int | None = None
    month: int | None = None
    promise: str = ""

    def href(self, page: str = "activities") -> str:
        """Return the address of the rows, or of their figures."""
        said = {each.name: getattr(self, each.name) for each in fields(self)}
        query = urlencode({key: value for key, value in said.items() if value not in ("", None)})
        address = reverse(f"ambassadors:{page}")
        return f"{address}?{query}" if query else address


def activities_for(*, actor: Actor, wanted: ActivityFilter) -> OwnedQuerySet[Activity]:
    """Return the activities that the actor may read and the filter means, each once; not in order."""
    rows = Activity.objects.for_user(actor)
    plain = {
        "kind": wanted.kind,
        "field": wanted.field,
        "outcome": wanted.outcome,
        "posting__province_id": wanted.province,
        "posting_id": wanted.posting,
        "day__year": wanted.year,
        "day__month": wanted.month,
    }
    rows = rows.filter(**{name: value for name, value in plain.items() if value not in ("", None)})
    if wanted.promise == OPEN_PROMISES:
        rows = rows.filter(outcome=ActivityOutcome.PROMISED, kept_on=None)
    for word in words_of(wanted.q):
        rows = rows.filter(
            Q(name_ko__icontains=word)
            | Q(name_en__icontains=word)
            | Q(for_words__icontains=word)
            | Q(for_body__name_ko__icontains=word)
            | Q(for_body__name_en__icontains=word)
            | Q(place_words__icontains=word)
        )
    return rows


def listed_activities(*, actor: Actor, wanted: ActivityFilter, sort: str) -> OwnedQuerySet[Activity]:
    """Return the activities in the order of the address, the latest first where it names none."""
    name = ORDERS.get(sort.removeprefix("-"), "")
    order = [f"-{name}" if sort.startswith("-") else name] if name else ["-day"]
    return activities_for(actor=actor, wanted=wanted).select_related(*SHOWN).order_by(*order, "-pk")


def activity_for(*, actor: Actor, activity_id: int, archived: bool = False) -> Activity:
    """
    Return an activity that the actor may read.

    :raises Activity.DoesNotExist: if there is none
    """
    rows = Activity.objects.for_user(actor, archived=archived)
    related = (
        *SHOWN,
        "posting__office",
        "planned__goal__plan",
        "request",
        "visit",
        "tie",
        "meeting__first__body",
        "meeting__second__body",
    )
    return rows.select_related(*related).get(pk=activity_id)


def last_activity(*, actor: Actor, posting_id: int) -> Activity | None:
    """Return the activity that was entered last for a posting, to be repeated with a change."""
    return Activity.objects.own(actor).filter(posting_id=posting_id).order_by("-created_at", "-pk").first()


def years_of(actor: Actor) -> list[int]:
    """Return the years in which there are activities, newest first."""
    return [each.year for each in Activity.objects.for_user(actor).dates("day", "year", order="DESC")]


def provinces_of(actor: Actor) -> list[tuple[int, str]]:
    """Return the provinces that have activities, by id and name."""
    ids = Activity.objects.for_user(actor).order_by().values("posting__province")
    return [(body.pk, body.name) for body in Body.objects.filter(pk__in=ids).order_by("code", "pk")]


@dataclass(frozen=True)
class Counted:
    """How many activities of each kind there are, and their minutes; key: of the group."""

    key: Any
    label: str
    by_kind: dict[str, int]
    minutes: int

    @property
    def total(self) -> int:
        """All kinds together."""
        return sum(self.by_kind.values())


def counted_by_field(*, actor: Actor, wanted: ActivityFilter) -> list[Counted]:
    """Return the activities by field and kind, in the order of the fields, those with any."""
    found = _grouped(activities_for(actor=actor, wanted=wanted), "field")
    labels = dict(RequestField.choices)
    return [Counted(key, str(labels[key]), *found[key]) for key in RequestField.values if key in found]


def counted_by_month(*, actor: Actor, wanted: ActivityFilter) -> list[Counted]:
    """Return the activities by month and kind, January first, those with any."""
    rows = activities_for(actor=actor, wanted=wanted).annotate(in_month=ExtractMonth("day"))
    found = _grouped(rows, "in_month")
    return [Counted(key, str(date(2000, key, 1).month), *found[key]) for key in sorted(found)]


def _grouped(rows: OwnedQuerySet[Activity], by: str) -> dict[Any, tuple[dict[str, int], int]]:
    """Return group -> (kind -> number, minutes of all)."""
    found: dict[Any, tuple[dict[str, int], int]] = {}
    for each in rows.order_by().values(by, "kind", "minutes").annotate(n=Count("pk")):
        kinds, minutes = found.get(each[by], (dict.fromkeys(ActivityKind.values, 0), 0))
        kinds[each["kind"]] += each["n"]
        found[each[by]] = (kinds, minutes + (each["minutes"] or 0) * each["n"])
    return found
