"""Named members of a delegation: only where they are needed, and destroyed some time after the visit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.common.actions import record, save_version
from gagyo.common.rules import Actor
from gagyo.visits.actions.visits import locked
from gagyo.visits.models import ProgrammeVersion, SurveyAnswer, Visit, VisitMember, VisitParty
from gagyo.visits.rules.values import MemberValues, UnableToSaveVisit, check_no_passport


@dataclass(frozen=True)
class Named:
    """A named member and the party that the person belongs to."""

    party_id: int
    values: MemberValues


@transaction.atomic
def write_members(*, visit_id: int, named: Iterable[Named], expected: int, by: Actor, now: datetime) -> int:
    """
    Write the list of a visit's named members in its order, and return how many; names stand in no audit record.

    expected: the visit's version that the form was opened with
    :raises SavedMeanwhileError: if somebody saved the visit in between
    :raises UnableToSaveVisit: for a passport number, or a party that is not there any more
    """
    visit = locked(visit_id, by=by)
    rows = list(named)
    parties = set(VisitParty.objects.filter(visit=visit).values_list("pk", flat=True))
    for row in rows:
        check_no_passport(row.values.name, row.values.title, row.values.note)
        if row.party_id not in parties:
            raise UnableToSaveVisit(_("A party was taken out of the visit meanwhile. Open the list again."))
    before = VisitMember.objects.filter(party__visit=visit).count()
    save_version(row=visit, expected=expected)
    VisitMember.objects.filter(party__visit=visit).delete()
    VisitMember.objects.bulk_create(
        VisitMember(
            party_id=row.party_id,
            name=row.values.name.strip(),
            title=row.values.title.strip(),
            note=row.values.note.strip(),
            order=order,
        )
        for order, row in enumerate(rows)
    )
    record(
        event="visit.members_written",
        by=by,
        at=now,
        about=visit,
        before={"named_members": before},
        after={"named_members": len(rows)},
    )
    return len(rows)


@transaction.atomic
def destroy_names(*, by: Actor, now: datetime) -> int:
    """
    Destroy what names visitors of visits that ended long enough ago, and return of how many visits.

    Members' and heads' names, the addresses that programmes were sent to, and the texts of survey answers.
    """
    last = timezone.localdate(now) - timedelta(days=settings.RETENTION_DAYS_VISITORS)
    old = VisitParty.objects.filter(visit__ends_on__lt=last)
    held = set(old.exclude(head_name="").values_list("visit_id", flat=True))
    held |= set(VisitMember.objects.filter(party__in=old).values_list("party__visit_id", flat=True))
    held |= set(_addressed().filter(visit__ends_on__lt=last).values_list("visit_id", flat=True))
    held |= set(_written().filter(visit__ends_on__lt=last).values_list("visit_id", flat=True))
    visits = Visit.objects.past_access(because="the nightly destruction shows nobody anything").filter(pk__in=held)
    for visit in visits.select_for_update():
        members = VisitMember.objects.filter(party__visit=visit).delete()[0]
        heads = VisitParty.objects.filter(visit=visit).exclude(head_name="").update(head_name="")
        record(
            event="visit.names_destroyed",
            by=by,
            at=now,
            about=visit,
            after={
                "named_members": members,
                "heads": heads,
                "sent_programmes": _addressed().filter(visit=visit).update(recipients=[]),
                "survey_answers": _written().filter(visit=visit).update(comment="", wanted=""),
            },
            reason=f"Retention period ended before {timezone.localdate(now).isoformat()}",
        )
    return len(held)


def _addressed() -> "QuerySet[ProgrammeVersion]":
    """Return the sent programmes that still say to whom."""
    return ProgrammeVersion.objects.exclude(recipients=[])


def _written() -> "QuerySet[SurveyAnswer]":
    """Return the survey answers that still have a text."""
    return SurveyAnswer.objects.exclude(comment="", wanted="")
