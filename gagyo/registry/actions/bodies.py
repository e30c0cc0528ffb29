"""Adding, changing, renaming, archiving bodies."""

from datetime import date, datetime, timedelta
from typing import Any, TypedDict

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.common.actions import archive, record, restore, save_version, values_of
from gagyo.common.rules import Actor
from gagyo.registry.models import Body, BodyName, BodySuccession, Country, MissionCoverage, Place
from gagyo.registry.rules import check_add_body, check_keep, kept_by


class BodyValues(TypedDict, total=False):
    """What a form says of a body."""

    name_ko: str
    name_en: str
    name_local: str
    kind: str
    country: Country
    parent: Body | None
    place: Place | None
    code: str | None
    website: str
    wikidata_id: str
    starts_on: date | None
    ends_on: date | None


class UnableToRenameBody(Exception):
    """A new name does not follow the names before it."""


@transaction.atomic
def add_body(
    *,
    values: BodyValues,
    covers: list[Country] | None = None,
    covers_from: date | None = None,
    by: Actor,
    now: datetime,
) -> Body:
    """
    Add a body that is missing; an office keeps what it added.

    covers: for a mission, the countries that it serves; covers_from: since when, None where it is not known
    :raises NotYoursError: if it is not the actor's to add
    """
    check_add_body(actor=by, kind=values["kind"], country=values["country"].code)
    body = Body(kept_by_id=kept_by(actor=by), **values)
    body.save()
    set_coverage(body=body, countries=covers or [], on=covers_from, today=timezone.localdate(now))
    record(event="body.created", by=by, at=now, about=body, after=values_of(body))
    return body


@transaction.atomic
def edit_body(
    *,
    body_id: int,
    version: int,
    values: BodyValues,
    covers: list[Country] | None = None,
    covers_from: date | None = None,
    by: Actor,
    now: datetime,
) -> Body:
    """
    Change a body.

    version: the one that the editor saw; covers, covers_from: as in set_coverage
    :raises SavedMeanwhileError: if somebody saved it in between
    :raises NotYoursError: if it is not the actor's to change
    """
    body = Body.objects.select_for_update().get(pk=body_id)
    check_keep(actor=by, kept_by_id=body.kept_by_id, what=str(body))
    if body.kept_by_id is not None:
        check_add_body(actor=by, kind=values["kind"], country=values["country"].code)
    before = _with_coverage(body)
    for name, value in values.items():
        setattr(body, name, value)
    save_version(row=body, expected=version)
    if covers is not None:
        set_coverage(body=body, countries=covers, on=covers_from, today=timezone.localdate(now))
    record(event="body.changed", by=by, at=now, about=body, before=before, after=_with_coverage(body))
    return body


def _with_coverage(body: Body) -> dict[str, Any]:
    rows = body.covers.order_by("country", "starts_on").values_list("country", "starts_on", "ends_on")
    served = [f"{code} {starts or ''}–{ends or ''}" if starts or ends else code for code, starts, ends in rows]
    return {**values_of(body), "covers": served}


def set_coverage(*, body: Body, countries: list[Country], on: date | None, today: date) -> None:
    """
    Make a mission serve these countries, and no others of those that it serves today (겸임국).

    on: the first day on which it does, which keeps the days before as they were; None corrects the list,
        as if it had always been so. What ended before today stays either way.
    """
    wanted = {country.code for country in countries}
    held = body.covers.filter(Q(ends_on=None) | Q(ends_on__gte=today))
    missing = wanted - set(held.values_list("country_id", flat=True))
    gone = held.exclude(country__in=wanted)
    if on is not None:
        gone.filter(Q(starts_on=None) | Q(starts_on__lt=on)).update(ends_on=on - timedelta(days=1))
        gone = gone.filter(starts_on__gte=on)
    gone.delete()
    for code in sorted(missing):
        MissionCoverage.objects.update_or_create(
            mission=body, country_id=code, starts_on=on, defaults={"ends_on": None}
        )


@transaction.atomic
def rename_body(
    *, body_id: int, name_ko: str, name_en: str, on: date, code: str = "", by: Actor, now: datetime
) -> Body:
    """
    Give a body a new name from a day on; the former one stays for the days before.

    code: the new code, if it changes with the name
    :raises UnableToRenameBody: if the day is not after the beginning of the present name
    :raises NotYoursError: if it is not the actor's to change
    """
    body = Body.objects.select_for_update().get(pk=body_id)
    check_keep(actor=by, kept_by_id=body.kept_by_id, what=str(body))
    before = values_of(body)
    _close_name(body, on)
    body.name_ko, body.name_en, body.code = name_ko, name_en, code or body.code
    save_version(row=body, expected=body.version)
    BodyName.objects.create(
        body=body, name_ko=name_ko, name_en=name_en, code=body.code or "", parent_id=body.parent_id, starts_on=on
    )
    after = {**values_of(body), "renamed_on": on.isoformat()}
    record(event="body.renamed", by=by, at=now, about=body, before=before, after=after)
    return body


def _close_name(body: Body, on: date) -> None:
    last = body.names.order_by(F("starts_on").asc(nulls_first=True)).last()
    if last is None:
        last = BodyName(
            body=body,
            name_ko=body.name_ko,
            name_en=body.name_en,
            code=body.code or "",
            parent_id=body.parent_id,
            starts_on=body.starts_on,
        )
    if last.starts_on is not None and last.starts_on >= on:
        raise UnableToRenameBody(
            _("%(name)s has had its present name since %(day)s. Choose a later day.")
            % {"name": body, "day": last.starts_on.isoformat()}
        )
    last.ends_on = on - timedelta(days=1)
    last.save()


@transaction.atomic
def add_succession(
    *, predecessor: Body, successor: Body, kind: str, on: date, by: Actor, now: datetime
) -> BodySuccession:
    """
    Say that one body came from another.

    :raises NotYoursError: if the actor does not keep the predecessor
    """
    check_keep(actor=by, kept_by_id=predecessor.kept_by_id, what=str(predecessor))
    row = BodySuccession.objects.create(predecessor=predecessor, successor=successor, kind=kind, happened_on=on)
    record(event="body.succeeded", by=by, at=now, about=predecessor, after=values_of(row))
    return row


@transaction.atomic
def archive_body(*, body_id: int, by: Actor, now: datetime, reason: str = "") -> Body:
    """
    Take a body out of the lists; restore_body() brings it back.

    :raises NotYoursError: if it is not the actor's to change
    """
    body = Body.objects.select_for_update().get(pk=body_id)
    check_keep(actor=by, kept_by_id=body.kept_by_id, what=str(body))
    archive(row=body, by=by, now=now, event="body.archived", reason=reason)
    return body


@transaction.atomic
def restore_body(*, body_id: int, by: Actor, now: datetime) -> Body:
    """
    Bring an archived body back.

    :raises NotYoursError: if it is not the actor's to change
    """
    body = Body.objects.select_for_update().get(pk=body_id)
    check_keep(actor=by, kept_by_id=body.kept_by_id, what=str(body))
    restore(row=body, by=by, now=now, event="body.restored")
    return body
