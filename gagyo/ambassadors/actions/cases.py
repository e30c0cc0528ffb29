"""Cases: begun from an activity by one press, written, approved by somebody who did not write them."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gagyo.accounts.actions.locking import locked_row
from gagyo.accounts.choices import Visibility
from gagyo.ambassadors.actions.plan_news import tell_people, tell_writers
from gagyo.ambassadors.models import Activity, Case, CaseFigure, CaseWriter
from gagyo.ambassadors.queries.cases import values_from_activity
from gagyo.ambassadors.rules.case_values import (
    PART_TITLES,
    TEXTS,
    CaseValues,
    FigureValues,
    check_case,
    check_figure,
    check_told,
)
from gagyo.ambassadors.rules.plan_moves import CaseStep, PlanPart, check_case_step
from gagyo.ambassadors.rules.plan_parts import plan_parts_of
from gagyo.common.actions import archive, record, restore, save_version, values_of
from gagyo.common.rules import Actor
from gagyo.support.choices import DECIDED, Confidentiality, ItemOutcome
from gagyo.support.models import RequestItem
from gagyo.support.queries.people import approvers_in, kind_of

EVENTS = {
    CaseStep.SUBMIT: "case.submitted",
    CaseStep.RECALL: "case.recalled",
    CaseStep.APPROVE: "case.approved",
    CaseStep.RETURN: "case.returned",
    CaseStep.REOPEN: "case.reopened",
}


@dataclass(frozen=True)
class HeldCase:
    """A locked case, what the actor is to it, and who acts when."""

    row: Case
    parts: frozenset[PlanPart]
    by: Actor
    now: datetime

    def check(self, step: CaseStep, *, reason: str = "") -> str:
        """
        Return the state that a step leads to.

        :raises UnableToMovePlan: if the step is not there, not theirs, or would judge their own work
        """
        writers = frozenset(self.row.writers.values_list("user_id", flat=True))
        return check_case_step(
            step=step,
            what=self.row.name,
            state=self.row.state,
            parts=self.parts,
            user_id=self.by.user_id,
            writers=writers,
            reason=reason,
        )

    def wrote(self) -> None:
        """Remember who wrote."""
        if self.by.user_id is not None:
            CaseWriter.objects.get_or_create(case=self.row, user_id=self.by.user_id)

    def touch(self) -> None:
        """Remember who wrote, and raise the version, so that nobody approves what they have not seen."""
        self.wrote()
        self.row.version += 1
        self.row.save(update_fields=["version"])


def locked_case(case_id: int, *, by: Actor, now: datetime, archived: bool = False) -> HeldCase:
    """
    Return a case that the actor reads, locked until the transaction ends; each step is checked by the caller.

    :raises Case.DoesNotExist: if the actor does not see it
    """
    row = Case.objects.for_user(by, archived=archived).select_for_update(of=("self",)).get(pk=case_id)
    return HeldCase(row, plan_parts_of(actor=by, office_kind=kind_of(by), office_id=row.office_id), by, now)


@transaction.atomic
def begin_case(*, activity_id: int, by: Actor, now: datetime) -> Case:
    """
    Begin the case of an activity, filled with what is recorded of it; a second press opens the one that is there.

    :raises NotYoursError: if the activity is not the actor's office's
    """
    activity = locked_row(Activity.objects, pk=activity_id, by=by)
    held = Case.objects.own(by).filter(activity=activity).first()
    if held is not None:
        return held
    row = Case(
        office_id=activity.office_id, province_id=activity.posting.province_id, activity=activity, created_at=now
    )
    _assign(row, values_from_activity(activity))
    row.save()
    _begin_figures(row, activity, now=now)
    HeldCase(row, frozenset({PlanPart.WRITER}), by, now).wrote()
    record(event="case.created", by=by, at=now, about=row, after=values_of(row))
    return row


def _begin_figures(row: Case, activity: Activity, *, now: datetime) -> None:
    """Write down what the linked visit and request tell in numbers."""
    today = timezone.localdate(now)
    visit = activity.visit
    if visit is not None:
        persons = sum(party.persons or 0 for party in visit.parties.all())
        if persons:
            labels = {"label_ko": "방문단 인원", "label_en": "Persons in the delegation"}
            CaseFigure.objects.create(case=row, value=persons, unit="person", as_of=today, visit=visit, **labels)
    asked = activity.request
    # Of a restricted request nothing is told, not even how much of it was granted.
    if asked is not None and asked.confidentiality == Confidentiality.NORMAL:
        decided = RequestItem.objects.filter(request=activity.request_id, outcome__in=DECIDED)
        granted = decided.filter(outcome__in=[ItemOutcome.GRANTED, ItemOutcome.PART]).count()
        if granted:
            labels = {"label_ko": "받아들여진 요청 항목", "label_en": "Items granted"}
            CaseFigure.objects.create(
                case=row, value=granted, unit="item", as_of=today, request_id=activity.request_id, **labels
            )


@transaction.atomic
def edit_case(*, case_id: int, values: CaseValues, expected: int, by: Actor, now: datetime) -> Case:
    """
    Change a draft or a returned case.

    :raises SavedMeanwhileError: if somebody saved it in between
    :raises UnableToMovePlan: in another state
    :raises UnableToSavePlan: if its values cannot be
    """
    held = locked_case(case_id, by=by, now=now)
    held.check(CaseStep.EDIT)
    before = values_of(held.row)
    _assign(held.row, values)
    save_version(row=held.row, expected=expected)
    held.wrote()
    record(event="case.changed", by=by, at=now, about=held.row, before=before, after=values_of(held.row))
    return held.row


def _assign(row: Case, values: CaseValues) -> None:
    check_case(values)
    row.name_ko, row.name_en = (values.name_ko or values.name_en).strip(), values.name_en.strip()
    for name in ("year", "field", "audience", *TEXTS):
        setattr(row, name, getattr(values, name))


@transaction.atomic
def add_case_figure(*, case_id: int, values: FigureValues, by: Actor, now: datetime) -> CaseFigure:
    """
    Add a number to the result of a case.

    :raises UnableToSavePlan: for a number that nobody can check
    """
    held = locked_case(case_id, by=by, now=now)
    held.check(CaseStep.EDIT)
    check_figure(values, today=timezone.localdate(now))
    made = CaseFigure.objects.create(case=held.row, **vars(values))
    held.touch()
    record(event="case.figure_added", by=by, at=now, about=held.row, after=values_of(made))
    return made


@transaction.atomic
def remove_case_figure(*, figure_id: int, by: Actor, now: datetime) -> None:
    """
    Take a number out of a case.

    :raises UnableToMovePlan: unless it is a draft or returned
    """
    case_id = CaseFigure.objects.values_list("case_id", flat=True).get(pk=figure_id)
    held = locked_case(case_id, by=by, now=now)
    held.check(CaseStep.EDIT)
    figure = CaseFigure.objects.get(pk=figure_id)
    before = values_of(figure)
    figure.delete()
    held.touch()
    record(event="case.figure_removed", by=by, at=now, about=held.row, before=before)


@transaction.atomic
def move_case(*, case_id: int, step: CaseStep, expected: int, reason: str = "", by: Actor, now: datetime) -> Case:
    """
    Submit, take back, approve, return or open a case again; it is shown to its audience while it is approved.

    expected: the version that was seen
    :raises UnableToMovePlan: if the step is not there, not theirs, or would judge their own work
    :raises UnableToSavePlan: if a part is not told yet
    :raises SavedMeanwhileError: if it was written in since
    """
    held = locked_case(case_id, by=by, now=now)
    state, row = held.check(step, reason=reason), held.row
    if step is CaseStep.SUBMIT:
        check_told(missing=[str(title) for name, title in PART_TITLES.items() if not getattr(row, name)])
        held.wrote()
    before = values_of(row)
    approved = step is CaseStep.APPROVE
    row.state, row.state_reason = state, reason.strip()[:500]
    row.visibility = row.audience if approved else Visibility.OFFICE
    row.approved_at = now if approved else None
    save_version(row=row, expected=expected)
    record(event=EVENTS[step], by=by, at=now, about=row, before=before, after=values_of(row))
    _tell(row, step, by=by, now=now)
    return row


def _tell(row: Case, step: CaseStep, *, by: Actor, now: datetime) -> None:
    wrote = row.writers.values("user")
    if step is CaseStep.SUBMIT:
        people = approvers_in(office_id=row.office_id, today=timezone.localdate(now)).exclude(pk__in=wrote)
        tell_people(row, kind="case_approval", to=people, by=by)
    elif step in {CaseStep.APPROVE, CaseStep.RETURN, CaseStep.REOPEN}:
        tell_writers(row, kind=f"case_{step.value}", by=by, now=now)


@transaction.atomic
def put_case_away(*, case_id: int, by: Actor, now: datetime) -> Case:
    """
    Archive a draft or a returned case.

    :raises UnableToMovePlan: in another state
    """
    held = locked_case(case_id, by=by, now=now)
    held.check(CaseStep.PUT_AWAY)
    archive(row=held.row, by=by, now=now, event="case.archived")
    return held.row


@transaction.atomic
def bring_case_back(*, case_id: int, by: Actor, now: datetime) -> Case:
    """Bring an archived case back."""
    held = locked_case(case_id, by=by, now=now, archived=True)
    held.check(CaseStep.PUT_AWAY)
    restore(row=held.row, by=by, now=now, event="case.restored")
    return held.row
