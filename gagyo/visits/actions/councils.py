"""The working council: its members with their dates, and its meetings."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gagyo.accounts.actions.locking import locked_row
from gagyo.accounts.rules import check_write
from gagyo.common.actions import archive, record, restore, save_version, values_of
from gagyo.common.rules import Actor
from gagyo.registry.models import Body
from gagyo.visits.models import CouncilMeeting, CouncilMember, WorkingCouncil
from gagyo.visits.rules.courses import CouncilValues, MeetingValues, UnableToSaveCourse, check_membership

FIELDS = ("name_ko", "name_en", "visibility")
MEETING_FIELDS = ("held_on", "place", "agenda", "result")


@transaction.atomic
def add_council(*, values: CouncilValues, by: Actor, now: datetime) -> WorkingCouncil:
    """
    Enter a working council for the actor's office.

    :raises NotYoursError: if the actor enters nothing for an office
    """
    check_write(actor=by, office_id=by.office_id, what=_("A new working council"))
    council = WorkingCouncil(office_id=by.office_id)
    _assign(council, values)
    council.save()
    record(event="council.created", by=by, at=now, about=council, after=values_of(council))
    return council


@transaction.atomic
def edit_council(*, council_id: int, values: CouncilValues, expected: int, by: Actor, now: datetime) -> WorkingCouncil:
    """
    Change a council's name or who sees it.

    :raises SavedMeanwhileError: if somebody saved it in between
    """
    council = locked_council(council_id, by=by)
    before = values_of(council)
    _assign(council, values)
    save_version(row=council, expected=expected)
    record(event="council.changed", by=by, at=now, about=council, before=before, after=values_of(council))
    return council


@transaction.atomic
def add_member(*, council_id: int, body: Body, starts_on: date, by: Actor, now: datetime) -> CouncilMember:
    """
    Take an institution into the council from a day on.

    :raises UnableToSaveCourse: if it is a member on that day or later already
    """
    council = locked_council(council_id, by=by)
    others = list(CouncilMember.objects.filter(council=council, body=body).values_list("starts_on", "ends_on"))
    check_membership(name=str(body), starts_on=starts_on, ends_on=None, others=others)
    member = CouncilMember.objects.create(council=council, body=body, starts_on=starts_on)
    record(event="council.member_added", by=by, at=now, about=council, after=values_of(member))
    return member


@transaction.atomic
def end_member(*, council_id: int, member_id: int, ends_on: date | None, by: Actor, now: datetime) -> CouncilMember:
    """
    Say until which day an institution was a member; None takes the end back.

    :raises UnableToSaveCourse: if that is before it began, or it became a member again since
    :raises CouncilMember.DoesNotExist: if the council has no such member
    """
    council = locked_council(council_id, by=by)
    member = CouncilMember.objects.select_for_update(of=("self",)).get(pk=member_id, council=council)
    others = CouncilMember.objects.filter(council=council, body=member.body_id).exclude(pk=member.pk)
    check_membership(
        name=str(member.body),
        starts_on=member.starts_on,
        ends_on=ends_on,
        others=list(others.values_list("starts_on", "ends_on")),
    )
    before = values_of(member)
    member.ends_on = ends_on
    member.save(update_fields=["ends_on"])
    event = "council.member_ended" if ends_on else "council.member_back"
    record(event=event, by=by, at=now, about=council, before=before, after=values_of(member))
    return member


@transaction.atomic
def save_meeting(
    *, council_id: int, values: MeetingValues, expected: int, by: Actor, now: datetime, meeting_id: int | None = None
) -> CouncilMeeting:
    """
    Enter a meeting, or change one.

    expected: the council's version that the form was opened with
    :raises SavedMeanwhileError: if somebody saved the council's page in between
    :raises UnableToSaveCourse: if the council met on that day already
    :raises CouncilMeeting.DoesNotExist: if the council has no such meeting
    """
    council = locked_council(council_id, by=by)
    meetings = CouncilMeeting.objects.filter(council=council)
    meeting = meetings.get(pk=meeting_id) if meeting_id else CouncilMeeting(council=council)
    before = values_of(meeting) if meeting_id else None
    if meetings.filter(held_on=values.held_on).exclude(pk=meeting_id or 0).exists():
        raise UnableToSaveCourse(
            _("The council's meeting of %(day)s is entered already. Open it, or choose another day.")
            % {"day": values.held_on.isoformat()}
        )
    for name in MEETING_FIELDS:
        setattr(meeting, name, getattr(values, name))
    save_version(row=council, expected=expected)
    meeting.save()
    event = "council.meeting_changed" if meeting_id else "council.meeting_added"
    record(event=event, by=by, at=now, about=council, before=before, after=values_of(meeting))
    return meeting


@transaction.atomic
def archive_council(*, council_id: int, by: Actor, now: datetime) -> WorkingCouncil:
    """Take a council out of the list."""
    council = locked_council(council_id, by=by)
    archive(row=council, by=by, now=now, event="council.archived")
    return council


@transaction.atomic
def restore_council(*, council_id: int, by: Actor, now: datetime) -> WorkingCouncil:
    """Bring an archived council back."""
    council = locked_council(council_id, by=by, archived=True)
    restore(row=council, by=by, now=now, event="council.restored")
    return council


def locked_council(council_id: int, *, by: Actor, archived: bool = False) -> WorkingCouncil:
    """
    Return a council that the actor may change, locked until the transaction ends.

    :raises WorkingCouncil.DoesNotExist: if the actor does not see it
    :raises NotYoursError: if the actor sees it but may not change it
    """
    return locked_row(WorkingCouncil.objects, pk=council_id, by=by, archived=archived)


def _assign(council: WorkingCouncil, values: CouncilValues) -> None:
    for name in FIELDS:
        setattr(council, name, getattr(values, name))
