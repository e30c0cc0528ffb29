"""Activities: entered, edited, promises kept, evidence attached, put away."""

from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.accounts.actions.locking import locked_row
from gagyo.accounts.rules import check_write
from gagyo.ambassadors.models import Activity, ActivityFile, PlannedActivity, Posting
from gagyo.ambassadors.queries.links import meetings_of
from gagyo.ambassadors.queries.plans import own_planned
from gagyo.ambassadors.rules.activities import ActivityValues, UnableToSaveActivity, check_activity, check_kept
from gagyo.common.actions import archive, record, restore, save_version, values_of
from gagyo.common.actions.files import store_file
from gagyo.common.rules import Actor
from gagyo.partnerships.models import Tie
from gagyo.support.models import SupportRequest
from gagyo.visits.models import Visit

PLAIN = (
    *("name_en", "kind", "day", "minutes", "field", "for_body_id", "for_words", "country_id", "place_words"),
    *("outcome", "outcome_text", "promised_by", "visibility"),
)
LINKED: dict[str, Any] = {"request_id": SupportRequest, "visit_id": Visit, "tie_id": Tie}


@transaction.atomic
def add_activity(*, values: ActivityValues, by: Actor, now: datetime) -> Activity:
    """
    Enter what an ambassador did; it belongs to the province's office.

    :raises NotYoursError: if the actor does not work in that office
    :raises UnableToSaveActivity: if its values cannot be, or it hangs on what the actor does not see
    """
    row = Activity(created_at=now)
    _assign(row, values, by=by, now=now)
    row.save()
    record(event="activity.created", by=by, at=now, about=row, after=values_of(row))
    return row


@transaction.atomic
def edit_activity(*, activity_id: int, values: ActivityValues, expected: int, by: Actor, now: datetime) -> Activity:
    """
    Change an activity; a promise that is none any more is not kept either.

    :raises SavedMeanwhileError: if somebody saved it in between
    :raises UnableToSaveActivity: as add_activity does
    """
    row = locked_row(Activity.objects, pk=activity_id, by=by)
    before = values_of(row)
    _assign(row, values, by=by, now=now)
    if row.promise_lapsed:
        row.kept_on = None
    save_version(row=row, expected=expected)
    record(event="activity.changed", by=by, at=now, about=row, before=before, after=values_of(row))
    return row


@transaction.atomic
def keep_promise(*, activity_id: int, kept_on: date, by: Actor, now: datetime) -> Activity:
    """
    Note that what was promised was kept.

    :raises UnableToSaveActivity: if nothing was promised, or it was kept already
    """
    row = locked_row(Activity.objects, pk=activity_id, by=by)
    today = timezone.localdate(now)
    check_kept(what=row.name, outcome=row.outcome, day=row.day, kept_on=kept_on, already=row.kept_on, today=today)
    before = values_of(row)
    row.kept_on = kept_on
    row.version += 1
    row.save(update_fields=["kept_on", "version"])
    record(event="activity.promise_kept", by=by, at=now, about=row, before=before, after=values_of(row))
    return row


@transaction.atomic
def archive_activity(*, activity_id: int, by: Actor, now: datetime) -> Activity:
    """Take an activity out of lists and figures."""
    row = locked_row(Activity.objects, pk=activity_id, by=by)
    archive(row=row, by=by, now=now, event="activity.archived")
    return row


@transaction.atomic
def restore_activity(*, activity_id: int, by: Actor, now: datetime) -> Activity:
    """Bring an activity back."""
    row = locked_row(Activity.objects, pk=activity_id, by=by, archived=True)
    restore(row=row, by=by, now=now, event="activity.restored")
    return row


@transaction.atomic
def attach_evidence(
    *, activity_id: int, upload: UploadedFile | None, url: str = "", title: str, by: Actor, now: datetime
) -> ActivityFile:
    """
    Attach evidence to an activity: a file, or the address of a page. title: empty for the file's own name

    :raises UnableToStoreFile: if the file is not of a kind that is kept
    """
    row = locked_row(Activity.objects, pk=activity_id, by=by)
    stored = store_file(upload=upload, by=by, now=now) if upload is not None else None
    name = stored.name if stored else url
    made = ActivityFile.objects.create(activity=row, file=stored, url=url, title=(title.strip() or name)[:200])
    after = {**values_of(made), **({"sha256": stored.sha256} if stored else {})}
    record(event="activity.file_attached", by=by, at=now, about=row, after=after)
    return made


@transaction.atomic
def move_evidence(*, activity_id: int, file_id: int, back: bool, by: Actor, now: datetime) -> ActivityFile:
    """
    Take evidence off an activity, or put it back; the file is kept.

    :raises ActivityFile.DoesNotExist: if it is not there
    """
    row = locked_row(Activity.objects, pk=activity_id, by=by)
    rows = ActivityFile.objects.select_for_update().filter(activity=row, archived_at__isnull=not back)
    made = rows.get(pk=file_id)
    if back:
        restore(row=made, by=by, now=now, event="activity.file_restored")
    else:
        archive(row=made, by=by, now=now, event="activity.file_removed")
    return made


def _assign(row: Activity, values: ActivityValues, *, by: Actor, now: datetime) -> None:
    posting = Posting.objects.for_user(by).filter(pk=values.posting_id).first()
    if posting is None:
        raise UnableToSaveActivity(_("This posting is not there any more. Choose the ambassador again."))
    check_write(actor=by, office_id=posting.office_id, what=str(posting))
    today = timezone.localdate(now)
    check_activity(values, starts_on=posting.starts_on, ends_on=posting.ends_on, today=today)
    for name in PLAIN:
        setattr(row, name, getattr(values, name))
    row.name_ko = (values.name_ko or values.name_en).strip()
    row.posting, row.office_id = posting, posting.office_id
    for name, model in LINKED.items():
        wanted: int | None = getattr(values, name)
        is_new = wanted is not None and wanted != getattr(row, name)
        if is_new and not model.objects.for_user(by).filter(pk=wanted).exists():
            raise UnableToSaveActivity(_("What it hangs on is not there any more, or not yours. Choose again."))
        setattr(row, name, wanted)
    is_new = values.meeting_id is not None and values.meeting_id != row.meeting_id
    if is_new and not meetings_of(posting.province_id).filter(pk=values.meeting_id or 0).exists():
        raise UnableToSaveActivity(_("The province takes no part in that meeting. Choose another."))
    row.meeting_id = values.meeting_id
    is_new = values.planned_id is not None and values.planned_id != row.planned_id
    if is_new and not own_planned(by).filter(pk=values.planned_id or 0).exists():
        raise UnableToSaveActivity(_("That is no activity of an approved plan of your office. Choose another."))
    if is_new:
        _check_year(values)
    row.planned_id = values.planned_id


def _check_year(values: ActivityValues) -> None:
    """Refuse what was planned for a year that was still to come."""
    planned = PlannedActivity.objects.select_related("goal__plan").get(pk=values.planned_id or 0)
    if planned.goal.plan.year > values.day.year:
        raise UnableToSaveActivity(
            _("“%(name)s” is planned for %(year)d, after that day. Choose something of that year's plan.")
            % {"name": planned.name, "year": planned.goal.plan.year}
        )
