"""Visits: entering, editing, moving through their states, archiving."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.accounts.actions.locking import locked_row
from gagyo.accounts.rules import check_write
from gagyo.common.actions import archive, record, restore, save_version, values_of
from gagyo.common.rules import Actor
from gagyo.partnerships.models import ExchangeProject, Tie
from gagyo.registry.models import Country
from gagyo.visits.actions.interpreter_tasks import release_interpreters
from gagyo.visits.actions.request_mail import tell_visitors
from gagyo.visits.choices import VisitState
from gagyo.visits.models import Stop, StopParty, TrainingCourse, Visit, VisitMember, VisitParty, VisitTheme
from gagyo.visits.rules.states import check_move
from gagyo.visits.rules.suggest import day_words
from gagyo.visits.rules.values import PartyValues, UnableToSaveVisit, VisitValues, check_values

PLAIN_FIELDS = (
    "name_ko",
    "name_en",
    "purpose",
    "organiser_id",
    "organiser_kind",
    "asked_by_id",
    "asked_by_person_id",
    "asked_on",
    "starts_on",
    "ends_on",
    "mission_id",
    "officer_id",
    "gifts_given",
    "gifts_received",
    "visibility",
)
PARTY_FIELDS = ("country_id", "body_id", "name", "head_name", "head_rank", "persons", "person_days")


def snapshot(visit: Visit) -> dict[str, Any]:
    """Return a visit with its parties and themes for the audit record."""
    parties = VisitParty.objects.filter(visit=visit)
    themes = VisitTheme.objects.filter(visit=visit).values_list("theme_id", flat=True)
    return {**values_of(visit), "parties": [values_of(party) for party in parties], "themes": sorted(themes)}


@transaction.atomic
def add_visit(
    *, values: VisitValues, by: Actor, now: datetime, office_id: int | None = None, agreed_item_id: int | None = None
) -> Visit:
    """
    Enter a visit for the actor's office.

    agreed_item_id: of a one-to-one meeting, which the visit fulfils; the caller has found it for the actor
    :raises UnableToSaveVisit: if its dates or parties cannot be, or it hangs on what the actor does not see
    :raises NotYoursError: if the actor enters nothing for that office
    """
    owner = office_id if office_id is not None else by.office_id
    check_write(actor=by, office_id=owner, what=_("A new visit"))
    visit = Visit(office_id=owner, agreed_item_id=agreed_item_id)
    _assign(visit, values, by=by)
    visit.save()
    _write_parties(visit, values.parties)
    _write_themes(visit, values.theme_ids)
    record(event="visit.created", by=by, at=now, about=visit, after=snapshot(visit))
    return visit


@transaction.atomic
def edit_visit(*, visit_id: int, values: VisitValues, expected: int, by: Actor, now: datetime) -> Visit:
    """
    Change what is known of a visit; its state moves by move_visit.

    :raises SavedMeanwhileError: if somebody saved it in between
    :raises UnableToSaveVisit: if its dates or parties cannot be
    """
    visit = locked(visit_id, by=by)
    before = snapshot(visit)
    _assign(visit, values, by=by)
    save_version(row=visit, expected=expected)
    _write_parties(visit, values.parties)
    _write_themes(visit, values.theme_ids)
    record(event="visit.changed", by=by, at=now, about=visit, before=before, after=snapshot(visit))
    return visit


@transaction.atomic
def move_visit(*, visit_id: int, wanted: str, reason: str, expected: int, by: Actor, now: datetime) -> Visit:
    """
    Move a visit to another state; visitors whose request it was made of are told, interpreters if it will not be.

    :raises UnableToMoveVisit: if it may not move so
    :raises SavedMeanwhileError: if somebody saved it in between
    """
    visit = locked(visit_id, by=by)
    persons = sum(VisitParty.objects.filter(visit=visit).values_list("persons", flat=True))
    check_move(
        name=visit.name,
        state=visit.state,
        wanted=wanted,
        reason=reason,
        starts_on=visit.starts_on,
        ends_on=visit.ends_on,
        today=timezone.localdate(now),
        persons=persons,
    )
    before = values_of(visit)
    visit.state, visit.state_reason = VisitState(wanted).value, reason.strip()
    save_version(row=visit, expected=expected)
    after = values_of(visit)
    told = tell_visitors(visit, now=now)
    after |= {"told": told} if told else {}
    record(event=f"visit.{visit.state}", by=by, at=now, about=visit, before=before, after=after, reason=reason.strip())
    if visit.state == VisitState.CANCELLED:
        release_interpreters(visit, by=by, now=now)
    return visit


@transaction.atomic
def archive_visit(*, visit_id: int, by: Actor, now: datetime, reason: str = "") -> Visit:
    """Take a visit out of lists and figures; whoever was asked or would interpret there is told."""
    visit = locked(visit_id, by=by)
    release_interpreters(visit, by=by, now=now)
    archive(row=visit, by=by, now=now, event="visit.archived", reason=reason)
    return visit


@transaction.atomic
def restore_visit(*, visit_id: int, by: Actor, now: datetime) -> Visit:
    """Bring an archived visit back."""
    visit = locked(visit_id, by=by, archived=True)
    restore(row=visit, by=by, now=now, event="visit.restored")
    return visit


def locked(visit_id: int, *, by: Actor, archived: bool = False) -> Visit:
    """
    Return a visit that the actor may change, locked until the transaction ends.

    :raises Visit.DoesNotExist: if the actor does not see it
    :raises NotYoursError: if the actor sees it but may not change it
    """
    return locked_row(Visit.objects, pk=visit_id, by=by, archived=archived)


def _assign(visit: Visit, values: VisitValues, *, by: Actor) -> None:
    codes = {party.country_id for party in values.parties}
    check_values(values, countries={row.code: row.name for row in Country.objects.filter(code__in=codes)})
    for name in PLAIN_FIELDS:
        setattr(visit, name, getattr(values, name))
    visit.tie_id = _seen(Tie, values.tie_id, visit.tie_id, by=by)
    visit.project_id = _seen(ExchangeProject, values.project_id, visit.project_id, by=by)
    visit.course_id = _seen(TrainingCourse, values.course_id, visit.course_id, by=by)


def _seen(
    model: type[Tie] | type[ExchangeProject] | type[TrainingCourse], wanted: int | None, held: int | None, *, by: Actor
) -> int | None:
    """Return the wanted row's id; what the visit already hangs on stays, even if it was archived meanwhile."""
    if wanted is not None and wanted != held and not model.objects.for_user(by).filter(pk=wanted).exists():
        raise UnableToSaveVisit(
            _("That %(what)s is not there any more. Choose another, or none.") % {"what": model._meta.verbose_name}
        )
    return wanted


def _write_parties(visit: Visit, wanted: tuple[PartyValues, ...]) -> None:
    """Write the parties in their order; a party keeps its id, as members, stops and answers hang on it."""
    held = {party.pk: party for party in VisitParty.objects.select_for_update().filter(visit=visit)}
    kept = set()
    for order, values in enumerate(wanted):
        party = held.get(values.party_id or 0) or VisitParty(visit=visit)
        party.order = order
        for name in PARTY_FIELDS:
            setattr(party, name, getattr(values, name))
        party.save()
        kept.add(party.pk)
    going = held.keys() - kept
    _check_going(visit, going)
    VisitParty.objects.filter(visit=visit, pk__in=going).delete()


def _check_going(visit: Visit, going: Collection[int]) -> None:
    """Refuse to take out a party on which stops or names hang: a stop that names nobody would be for everybody."""
    names = ", ".join(str(party) for party in VisitParty.objects.filter(visit=visit, pk__in=going))
    others = StopParty.objects.filter(stop__visit=visit).exclude(party__in=going).values("stop")
    only = Stop.objects.filter(visit=visit, party_rows__party__in=going).exclude(pk__in=others).distinct()
    stops = [
        f"{day_words(starts.date())} {starts:%H:%M} {stop.title}"
        for stop in only.select_related("site").order_by("starts_at", "pk")
        for starts in [timezone.localtime(stop.starts_at)]
    ]
    if stops:
        raise UnableToSaveVisit(
            _(
                "%(parties)s cannot be taken out: these stops are for nobody else: %(stops)s. "
                "Say in the programme for whom they are now, or take them out there; then save again."
            )
            % {"parties": names, "stops": "; ".join(stops)}
        )
    if VisitMember.objects.filter(party__in=going).exists():
        raise UnableToSaveVisit(
            _("%(parties)s cannot be taken out: the list of names holds members of it. Take them out there first.")
            % {"parties": names}
        )


def _write_themes(visit: Visit, wanted: tuple[int, ...]) -> None:
    VisitTheme.objects.filter(visit=visit).exclude(theme_id__in=wanted).delete()
    held = set(VisitTheme.objects.filter(visit=visit).values_list("theme_id", flat=True))
    VisitTheme.objects.bulk_create(
        VisitTheme(visit=visit, theme_id=theme) for theme in dict.fromkeys(wanted) if theme not in held
    )
