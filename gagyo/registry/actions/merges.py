"""
Merging two rows of one kind, undoably.

Whatever points at the loser follows the winner: found from the models themselves, so that a table of a later app
follows too. A row that would then stand twice is kept in the step and taken away; what points at it follows its twin.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from gagyo.accounts.rules import check_write
from gagyo.common.actions import record
from gagyo.common.actions.record import plain
from gagyo.common.rules import Actor
from gagyo.registry.actions.places import keep_names
from gagyo.registry.choices import MergeSubject
from gagyo.registry.models import Body, Merge, MergeStep, NotADuplicate, Person, Place
from gagyo.registry.queries.duplicates import pointing_at
from gagyo.registry.rules import check_keep

MODELS: dict[str, type[Place] | type[Body] | type[Person]] = {
    MergeSubject.PLACE: Place,
    MergeSubject.BODY: Body,
    MergeSubject.PERSON: Person,
}
# Empty columns of the winner that take the loser's value.
FILLS = {
    MergeSubject.PLACE: (
        *("name_local", "geoname_id", "wikidata_id", "latitude", "longitude", "population"),
        *("parent_id", "admin1_code"),
    ),
    MergeSubject.BODY: (
        *("name_local", "code", "iso_code", "website", "wikidata_id", "place_id", "parent_id"),
        *("works_as_id", "starts_on", "reference_key"),
    ),
    MergeSubject.PERSON: ("name_en", "email", "phone", "languages", "note"),
}


class UnableToMerge(Exception):
    """The two cannot become one, or no longer two."""


@transaction.atomic
def merge_rows(*, subject: str, winner_id: int, loser_id: int, by: Actor, now: datetime) -> Merge:
    """
    Make two rows one; undo_merge() makes them two again.

    :raises UnableToMerge: if they are the same row, or one is archived
    :raises NotYoursError: if the actor does not keep both
    """
    model = MODELS[subject]
    rows = _locked(model, winner_id, loser_id)
    if len(rows) != 2 or any(row.archived_at for row in rows.values()):
        raise UnableToMerge(_("Both must be in the registry and not archived. Choose two others."))
    winner, loser = rows[winner_id], rows[loser_id]
    for row in (winner, loser):
        _check(row, by)
    merge = Merge.objects.create(
        subject=subject,
        winner_id=winner_id,
        loser_id=loser_id,
        winner_label=str(winner)[:300],
        loser_label=str(loser)[:300],
        merged_at=now,
        merged_by_id=by.user_id,
    )
    steps = list(_follow(model, winner_id, loser_id))
    steps += _fill(subject, winner, loser)
    steps += _change(loser, "archived_at", now)
    steps += _change(loser, "merged_into_id", winner_id)
    MergeStep.objects.bulk_create(_numbered(merge, steps))
    _touch(model, winner_id, loser_id)
    people = [winner_id, loser_id] if subject == MergeSubject.PERSON else []
    after = {"merge": merge.pk, "loser": loser_id, "rows": len(steps)}
    record(event=f"{subject}.merged", by=by, at=now, about=winner, after=after, people=people, rows=len(steps))
    return merge


def _locked(model: type[models.Model], *pks: int) -> dict[int, Place | Body | Person]:
    rows = model._base_manager.select_for_update().filter(pk__in=pks)
    return {row.pk: row for row in rows if isinstance(row, Place | Body | Person)}


def _check(row: Place | Body | Person, by: Actor) -> None:
    if isinstance(row, Person):
        check_write(actor=by, office_id=row.office_id, what=_("This contact"))
    else:
        check_keep(actor=by, kept_by_id=row.kept_by_id, what=str(row))


def _numbered(merge: Merge, steps: list[MergeStep]) -> list[MergeStep]:
    for step in steps:
        step.merge = merge
    return steps


def kept(value: Any) -> Any:
    """Return a value in a shape that JSON keeps whole: an instant to the microsecond, in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return {name: kept(each) for name, each in value.items()} if isinstance(value, dict) else plain(value)


def _step(model: type[models.Model], column: str, pk: int, before: Any, after: Any) -> MergeStep:
    return MergeStep(table=model._meta.label_lower, column=column, row_id=pk, before=kept(before), after=kept(after))


def _change(row: models.Model, column: str, value: Any) -> list[MergeStep]:
    before = getattr(row, column)
    if before == value:
        return []
    type(row)._base_manager.filter(pk=row.pk).update(**{column: value})
    setattr(row, column, value)
    return [_step(type(row), column, row.pk, before, value)]


def _follow(model: type[models.Model], winner_id: int, loser_id: int) -> Iterator[MergeStep]:
    for key in pointing_at(model):
        if key.name == "merged_into" and key.model is model:
            continue
        for row in key.model._base_manager.filter(**{key.attname: loser_id}).order_by("pk"):
            yield from _repoint(row, key, winner_id)


def _repoint(row: models.Model, key: models.ForeignKey[Any, Any], winner_id: int) -> Iterator[MergeStep]:
    twin = _twin(row, key, winner_id)
    if twin is not None:
        if getattr(row, "archived_at", None) is None and getattr(twin, "archived_at", None) is not None:
            yield from _change(twin, "archived_at", None)  # what follows the twin would be archived with it
        yield from _follow(type(row), twin.pk, row.pk)
        yield _step(type(row), "", row.pk, _snapshot(row), None)
        type(row)._base_manager.filter(pk=row.pk).delete()
    elif key.model is key.related_model and row.pk == winner_id:
        yield from _change(row, key.attname, None)  # the winner was part of the loser
    else:
        yield from _change(row, key.attname, winner_id)


def _twin(row: models.Model, key: models.ForeignKey[Any, Any], winner_id: int) -> models.Model | None:
    """Return the row that already is what this one would become; empty values count as the same."""
    rows = type(row)._base_manager
    for names, meant in _unique_sets(type(row)):
        if key.name not in names or not rows.filter(meant, pk=row.pk).exists():
            continue
        others = {
            column.attname: column.value_from_object(row)
            for column in (row._meta.get_field(name) for name in names)
            if isinstance(column, models.Field) and column.name != key.name
        }
        twin = rows.filter(meant, **others, **{key.attname: winner_id}).exclude(pk=row.pk).first()
        if twin is not None:
            return twin
    return None


def _unique_sets(model: type[models.Model]) -> list[tuple[tuple[str, ...], Q]]:
    """Return the columns that are unique together, each with the rows of which that is asked."""
    constraints = [
        (tuple(each.fields), each.condition or Q())
        for each in model._meta.constraints
        if isinstance(each, models.UniqueConstraint) and each.fields
    ]
    alone = [(column.name,) for column in model._meta.concrete_fields if column.unique and not column.primary_key]
    return [*constraints, *((tuple(names), Q()) for names in [*model._meta.unique_together, *alone])]


def _snapshot(row: models.Model) -> dict[str, Any]:
    return {column.attname: kept(column.value_from_object(row)) for column in row._meta.concrete_fields}


def _fill(subject: str, winner: models.Model, loser: models.Model) -> list[MergeStep]:
    steps: list[MergeStep] = []
    for column in FILLS[MergeSubject(subject)]:
        value = getattr(loser, column)
        if getattr(winner, column) in (None, "") and value not in (None, "", winner.pk):
            field = next(each for each in loser._meta.concrete_fields if each.attname == column)
            if field.unique:
                steps += _change(loser, column, None)
            steps += _change(winner, column, value)
    return steps


def _touch(model: type[models.Model], *pks: int) -> None:
    """Raise the versions, so that open forms notice, and bring the search up to date."""
    model._base_manager.filter(pk__in=pks).update(version=F("version") + 1)
    if model is Place:
        for place in Place.objects.filter(pk__in=pks):
            keep_names(place=place, adding=False)


@transaction.atomic
def undo_merge(*, merge_id: int, by: Actor, now: datetime) -> Merge:
    """
    Make two rows of what was merged; what was changed since stays as it was changed.

    :raises UnableToMerge: if it was undone, or the personal data has been destroyed
    :raises NotYoursError: if the actor does not keep both
    """
    merge = Merge.objects.select_for_update().get(pk=merge_id)
    model = MODELS[merge.subject]
    rows = _locked(model, merge.winner_id, merge.loser_id)
    for row in rows.values():
        _check(row, by)
    if merge.undone_at is not None or len(rows) != 2:
        raise UnableToMerge(_("This merge cannot be undone: it was undone already, or a row was destroyed."))
    for step in merge.steps.order_by("-pk"):
        _undo(step)
    merge.undone_at = now
    merge.save(update_fields=["undone_at"])
    _touch(model, merge.winner_id, merge.loser_id)
    people = [merge.winner_id, merge.loser_id] if merge.subject == MergeSubject.PERSON else []
    after = {"merge": merge.pk, "loser": merge.loser_id}
    record(
        event=f"{merge.subject}.merge_undone", by=by, at=now, about=rows[merge.winner_id], after=after, people=people
    )
    return merge


def _undo(step: MergeStep) -> None:
    model = apps.get_model(step.table)
    columns = {column.attname: column for column in model._meta.concrete_fields}
    if not step.column:
        values = {name: columns[name].to_python(value) for name, value in (step.before or {}).items()}
        model(**values).save_base(raw=True, force_insert=True)
        return
    column = columns[step.column]
    row = model._base_manager.filter(pk=step.row_id).first()
    if row is not None and kept(getattr(row, step.column)) == step.after:
        model._base_manager.filter(pk=step.row_id).update(**{step.column: column.to_python(step.before)})


@transaction.atomic
def say_not_duplicate(*, subject: str, first_id: int, second_id: int, by: Actor, now: datetime) -> NotADuplicate:
    """
    Remember that two rows are different; they are not suggested again.

    :raises NotYoursError: if the actor does not keep both
    """
    rows = {row.pk: row for row in MODELS[subject]._base_manager.filter(pk__in=[first_id, second_id])}
    for row in rows.values():
        _check(row, by)
    low, high = sorted((first_id, second_id))
    said, made = NotADuplicate.objects.get_or_create(
        subject=subject, first_id=low, second_id=high, defaults={"said_at": now, "said_by_id": by.user_id}
    )
    if made:
        people = [low, high] if subject == MergeSubject.PERSON else []
        after = {"other": high}
        record(event=f"{subject}.not_duplicate", by=by, at=now, about=rows.get(low), after=after, people=people)
    return said
