"""Applying an import: all rows in one transaction, or none."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gagyo.accounts.models import Office
from gagyo.common.actions import Entry, record, record_many, renew_planner_counts_after, values_of
from gagyo.common.actions.bulk import update_rows
from gagyo.common.queries import data_version
from gagyo.common.rules import Actor
from gagyo.kernels.text.hangul import has_hangul
from gagyo.partnerships.actions.imports.bulk import Writing, Written
from gagyo.partnerships.actions.imports.locked import UnableToImport, check_open, locked_batch
from gagyo.partnerships.actions.imports.prepare import batch_to_change, keep_preview
from gagyo.partnerships.actions.imports.write_projects import write_projects
from gagyo.partnerships.actions.imports.write_ties import write_ties
from gagyo.partnerships.choices import ImportState, ImportSubject, ImportWork, RowMark
from gagyo.partnerships.models import ImportBatch, ImportRow
from gagyo.partnerships.queries.imports.batches import counts
from gagyo.partnerships.queries.imports.places import names_of_places
from gagyo.partnerships.queries.imports.planning import Plan, make_plan, rows_of
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body

SEEN: Final = ("number", "mark", "detail", "record_id", "record_version")
NAMED: Final = frozenset({"partner", "signed_at"})
WRITES: Final = frozenset({RowMark.NEW, RowMark.CHANGED})


class PreviewOutdated(UnableToImport):
    """Records have changed since the preview was shown."""


def apply_import(*, batch_id: int, expected: int | None, by: Actor, now: datetime) -> ImportBatch:
    """
    Write every new and changed row, in one transaction; rows that are the same or duplicates write nothing.

    expected: the version that the screen saw; None in the background, which begin_work has let in
    :raises UnableToImport: if a row is wrong, nothing is to be written, or somebody else has applied it
    :raises PreviewOutdated: if records have changed since the preview; the preview is made again
    """
    today = timezone.localdate(now)
    seen = data_version()
    plan = make_plan(batch=batch_to_change(batch_id=batch_id, by=by), actor=by, today=today)
    try:
        with transaction.atomic():
            batch = locked_batch(batch_id=batch_id, by=by, expected=expected)
            # Imports of one office wait for each other, so that the same tie is never added by two of them.
            Office.objects.select_for_update(of=("self",)).get(pk=batch.office_id or 0)
            check_open(batch) if expected is not None else _check_let_in(batch)
            if data_version() != seen:
                plan = make_plan(batch=batch, actor=by, today=today)
            _check_preview(batch, plan)
            written = _write(batch, plan, by=by, now=now)
            _finish(batch, written, by=by, now=now)
            renew_planner_counts_after()
    except PreviewOutdated:
        _preview_again(batch_id, by=by, today=today)
        raise
    return batch


def _check_let_in(batch: ImportBatch) -> None:
    if batch.work != ImportWork.APPLYING or batch.state != ImportState.PREVIEW:
        raise UnableToImport(_("%(batch)s is not waiting to be applied. Open it and look.") % {"batch": batch})


def _check_preview(batch: ImportBatch, plan: Plan) -> None:
    """
    Refuse to write what nobody has seen, and rows that are wrong.

    :raises UnableToImport: with the sentence for the officer
    """
    if batch.state != ImportState.PREVIEW:
        raise UnableToImport(_("%(batch)s has no preview yet. Decide about its names first.") % {"batch": batch})
    if list(map(_seen, ImportRow.objects.filter(batch=batch).order_by("number").values(*SEEN))) != list(
        map(_seen, rows_of(plan))
    ):
        raise PreviewOutdated(
            _("Records have changed since this preview was made. It has been made again: look at it, then apply.")
        )
    wrong = sum(each.mark == RowMark.WRONG for each in plan.rows)
    if wrong:
        raise UnableToImport(
            ngettext(
                "%(count)d row is wrong, so nothing was imported. Correct it in the file and upload it again.",
                "%(count)d rows are wrong, so nothing was imported. Correct them in the file and upload it again.",
                wrong,
            )
            % {"count": wrong}
        )
    if not any(each.mark in WRITES for each in plan.rows):
        raise UnableToImport(_("Every row is recorded already, so there is nothing to import."))


def _seen(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what of a preview must still hold; names are left out, they are in the language of whoever looked."""
    changes = {key: pair if key not in NAMED else None for key, pair in row["detail"]["changes"].items()}
    return row["number"], row["mark"], row["record_id"], row["record_version"], changes


def _preview_again(batch_id: int, *, by: Actor, today: date) -> None:
    plan = make_plan(batch=batch_to_change(batch_id=batch_id, by=by), actor=by, today=today)
    with transaction.atomic():
        keep_preview(locked_batch(batch_id=batch_id, by=by), plan)


def _write(batch: ImportBatch, plan: Plan, *, by: Actor, now: datetime) -> list[Written]:
    made = _make_bodies(batch, plan, by=by, now=now)
    countries = {pk: body.country for pk, body in plan.bodies.items()} | {
        made[each.number]: each.country for each in plan.new_bodies.values()
    }
    writing = Writing(
        batch_id=batch.pk,
        visibility=batch.choices["visibility"],
        body_ids=made,
        domestic=frozenset(pk for pk, country in countries.items() if country == "KR"),
    )
    plans = [each for each in plan.rows if each.mark in WRITES]
    if batch.subject == ImportSubject.TIES:
        written = write_ties(plans=plans, writing=writing, today=timezone.localdate(now))
    else:
        written = write_projects(plans=plans, writing=writing, countries=countries)
    kind = "tie" if batch.subject == ImportSubject.TIES else "project"
    for word, is_new in (("created", True), ("changed", False)):
        entries = [each.entry for each in written if (each.before is None) == is_new]
        record_many(event=f"{kind}.{word}", by=by, at=now, entries=entries, reason=str(batch))
    return written


def _make_bodies(batch: ImportBatch, plan: Plan, *, by: Actor, now: datetime) -> Mapping[int, int]:
    """Make the foreign local governments that the person asked for; return stand-in number -> id."""
    used = {body for each in plan.rows if each.mark in WRITES for body in each.parties if body < 0}
    wanted = [each for each in plan.new_bodies.values() if each.number in used]
    names = names_of_places({each.place_id for each in wanted if each.place_id is not None})
    rows = [
        Body(
            **body_names(each.text, names.get(each.place_id or 0, ("", ""))),
            kind=BodyKind.FOREIGN_GOVERNMENT,
            country_id=each.country,
            place_id=each.place_id,
            kept_by_id=batch.office_id,
        )
        for each in wanted
    ]
    Body.objects.bulk_create(rows)
    entries = [Entry(row, str(row), None, values_of(row)) for row in rows]
    record_many(event="body.created", by=by, at=now, entries=entries, reason=str(batch))
    batch.choices = {**batch.choices, "made_bodies": [row.pk for row in rows]}
    return {each.number: row.pk for each, row in zip(wanted, rows, strict=True)}


def body_names(text: str, place: tuple[str, str]) -> dict[str, str]:
    """Return the names of a government to be made: as the file has it, in the other language as its place has it."""
    if has_hangul(text):
        return {"name_ko": text, "name_en": place[1]}
    return {"name_ko": place[0] if has_hangul(place[0]) else text, "name_en": text}


def _finish(batch: ImportBatch, written: list[Written], *, by: Actor, now: datetime) -> None:
    ids = dict(ImportRow.objects.filter(batch=batch).values_list("number", "id"))
    did = {ids[each.number]: (each.record_id, each.version, each.before) for each in written}
    update_rows(ImportRow, ("record_id", "record_version", "before"), did)
    batch.state, batch.applied_at, batch.work, batch.failure = ImportState.APPLIED, now, ImportWork.NOTHING, ""
    batch.version += 1
    batch.save()
    record(event="import.applied", by=by, at=now, about=batch, rows=len(written), after=counts(batch))
