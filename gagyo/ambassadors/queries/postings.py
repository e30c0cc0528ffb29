"""Who is posted to which province."""

from dataclasses import dataclass
from datetime import date

from gagyo.ambassadors.models import Posting
from gagyo.common.rules import Actor
from gagyo.registry.models import Body
from gagyo.registry.queries.provinces import provinces
from gagyo.support.rules.routing import OfficeFact


@dataclass(frozen=True)
class ProvinceLine:
    """A province with who is posted there now, and who was the last before or comes next."""

    province: Body
    now: Posting | None
    last: Posting | None
    following: Posting | None


def posting_for(*, actor: Actor, posting_id: int, archived: bool = False) -> Posting:
    """
    Return a posting that the actor may read.

    :raises Posting.DoesNotExist: if there is none
    """
    rows = Posting.objects.for_user(actor, archived=archived)
    return rows.select_related("province", "office", "person", "user", "predecessor", "taken_over_by").get(
        pk=posting_id
    )


def successor_of(row: Posting, *, actor: Actor) -> Posting | None:
    """Return who followed, as far as it is entered."""
    return Posting.objects.for_user(actor).filter(predecessor=row).order_by("starts_on").first()


def province_lines(*, actor: Actor, today: date) -> list[ProvinceLine]:
    """Return the provinces in the order of every table, those without an ambassador too."""
    rows = Posting.objects.for_user(actor).order_by("-starts_on", "-pk")
    by_province: dict[int, list[Posting]] = {}
    for row in rows:
        by_province.setdefault(row.province_id, []).append(row)
    return [_line(province, by_province.get(province.pk, []), today) for province in provinces(also=by_province)]


def _line(province: Body, rows: list[Posting], today: date) -> ProvinceLine:
    """rows: newest first"""
    now = next((row for row in rows if row.holds_on(today)), None)
    last = next((row for row in rows if row.ends_on is not None and row.ends_on < today), None)
    following = next((row for row in reversed(rows) if row.starts_on > today), None)
    return ProvinceLine(province, now, last, following)


def posting_of_office(*, office_id: int | None, user_id: int | None, today: date) -> Posting | None:
    """Return the posting for which somebody in an office enters: the own, the present or the last one."""
    if office_id is None:
        return None
    rows = Posting.objects.past_access(because="an office knows of its own ambassadors").select_related("province")
    held = list(rows.filter(office_id=office_id, archived_at=None, starts_on__lte=today).order_by("-starts_on", "-pk"))
    mine = [each for each in held if each.user_id is not None and each.user_id == user_id]
    now = [each for each in held if each.holds_on(today)]
    return next(iter([*[each for each in mine if each.holds_on(today)], *now, *mine, *held]), None)


def to_take_over(*, actor: Actor, today: date) -> Posting | None:
    """Return the posting before the actor's own, as long as the actor has not taken over from it; one query."""
    if actor.user_id is None or actor.office_id is None:
        return None
    mine = Posting.objects.for_user(actor).filter(
        Posting.held_on(today), user_id=actor.user_id, office_id=actor.office_id, taken_over_at=None
    )
    row = mine.exclude(predecessor=None).select_related("predecessor").first()
    return row.predecessor if row else None


def answering_ambassador(*, province: Body, today: date) -> OfficeFact | None:
    """Return the province's office with the account of whoever is posted there, for the routing of requests."""
    rows = Posting.objects.past_access(because="a request is routed to whoever is posted, whoever routes it")
    held = rows.filter(Posting.held_on(today), province=province, archived_at=None, office__archived_at=None)
    row = held.exclude(office=None).select_related("office").order_by("-starts_on", "-pk").first()
    return OfficeFact(row.office_id or 0, str(row.office), province.pk, row.user_id) if row else None
