"""Tables in and out of Gagyo for the command line: the same actions and rows as the pages."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.http import Http404
from django.utils import timezone
from django.utils.translation import override

from gagyo.accounts.models import Membership, User
from gagyo.accounts.queries import actor_for, memberships_of
from gagyo.common.rules import ANYBODY, Actor
from gagyo.partnerships.actions.imports.apply import apply_import
from gagyo.partnerships.actions.imports.prepare import check_rows, headings_key, set_columns, start_import
from gagyo.partnerships.choices import ImportState
from gagyo.partnerships.models import ImportBatch, ImportRow
from gagyo.partnerships.queries.directory_filter import TieFilter
from gagyo.partnerships.queries.directory_sheet import ties_sheet
from gagyo.partnerships.queries.imports.batches import headings_of, remembered, shown_row
from gagyo.partnerships.rules.imports.columns import column_proposals
from gagyo.partnerships.views.open_data import written


class NoSuchPersonError(Exception):
    """No account with an office has that address."""


class UnknownFormatError(Exception):
    """The file's name ends in no format that is written."""


@dataclass
class Imported:
    """What a file came to: rows by mark, a sentence for each wrong row, and whether they were written."""

    batch_id: int
    state: str
    marks: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    applied: bool = False


def person(*, email: str, office: str, today: date) -> tuple[Actor, Membership]:
    """
    Return who acts, and in which office: the one named by its code or Korean name, or the only one.

    :raises NoSuchPersonError: if there is none, or several and none is named
    """
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    held = memberships_of(user=user, today=today) if user else []
    fitting = [each for each in held if not office or office in {each.office.code, each.office.name_ko}]
    if not user or not fitting:
        raise NoSuchPersonError(f"{email} has no account with such an office. See the list of members at /accounts/.")
    if len({each.office_id for each in fitting}) > 1:
        names = ", ".join(each.office.name_ko for each in fitting)
        raise NoSuchPersonError(f"{email} works in several offices ({names}). Name one with --office.")
    chosen = fitting[0]
    acting = actor_for(user=user, membership=chosen, channel="cli", ip="", request_id="", language=user.language)
    return acting, chosen


def import_table(*, path: Path, subject: str, by: Actor, office_id: int, apply: bool, now: datetime) -> Imported:
    """
    Keep a file with its proposed or remembered columns, check its rows, and write them if asked and nothing is wrong.

    subject: "ties" or "projects"
    :raises UnableToReadFile: if it holds no table
    :raises UnableToImport: if a needed column is missing, or nothing can be written
    :raises NotYoursError: if the person imports nothing for that office
    """
    with override(by.language):
        batch = start_import(
            data=path.read_bytes(), filename=path.name, subject=subject, office_id=office_id, by=by, now=now
        )
        known = remembered(office_id=office_id, subject=subject, headings=headings_key(batch.headings))
        proposals = column_proposals(batch.headings, subject=subject, remembered=known)
        mapping = {each.field: each.column for each in proposals if each.field}
        set_columns(batch_id=batch.pk, mapping=mapping, kind="", expected=batch.version, by=by, now=now)
        check_rows(batch_id=batch.pk, by=by, now=now)
        batch.refresh_from_db()
        made = summed_up(batch)
        if apply and batch.state == ImportState.PREVIEW and not made.wrong:
            apply_import(batch_id=batch.pk, expected=batch.version, by=by, now=now)
            made.applied = True
    return made


def summed_up(batch: ImportBatch) -> Imported:
    """Return what the preview of an import says."""
    rows = ImportRow.objects.filter(batch=batch).order_by("number")
    headings = headings_of(batch)
    made = Imported(batch.pk, batch.state, Counter(rows.values_list("mark", flat=True)))
    for row in rows.filter(mark="wrong"):
        shown = shown_row(row, batch=batch, headings=headings)
        made.wrong += [each.text for each in shown.sentences if each.level == "wrong"]
    return made


def export_ties(*, path: Path, by: Actor | None, language: str, now: datetime) -> int:
    """
    Write the ties that somebody may read, or that are public, and return how many.

    :raises UnknownFormatError: if the name ends in none of .csv .xlsx .json
    """
    actor = by or ANYBODY
    with override(language):
        sheet, figure = ties_sheet(
            actor=actor,
            wanted=TieFilter(),
            today=timezone.localdate(now),
            sort="",
            language="en" if language == "en" else "ko",
            filter_words=[],
        )
        try:
            body = written(sheet, form=path.suffix.removeprefix(".").lower(), figure=figure)
        except Http404:
            raise UnknownFormatError(f"{path.name} ends in no format that is written: .csv, .xlsx or .json.") from None
    path.write_bytes(body)
    return int(figure.value or 0)
