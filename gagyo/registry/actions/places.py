"""Adding, changing, archiving places, and the names under which they are found."""

from datetime import datetime
from typing import TypedDict

from django.db import transaction

from gagyo.accounts.rules import NotYoursError, check_write, may_keep_registry
from gagyo.common.actions import archive, record, restore, save_version, values_of
from gagyo.common.rules import Actor
from gagyo.registry.actions.reference.places import main_names, name_row
from gagyo.registry.models import Country, Place, PlaceName
from gagyo.registry.rules import check_keep, kept_by

FORM_COLUMNS = ("country_code", "population", "folded", "initials", "sound", "skeleton", "is_main")


class PlaceValues(TypedDict, total=False):
    """What a form says of a place."""

    name_ko: str
    name_en: str
    name_local: str
    country: Country
    kind: str
    parent: Place | None
    latitude: float | None
    longitude: float | None
    population: int | None
    geoname_id: int | None
    wikidata_id: str


@transaction.atomic
def add_place(*, values: PlaceValues, by: Actor, now: datetime) -> Place:
    """
    Add a place that is missing; an office keeps what it added.

    :raises NotYoursError: if the actor's role does not add places
    """
    check_write(actor=by, office_id=by.office_id, what=values["name_ko"])
    place = Place(kept_by_id=kept_by(actor=by), **values)
    place.save()
    keep_names(place=place)
    record(event="place.created", by=by, at=now, about=place, after=values_of(place))
    return place


@transaction.atomic
def edit_place(*, place_id: int, version: int, values: PlaceValues, by: Actor, now: datetime) -> Place:
    """
    Change a place; the search follows.

    :raises SavedMeanwhileError: if somebody saved it in between
    :raises NotYoursError: if it is not the actor's to change
    """
    place = Place.objects.select_for_update().get(pk=place_id)
    check_keep(actor=by, kept_by_id=place.kept_by_id, what=str(place))
    before = values_of(place)
    for name, value in values.items():
        setattr(place, name, value)
    save_version(row=place, expected=version)
    keep_names(place=place)
    record(event="place.changed", by=by, at=now, about=place, before=before, after=values_of(place))
    return place


def keep_names(*, place: Place, adding: bool = True) -> None:
    """Bring the rows under which a place is found up to date with it; former names stay as other names."""
    rows = {row.text: row for row in place.names.all()}
    wanted = main_names(place)
    fresh = [name_row(place, text) for text in wanted if adding and text not in rows]
    for row in rows.values():
        made = name_row(place, row.text)
        for column in FORM_COLUMNS:
            setattr(row, column, getattr(made, column))
    PlaceName.objects.bulk_update(rows.values(), FORM_COLUMNS)
    PlaceName.objects.bulk_create(fresh)


@transaction.atomic
def add_place_name(*, place_id: int, text: str, language: str, by: Actor, now: datetime) -> PlaceName:
    """
    Add another name; from an office it waits for the operator, unless the office entered the place.

    A name that is there already is left as it is.
    :raises NotYoursError: if the actor's role does not propose names
    """
    place = Place.objects.select_for_update().get(pk=place_id)
    check_write(actor=by, office_id=by.office_id, what=str(place))
    known = place.names.filter(text=text).first()
    if known is not None:
        return known
    row = name_row(place, text, language=language, added_by_id=kept_by(actor=by))
    row.is_proposed = not may_keep_registry(actor=by) and place.kept_by_id != by.office_id
    row.save()
    event = "place.name_proposed" if row.is_proposed else "place.name_added"
    record(event=event, by=by, at=now, about=place, after={"text": text, "language": language})
    return row


@transaction.atomic
def decide_place_name(*, name_id: int, accept: bool, by: Actor, now: datetime) -> Place:
    """
    Accept a proposed name, or remove a name.

    :raises NotYoursError: if the actor does not keep the place
    """
    row = PlaceName.objects.select_for_update().select_related("place").get(pk=name_id)
    place = row.place
    check_keep(actor=by, kept_by_id=place.kept_by_id, what=str(place))
    if not accept and row.is_main:
        raise NotYoursError(f"{row.text} is the main name of {place}. Change the place instead.")
    if accept:
        row.is_proposed = False
        row.save(update_fields=["is_proposed"])
        record(event="place.name_added", by=by, at=now, about=place, after={"text": row.text})
    else:
        row.delete()
        record(event="place.name_removed", by=by, at=now, about=place, before={"text": row.text})
    return place


@transaction.atomic
def archive_place(*, place_id: int, by: Actor, now: datetime, reason: str = "") -> Place:
    """
    Take a place out of the lists and the search; restore_place() brings it back.

    :raises NotYoursError: if it is not the actor's to change
    """
    place = Place.objects.select_for_update().get(pk=place_id)
    check_keep(actor=by, kept_by_id=place.kept_by_id, what=str(place))
    archive(row=place, by=by, now=now, event="place.archived", reason=reason)
    return place


@transaction.atomic
def restore_place(*, place_id: int, by: Actor, now: datetime) -> Place:
    """
    Bring an archived place back.

    :raises NotYoursError: if it is not the actor's to change
    """
    place = Place.objects.select_for_update().get(pk=place_id)
    check_keep(actor=by, kept_by_id=place.kept_by_id, what=str(place))
    restore(row=place, by=by, now=now, event="place.restored")
    return place
