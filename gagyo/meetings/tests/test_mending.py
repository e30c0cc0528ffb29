"""A timetable made anew on the day: what was held stays, what has begun is closed, the rest moves least."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone, translation

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import Membership
from gagyo.accounts.tests.make import make_actor, make_member, make_office
from gagyo.common.rules import Actor
from gagyo.kernels.timetable.solution import Solution
from gagyo.meetings.actions.solving import PATIENCE, ask_for_timetable, claim, resume_left_runs, run_claimed
from gagyo.meetings.actions.timetable import copy_version, publish_version
from gagyo.meetings.choices import MeetingState, ParticipantState, PresenceState, RoundState, RunState, VersionState
from gagyo.meetings.models import (
    Absence,
    Assignment,
    Delegate,
    InterpreterAbsence,
    Meeting,
    MeetingRound,
    Participant,
    Presence,
    SolveRun,
    TableAbsence,
    TimetableVersion,
)
from gagyo.meetings.queries.timetable import assignments_of, plan_of
from gagyo.meetings.rules.mending import Stood
from gagyo.meetings.rules.plan import Guest, Place, Plan, Wanted, problem_of, shut_slots
from gagyo.meetings.rules.presence import Away, Someone, nobody_there
from gagyo.meetings.rules.times import Slot
from gagyo.meetings.rules.timetable import UnableToPublish
from gagyo.meetings.rules.waiting import Hall
from gagyo.meetings.tests.make import (
    DAY,
    at,
    make_assignment,
    make_meeting,
    make_participant,
    make_round,
    make_version,
    make_wish,
)

pytestmark = pytest.mark.django_db
CLOCKS = ("10:00", "10:30", "11:00")


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
    """Three missions meet three cities at 10:00, 10:30 and 11:00, each mission at its table; five slots stay free."""
    made = make_round(office=organiser.office, state=RoundState.RUNNING)
    missions = [make_participant(of=made, name_en=f"Mission {n}", email=f"m{n}@example.org") for n in range(3)]
    cities = [make_participant(of=made, side=1, name_en=f"City {n}", email=f"c{n}@example.org") for n in range(3)]
    version = make_version(of=made, state=VersionState.PUBLISHED, published_at=at("08:00"))
    tables = list(made.tables.all())
    for n, mission in enumerate(missions):
        for turn, clock in enumerate(CLOCKS):
            city = cities[(n + turn) % 3]
            make_wish(asker=mission, wanted=city, rank=turn + 1)
            meeting = make_meeting(one=mission, other=city)
            make_assignment(version=version, meeting=meeting, clock=clock, table=tables[n])
    return made


def one(row: MeetingRound, name: str) -> Participant:
    return Participant.objects.get(round=row, name_en=name)


def meeting_of(row: MeetingRound, mission: int, city: int) -> Meeting:
    pair = {"first": one(row, f"Mission {mission}"), "second": one(row, f"City {city}")}
    return Meeting.objects.get(round=row, **pair)


def late(row: MeetingRound, name: str, until: str) -> None:
    state, moment = PresenceState.LATE, at(until)
    Presence.objects.create(participant=one(row, name), day=DAY, state=state, expected_at=moment, noted_at=at("09:00"))


def absent(row: MeetingRound, name: str) -> None:
    Presence.objects.create(participant=one(row, name), day=DAY, state=PresenceState.ABSENT, noted_at=at("09:00"))


def mended(row: MeetingRound, by: Actor, *, now: datetime) -> TimetableVersion:
    base = TimetableVersion.objects.get(round=row, state=VersionState.PUBLISHED)
    run = ask_for_timetable(round_id=row.pk, seconds=5, based_on_id=base.pk, by=by, now=now, is_near=True)
    assert run.state == RunState.DONE, run.answer
    assert run.result is not None
    return run.result


def places(version: TimetableVersion) -> dict[int, tuple[datetime, int | None]]:
    return {each.meeting_id: (each.starts_at, each.table_id) for each in assignments_of(version)}


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the worker, which runs in the request here, have the hour that a test gave."""
    monkeypatch.setattr(timezone, "now", lambda: NOW[0])


NOW = [at("09:30")]


def test_who_is_late_moves_and_nobody_else_does(row: MeetingRound, by: Actor) -> None:
    NOW[0] = at("09:30")
    before = places(TimetableVersion.objects.get())
    late(row, "Mission 0", "10:30")
    after = places(mended(row, by, now=at("09:30")))
    moved = {pk for pk in before if before[pk] != after[pk]}
    assert moved == {meeting_of(row, 0, 0).pk}
    assert after[meeting_of(row, 0, 0).pk][0] >= at("11:30")
    # It goes on at the table where it sits all day.
    assert after[meeting_of(row, 0, 0).pk][1] == before[meeting_of(row, 0, 0).pk][1]


def test_what_was_held_is_under_way_or_missed_stays_and_nothing_goes_into_a_slot_that_has_begun(
    row: MeetingRound, by: Actor
) -> None:
    NOW[0] = at("10:40")
    before = places(TimetableVersion.objects.get())
    held, missed, called_off = meeting_of(row, 0, 0), meeting_of(row, 1, 1), meeting_of(row, 2, 1)
    Meeting.objects.filter(pk=held.pk).update(state=MeetingState.HELD)
    Meeting.objects.filter(pk=missed.pk).update(state=MeetingState.NO_SHOW)
    Meeting.objects.filter(pk=called_off.pk).update(state=MeetingState.CANCELLED)
    # Not there at 10:30, so that its meeting of then is not under way, whatever the plan says.
    late(row, "City 2", "11:20")
    draft = mended(row, by, now=at("10:40"))
    after = places(draft)
    assert called_off.pk not in after
    # City 2 met Mission 2 at 10:00, before anybody noted it as late: it was noted so for the whole morning.
    moved = {pk for pk in after if before[pk] != after[pk]}
    assert moved == {meeting_of(row, mission, 2).pk for mission in (0, 1, 2)}
    assert min(after[pk][0] for pk in moved) >= at("11:30")
    told = publish_version(round_id=row.pk, number=draft.number, expected=draft.version, by=by, now=at("10:40"))
    names = {"City 1", "City 2", "Mission 0", "Mission 1", "Mission 2"}
    assert {each.name_en for each in told} == names
    assert {each.to[0] for each in mail.outbox} == {each.email for each in told}


def test_who_does_not_come_falls_out_with_the_reason_and_waits(row: MeetingRound, by: Actor) -> None:
    NOW[0] = at("09:30")
    absent(row, "Mission 1")
    draft = mended(row, by, now=at("09:30"))
    gone = {meeting_of(row, 1, city).pk for city in range(3)}
    before, after = places(TimetableVersion.objects.get(number=1)), places(draft)
    assert after == {pk: place for pk, place in before.items() if pk not in gone}
    key = str(one(row, "Mission 1").pk)
    assert [each.details["demands"] for each in draft.unmet.all()] == [[{"kind": "away", "keys": [key]}]] * 3
    publish_version(round_id=row.pk, number=draft.number, expected=draft.version, by=by, now=at("09:30"))
    assert set(Meeting.objects.filter(state=MeetingState.WAITING).values_list("pk", flat=True)) == gone
    Presence.objects.all().delete()
    again = mended(row, by, now=at("09:30"))
    publish_version(round_id=row.pk, number=again.number, expected=again.version, by=by, now=at("09:30"))
    assert not Meeting.objects.filter(state=MeetingState.WAITING).exists()
    assert {pk for pk, place in places(again).items() if pk in gone or place == before[pk]} == set(before)


def test_what_was_held_stays_though_a_participant_has_left_and_more_is_not_wanted(row: MeetingRound, by: Actor) -> None:
    NOW[0] = at("10:20")
    left = one(row, "City 0")
    left.state = ParticipantState.WITHDRAWN
    left.save()
    draft = mended(row, by, now=at("10:20"))
    after = places(draft)
    own = {meeting_of(row, mission, 0).pk for mission in range(3)}
    assert own & after.keys() == {meeting_of(row, 0, 0).pk}
    publish_version(round_id=row.pk, number=draft.number, expected=draft.version, by=by, now=at("10:20"))


def test_a_pin_stays_while_it_can(row: MeetingRound, by: Actor) -> None:
    NOW[0] = at("09:30")
    Assignment.objects.filter(meeting__in=[meeting_of(row, 0, 0), meeting_of(row, 1, 1)]).update(is_pinned=True)
    late(row, "Mission 1", "10:20")
    draft = mended(row, by, now=at("09:30"))
    rows = {each.meeting_id: each for each in assignments_of(draft)}
    stays, goes = rows[meeting_of(row, 0, 0).pk], rows[meeting_of(row, 1, 1).pk]
    assert (stays.starts_at, stays.is_pinned) == (at("10:00"), True)
    assert (goes.starts_at > at("11:00"), goes.is_pinned) == (True, False)


def test_tables_that_are_gone_and_interpreters_that_left_are_not_used(row: MeetingRound, by: Actor) -> None:
    NOW[0] = at("10:10")
    lost = row.tables.all()[0]
    TableAbsence.objects.create(table=lost, starts_at=at("10:30"), ends_at=at("23:00"))
    Participant.objects.filter(round=row, side__order=0).update(languages="en")
    Participant.objects.filter(round=row, side__order=1).update(languages="ko")
    voices = [row.interpreters.create(name=name, languages="ko en", order=n) for n, name in enumerate("abc")]
    for each in Assignment.objects.all():
        mission = each.meeting.first.name_en
        each.interpreter = voices[int(mission[-1])]
        each.save()
    InterpreterAbsence.objects.create(interpreter=voices[2], starts_at=at("10:30"), ends_at=at("23:00"))
    rows = assignments_of(mended(row, by, now=at("10:10")))
    assert len(rows) == 9
    ahead = [each for each in rows if each.starts_at >= at("10:30")]
    assert {each.table_id for each in ahead} & {lost.pk} == set()
    assert {each.interpreter for each in ahead} == set(voices[:2])
    assert [each.interpreter for each in rows if each.starts_at == at("10:00")] == voices
    assert len({(each.starts_at, each.table_id) for each in rows}) == 9


def test_a_meeting_waits_for_a_person_who_is_there_and_speaks_the_language(row: MeetingRound, by: Actor) -> None:
    NOW[0] = at("09:30")
    Participant.objects.filter(round=row, side__order=0).update(languages="en")
    Participant.objects.filter(round=row, side__order=1).update(languages="ko en")
    mission, city = one(row, "Mission 0"), one(row, "City 0")
    people = [Delegate.objects.create(participant=mission, name=name) for name in ("Ada", "Bob")]
    for person, (begins, ends) in zip(people, (("09:00", "10:30"), ("10:00", "12:00")), strict=True):
        Absence.objects.create(participant=mission, delegate=person, starts_at=at(begins), ends_at=at(ends))
    speaks = Delegate.objects.create(participant=city, name="Kim", languages="ko en")
    Delegate.objects.create(participant=city, name="Lee", languages="ko")
    Absence.objects.create(participant=city, delegate=speaks, starts_at=at("14:00"), ends_at=at("15:00"))
    plan = plan_of(row)
    numbers = {slot.starts_at: slot.number - 1 for slot in plan.slots}
    both_away = {numbers[at("10:00")]}
    problem = problem_of(plan)
    assert problem.participant_of[str(mission.pk)].forbidden == both_away
    # Somebody of the city is always there.
    assert problem.participant_of[str(city.pk)].forbidden == frozenset()
    kim_away = {numbers[at("14:00")], numbers[at("14:30")]}
    assert problem.meeting_of[f"{mission.pk}-{city.pk}"].forbidden == both_away | kim_away
    after = places(mended(row, by, now=at("09:30")))
    assert after[meeting_of(row, 0, 0).pk][0] in {at("11:30"), at("15:00"), at("15:30")}


def test_nobody_is_there_where_the_absences_of_all_meet() -> None:
    ada = Someone(away=(Away(at("09:00"), at("10:00")), Away(at("10:00"), at("11:00"))))
    bob = Someone(away=(Away(at("09:30"), at("10:30")), Away(at("12:00"), at("13:00"))))
    assert nobody_there([ada, bob]) == (Away(at("09:30"), at("10:30")),)
    assert nobody_there([ada, Someone()]) == ()
    assert nobody_there([]) == ()


def test_an_interpreter_helps_two_without_a_language_whoever_is_there() -> None:
    slots = tuple(Slot(n + 1, at(clock), at(clock) + timedelta(minutes=30), 0) for n, clock in enumerate(CLOCKS))
    away = (Away(at("10:00"), at("10:30")),)
    first = Guest(1, ("en",), people=(Someone(("en",), away), Someone(("fr",))))
    plan = Plan(slots=slots, guests=(), wanted=(), tables=1)
    assert shut_slots(first, Guest(2, ("ko",)), plan) == frozenset()
    assert shut_slots(first, Guest(2, ("en",)), plan) == {0}
    # Whose languages nobody gave is taken to find one.
    assert shut_slots(first, Guest(2), plan) == frozenset()


def test_a_version_against_what_has_been_is_not_published(row: MeetingRound, by: Actor) -> None:
    NOW[0] = at("10:40")
    draft = copy_version(round_id=row.pk, number=1, by=by, now=at("09:00"))
    held, other = meeting_of(row, 0, 0), meeting_of(row, 0, 2)
    Assignment.objects.filter(timetable=draft, meeting=held).update(starts_at=at("11:30"))
    Assignment.objects.filter(timetable=draft, meeting=other).update(starts_at=at("10:00"))
    with translation.override("en"), pytest.raises(UnableToPublish) as refused:
        publish_version(round_id=row.pk, number=2, expected=draft.version, by=by, now=at("10:40"))
    assert "The meeting of Mission 0 and City 0 at 06-16 10:00 has begun, and stays there." in str(refused.value)
    assert "06-16 10:00 has begun, so Mission 0 and City 2 cannot be put there any more." in str(refused.value)


def test_a_copy_leaves_out_what_was_called_off(row: MeetingRound, by: Actor) -> None:
    Meeting.objects.filter(pk=meeting_of(row, 0, 0).pk).update(state=MeetingState.CANCELLED)
    draft = copy_version(round_id=row.pk, number=1, by=by, now=at("09:00"))
    assert places(draft).keys() == places(TimetableVersion.objects.get(number=1)).keys() - {meeting_of(row, 0, 0).pk}


def test_a_fault_of_the_search_ends_the_computation_at_once(row: MeetingRound) -> None:
    def broken(*_args: object, **_words: object) -> Solution:
        raise MemoryError("A solver gave up.")

    run = SolveRun.objects.create(round=row, asked_at=at("09:00"))
    claim(run.pk, worker="one", now=at("09:00"))
    assert run_claimed(run.pk, worker="one", clock=lambda: at("09:01"), solve=broken) == RunState.FAILED
    run.refresh_from_db()
    assert (run.state, run.answer, run.ended_at) == (RunState.FAILED, {"failed": "error"}, at("09:01"))


def test_a_computation_that_the_queue_lost_is_queued_once_more(row: MeetingRound) -> None:
    NOW[0] = at("09:30")
    run = SolveRun.objects.create(round=row, asked_at=at("09:00"), seconds_at_most=5)
    assert resume_left_runs(now=at("09:00") + PATIENCE) == []
    assert resume_left_runs(now=at("09:01") + PATIENCE) == [run.pk]
    run.refresh_from_db()
    assert run.state == RunState.DONE


def test_a_free_slot_has_a_table_and_the_equipment_that_two_need() -> None:
    slots = tuple(Slot(n + 1, at(clock), at(clock) + timedelta(minutes=30), 0) for n, clock in enumerate(CLOCKS))
    needy = Guest(1, needs=frozenset({"screen"}), equipment=frozenset({7}))
    guests = (needy, Guest(2), Guest(3, equipment=frozenset({7})), Guest(4), Guest(5), Guest(6))
    features: dict[int, frozenset[str]] = {20: frozenset(), 21: frozenset({"screen"})}
    plan = Plan(slots=slots, guests=guests, wanted=(), tables=2, features=features, stock={7: 1})
    stood = [Stood(1, 3, 4, Place(at("10:00"), 20)), Stood(2, 5, 6, Place(at("10:30"), 21))]
    # At 10:00 the only projector is lent, at 10:30 the table with the screen is taken.
    assert Hall(plan, stood, tables=[20, 21]).free_places(Wanted(1, 2)) == [Place(at("11:00"), 21)]
