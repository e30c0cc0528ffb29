"""The timetable: computed by one worker at a time, moved and swapped with its consequences told, published."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import Membership
from gagyo.accounts.tests.make import make_actor, make_member, make_office
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.rules import Actor
from gagyo.kernels.timetable.checking import check
from gagyo.kernels.timetable.plan import solve_any as solve
from gagyo.kernels.timetable.problem import Seat
from gagyo.kernels.timetable.solution import Solution
from gagyo.meetings.actions.solving import LEASE, Lease, ask_for_timetable, claim, resume_left_runs, run_claimed
from gagyo.meetings.actions.timetable import move_meetings, publish_version
from gagyo.meetings.choices import MeetingState, PairDecision, ParticipantState, RoundState, RunState, VersionState
from gagyo.meetings.models import Absence, MeetingRound, OrganiserPair, Participant, SolveRun, TimetableVersion
from gagyo.meetings.queries.timetable import agenda_of, assignments_of, plan_of, sittings_of
from gagyo.meetings.rules.moves import Move
from gagyo.meetings.rules.plan import problem_of
from gagyo.meetings.rules.timetable import UnableToMove, UnableToPublish, UnableToSolve
from gagyo.meetings.tests.make import (
    at,
    make_assignment,
    make_link,
    make_meeting,
    make_participant,
    make_round,
    make_version,
    make_wish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser() -> Membership:
    """Somebody of the association that runs rounds."""
    return make_member(role=Role.OPERATOR, office=make_office(kind=OfficeKind.ASSOCIATION, name_ko="협의회"))


@pytest.fixture
def by(organiser: Membership) -> Actor:
    """The organiser who acts."""
    return make_actor(membership=organiser)


@pytest.fixture
def row(organiser: Membership) -> MeetingRound:
    """A round of eight slots at three tables, in which three missions and three cities all wish for each other."""
    made = make_round(office=organiser.office, state=RoundState.SCHEDULING)
    missions = [make_participant(of=made, languages="en") for _n in range(3)]
    cities = [make_participant(of=made, side=1, languages="en ko") for _n in range(3)]
    for rank, city in enumerate(cities, start=1):
        for mission in missions:
            make_wish(asker=mission, wanted=city, rank=rank)
    return made


def english(name: str, *args: object) -> str:
    """Return the address of an English page, whatever language the last answer was in."""
    with translation.override("en"):
        return reverse(f"meetings:{name}", args=args)


def computed(row: MeetingRound, by: Actor) -> TimetableVersion:
    """Ask for a timetable and return the version that came of it; tasks run at once in tests."""
    run = ask_for_timetable(round_id=row.pk, seconds=20, based_on_id=None, by=by, now=timezone.now())
    assert run.state == RunState.DONE
    assert run.result is not None
    return run.result


def test_a_proposed_timetable_holds_every_wish_proven_best_and_an_independent_check_finds_nothing(
    row: MeetingRound, by: Actor
) -> None:
    made = computed(row, by)
    rows = assignments_of(made)
    assert (made.number, made.proof, made.breaks, len(rows)) == (1, "optimal", 0, 9)
    plan = plan_of(row)
    number = plan.number_at
    seats = {f"{each.meeting.first_id}-{each.meeting.second_id}": Seat(number[each.starts_at]) for each in rows}
    assert check(problem=problem_of(plan), seats=seats).violations == ()
    assert len({(each.starts_at, each.table_id) for each in rows}) == 9


def test_an_absence_and_a_pin_are_kept(row: MeetingRound, by: Actor) -> None:
    late = Participant.objects.filter(round=row)[0]
    Absence.objects.create(participant=late, starts_at=at("10:00"), ends_at=at("11:30"))
    first = computed(row, by)
    fixed = assignments_of(first)[-1]
    fixed.is_pinned = True
    fixed.save()
    run = ask_for_timetable(round_id=row.pk, seconds=20, based_on_id=first.pk, by=by, now=timezone.now())
    assert run.result is not None
    again = {each.meeting_id: each for each in assignments_of(run.result)}
    assert (again[fixed.meeting_id].starts_at, again[fixed.meeting_id].is_pinned) == (fixed.starts_at, True)
    own = [each.starts_at for each in again.values() if late.pk in {each.meeting.first_id, each.meeting.second_id}]
    assert min(own) >= at("11:30")


def test_meetings_that_must_be_held_and_cannot_are_told(
    client: Client, organiser: Membership, row: MeetingRound
) -> None:
    mission, *_others = Participant.objects.filter(round=row)
    for city in Participant.objects.filter(round=row, side__order=1):
        OrganiserPair.objects.create(round=row, first=mission, second=city, decision=PairDecision.MUST)
    Absence.objects.create(participant=mission, starts_at=at("10:00"), ends_at=at("15:30"))
    client.force_login(organiser.user)
    page = english("timetable", row.pk)
    assert client.post(page, {"seconds": "20"}).status_code == 302
    assert "No timetable is possible" in client.get(page).content.decode()
    assert not TimetableVersion.objects.exists()


def test_where_not_all_fit_the_wishes_worth_most_are_held_and_the_rest_is_told_with_a_reason(
    client: Client, organiser: Membership, row: MeetingRound, by: Actor
) -> None:
    row.tables.all()[0].delete()
    row.tables.all()[0].delete()
    row.blocks.all()[0].delete()
    made = computed(row, by)
    held = {(each.meeting.first_id, each.meeting.second_id) for each in assignments_of(made)}
    assert len(held) == 4
    assert {pk for pair in held for pk in pair} >= set(
        Participant.objects.filter(round=row, side__order=0).values_list("pk", flat=True)
    )
    assert made.unmet.count() == 5
    client.force_login(organiser.user)
    text = client.get(english("version", row.pk, made.number)).content.decode()
    assert "Wanted, and not in this version" in text


def test_an_interpreter_of_both_languages_sits_with_two_who_share_none(row: MeetingRound, by: Actor) -> None:
    Participant.objects.filter(round=row, side__order=1).update(languages="ko")
    row.interpreters.create(name="Kim", languages="ko en", order=1)
    row.interpreters.create(name="Lee", languages="ko es", order=2)
    made = computed(row, by)
    rows = assignments_of(made)
    assert len(rows) == 8
    assert {str(each.interpreter) for each in rows} == {"Kim"}
    assert len({each.starts_at for each in rows}) == 8


def test_nothing_is_computed_without_wishes_or_twice_at_once(
    row: MeetingRound, by: Actor, organiser: Membership
) -> None:
    now = timezone.now()
    empty = make_round(office=organiser.office)
    with translation.override("en"):
        with pytest.raises(UnableToSolve, match="No two participants are to meet yet"):
            ask_for_timetable(round_id=empty.pk, seconds=1, based_on_id=None, by=by, now=now)
        SolveRun.objects.create(round=row, asked_at=now)
        with pytest.raises(UnableToSolve, match="is being computed already"):
            ask_for_timetable(round_id=row.pk, seconds=1, based_on_id=None, by=by, now=now)


def test_of_two_workers_one_computes_and_when_it_dies_the_other_finishes(row: MeetingRound) -> None:
    now = timezone.now()
    run = SolveRun.objects.create(round=row, asked_at=now, seconds_at_most=20)
    assert [claim(run.pk, worker="one", now=now), claim(run.pk, worker="two", now=now)] == [True, False]
    later = now + LEASE + timedelta(seconds=1)
    assert claim(run.pk, worker="two", now=later)
    # The first comes back from its sleep: it has lost its hold, and writes nothing.
    assert run_claimed(run.pk, worker="one", clock=lambda: later, solve=solve) == ""
    assert not TimetableVersion.objects.exists()
    assert run_claimed(run.pk, worker="two", clock=lambda: later, solve=solve) == RunState.DONE
    assert TimetableVersion.objects.count() == 1
    run.refresh_from_db()
    assert (run.state, run.attempts) == (RunState.DONE, 2)


def test_what_is_taken_out_of_a_round_while_it_is_computed_is_used_by_no_meeting(row: MeetingRound) -> None:
    """Two tables go and an interpreter goes between the question and the answer."""
    Participant.objects.filter(round=row, side__order=1).update(languages="ko")
    row.interpreters.create(name="Kim", languages="en ko", order=1)
    leaver = row.interpreters.create(name="Lee", languages="en ko", order=2)
    run = SolveRun.objects.create(round=row, asked_at=timezone.now(), seconds_at_most=20)
    assert claim(run.pk, worker="one", now=timezone.now())

    def solved(*args: Any, **options: Any) -> Solution:
        found = solve(*args, **options)
        row.tables.filter(order__gt=1).delete()
        leaver.delete()
        return found

    assert run_claimed(run.pk, worker="one", clock=timezone.now, solve=solved) == RunState.DONE
    run.refresh_from_db()
    assert run.result is not None
    rows = assignments_of(run.result)
    assert {each.table.order for each in rows if each.table} == {1}
    assert all(each.table for each in rows)
    assert leaver.pk not in {each.interpreter_id for each in rows}
    unmet = list(run.result.unmet.values_list("kind", flat=True))
    assert set(unmet) == {"tables", "interpreter"}
    assert len(rows) + len(unmet) == 9


def test_a_lease_is_prolonged_told_to_stop_and_lost_to_another(row: MeetingRound) -> None:
    now = timezone.now()
    run = SolveRun.objects.create(round=row, asked_at=now)
    claim(run.pk, worker="one", now=now)
    lease = Lease(run.pk, "one", lambda: now + timedelta(seconds=20))
    lease.prolong()
    run.refresh_from_db()
    assert (run.lease_until, lease.ends()) == (now + timedelta(seconds=20) + LEASE, False)
    SolveRun.objects.update(is_stop_wanted=True)
    lease.prolong()
    assert lease.ends()
    SolveRun.objects.update(worker="two", is_stop_wanted=False)
    fresh = Lease(run.pk, "one", lambda: now)
    fresh.prolong()
    assert (fresh.is_lost, fresh.ends()) == (True, True)


def test_what_a_dead_worker_left_is_queued_once_more_and_finished(row: MeetingRound) -> None:
    now = timezone.now()
    SolveRun.objects.create(
        round=row, asked_at=now, state=RunState.RUNNING, worker="dead", lease_until=now - timedelta(seconds=1)
    )
    assert len(resume_left_runs(now=now)) == 1
    assert SolveRun.objects.get().state == RunState.DONE
    assert resume_left_runs(now=now) == []


def test_a_move_tells_all_that_stands_against_it_and_changes_nothing(row: MeetingRound, by: Actor) -> None:
    mission, city, other = (Participant.objects.filter(round=row)[n] for n in (0, 3, 4))
    draft = make_version(of=row)
    held, moved = make_meeting(one=mission, other=city), make_meeting(one=mission, other=other)
    make_assignment(version=draft, meeting=held, clock="10:00")
    make_assignment(version=draft, meeting=moved, clock="11:00")
    Absence.objects.create(participant=other, starts_at=at("10:00"), ends_at=at("10:30"))
    with translation.override("en"), pytest.raises(UnableToMove) as refused:
        move_meetings(
            round_id=row.pk,
            number=1,
            move=Move(moved.pk, starts_at=at("10:00")),
            expected=1,
            by=by,
            now=timezone.now(),
        )
    assert str(refused.value) == (
        f"{mission.name_en} meets {city.name_en} at 06-16 10:00 already. {other.name_en} cannot at 06-16 10:00."
    )
    assert [each.starts_at for each in assignments_of(draft)] == [at("10:00"), at("11:00")]


def test_two_meetings_change_places_and_are_pinned(row: MeetingRound, by: Actor) -> None:
    people, tables = list(Participant.objects.filter(round=row)), list(row.tables.all())
    draft = make_version(of=row, proof="optimal")
    one, other = make_meeting(one=people[0], other=people[3]), make_meeting(one=people[1], other=people[4])
    make_assignment(version=draft, meeting=one, clock="10:00", table=tables[0])
    make_assignment(version=draft, meeting=other, clock="10:30", table=tables[1])
    swap = Move(one.pk, swap_id=other.pk)
    move_meetings(round_id=row.pk, number=1, move=swap, expected=1, by=by, now=timezone.now())
    shown = [(each.meeting, each.starts_at, each.table, each.is_pinned) for each in assignments_of(draft)]
    assert shown == [(other, at("10:00"), tables[0], True), (one, at("10:30"), tables[1], True)]
    draft.refresh_from_db()
    assert draft.proof == "by_hand"


def test_two_organisers_moving_at_once_lose_nothing(client: Client, organiser: Membership, row: MeetingRound) -> None:
    people = list(Participant.objects.filter(round=row))
    draft = make_version(of=row)
    one, other = make_meeting(one=people[0], other=people[3]), make_meeting(one=people[1], other=people[4])
    for meeting in (one, other):
        make_assignment(version=draft, meeting=meeting, clock="10:00")
    client.force_login(organiser.user)
    page = english("version_move", row.pk, 1)
    slots = [slot.starts_at.isoformat() for slot in plan_of(row).slots]
    first = {"version": "1", "meeting": str(one.pk), "slot": slots[2]}
    assert client.post(page, first).status_code == 302
    answer = client.post(page, {"version": "1", "meeting": str(other.pk), "slot": slots[3]})
    assert answer.status_code == 409
    assert "Somebody changed this version in between" in answer.content.decode()
    assert [each.starts_at for each in assignments_of(draft)] == [at("10:00"), at("11:00")]


def test_publishing_tells_all_at_first_and_then_only_those_whose_meetings_changed(row: MeetingRound, by: Actor) -> None:
    people = list(Participant.objects.filter(round=row))
    for one in people:
        one.email = f"{one.pk}@example.org"
        one.save()
    first = computed(row, by)
    told = publish_version(round_id=row.pk, number=1, expected=first.version, by=by, now=timezone.now())
    assert told == people
    row.refresh_from_db()
    assert row.state == RoundState.PUBLISHED
    mail.outbox.clear()
    second = make_version(of=row, number=2)
    rows = assignments_of(first)
    free = next(slot.starts_at for slot in plan_of(row).slots if slot.starts_at > max(each.starts_at for each in rows))
    for each in rows:
        each.pk, each.timetable = None, second
        each.save()
    last = assignments_of(second)[-1]
    last.starts_at = free
    last.save()
    told = publish_version(round_id=row.pk, number=2, expected=1, by=by, now=timezone.now())
    assert {one.pk for one in told} == {last.meeting.first_id, last.meeting.second_id}
    assert len(mail.outbox) == 2
    assert all(each.body.count("(another time)") == 1 for each in mail.outbox)
    first.refresh_from_db()
    assert first.state == VersionState.REPLACED
    assert agenda_of(told[0])[-1].starts_at == free


def test_a_version_that_fits_no_more_is_not_published(row: MeetingRound, by: Actor) -> None:
    made = computed(row, by)
    one = assignments_of(made)[0]
    Absence.objects.create(participant=one.meeting.first, starts_at=one.starts_at, ends_at=one.starts_at + timedelta(1))
    with translation.override("en"), pytest.raises(UnableToPublish, match="does not fit what was changed since"):
        publish_version(round_id=row.pk, number=1, expected=made.version, by=by, now=timezone.now())
    with pytest.raises(SavedMeanwhileError):
        Absence.objects.all().delete()
        publish_version(round_id=row.pk, number=1, expected=99, by=by, now=timezone.now())


def test_who_left_and_who_is_not_to_meet_any_more_keeps_a_version_from_being_published(
    row: MeetingRound, by: Actor
) -> None:
    made = computed(row, by)
    gone, *_missions = Participant.objects.filter(round=row)
    gone.state, gone.email = ParticipantState.WITHDRAWN, "gone@example.org"
    gone.save()

    def publish() -> None:
        publish_version(round_id=row.pk, number=1, expected=made.version, by=by, now=timezone.now())

    with translation.override("en"), pytest.raises(UnableToPublish, match=f"{gone.name_en} takes part no more"):
        publish()
    gone.state = ParticipantState.COMING
    gone.save()
    pair = assignments_of(made)[0].meeting
    OrganiserPair.objects.create(round=row, first=pair.first, second=pair.second, decision=PairDecision.NOT)
    with translation.override("en"), pytest.raises(UnableToPublish, match="are not to meet"):
        publish()
    OrganiserPair.objects.all().delete()
    row.refresh_from_db()
    row.state = RoundState.CANCELLED
    row.save()
    with translation.override("en"), pytest.raises(UnableToPublish, match="no timetable is published now"):
        publish()
    assert mail.outbox == []


def test_a_computation_that_ends_its_workers_is_given_up(row: MeetingRound) -> None:
    now = timezone.now()
    SolveRun.objects.create(
        round=row, asked_at=now, state=RunState.RUNNING, attempts=3, lease_until=now - timedelta(seconds=1)
    )
    assert resume_left_runs(now=now) == []
    assert SolveRun.objects.get().state == RunState.FAILED


def test_tables_for_meetings_online_seat_nobody_on_site(row: MeetingRound, by: Actor) -> None:
    online, *others = row.tables.all()
    online.is_online = True
    online.save()
    assert {each.table for each in assignments_of(computed(row, by))} == set(others)


def test_a_cancelled_meeting_leaves_the_agenda_and_a_cancelled_round_says_so(row: MeetingRound, by: Actor) -> None:
    one = Participant.objects.filter(round=row)[0]
    make_link(participant=one, key="key")
    made = computed(row, by)
    publish_version(round_id=row.pk, number=1, expected=made.version, by=by, now=timezone.now())
    first = agenda_of(one)[0].meeting
    first.state = MeetingState.CANCELLED
    first.save()
    assert first not in [each.meeting for each in agenda_of(one)]
    MeetingRound.objects.past_access(because="test").update(state=RoundState.CANCELLED, state_reason="A typhoon.")
    for name in ("link_agenda", "link_home"):
        text = Client().get(english(name, "key")).content.decode()
        assert "This round was called off. A typhoon." in text


def test_a_participant_sees_only_its_own_meetings_and_only_once_published(row: MeetingRound, by: Actor) -> None:
    one = Participant.objects.filter(round=row)[0]
    make_link(participant=one, key="key")
    made = computed(row, by)
    assert "No timetable yet" in Client().get(english("link_agenda", "key")).content.decode()
    publish_version(round_id=row.pk, number=1, expected=made.version, by=by, now=timezone.now())
    text = Client().get(english("link_agenda", "key")).content.decode()
    names = {each.name_en: each.side.order for each in Participant.objects.filter(round=row).exclude(pk=one.pk)}
    assert {name for name in names if name in text} == {name for name, side in names.items() if side == 1}


def test_the_page_of_a_version_costs_the_same_with_few_and_with_many_meetings(
    client: Client, organiser: Membership, row: MeetingRound, by: Actor
) -> None:
    client.force_login(organiser.user)
    people = list(Participant.objects.filter(round=row))
    draft = make_version(of=row)
    page = english("version", row.pk, 1)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(page).status_code == 200
        return len(caught)

    make_assignment(version=draft, meeting=make_meeting(one=people[0], other=people[3]), clock="10:00")
    queries()
    one = queries()
    make_assignment(version=draft, meeting=make_meeting(one=people[1], other=people[4]), clock="10:00")
    make_assignment(version=draft, meeting=make_meeting(one=people[2], other=people[5]), clock="10:30")
    assert queries() == one
    assert sittings_of(assignments_of(draft))
