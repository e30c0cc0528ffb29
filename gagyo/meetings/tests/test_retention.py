"""What names people of a round is destroyed after its retention period."""

from datetime import timedelta

import pytest

from gagyo.accounts.choices import Role
from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import make_actor, make_member, make_office
from gagyo.common.models import AuditRecord
from gagyo.common.rules import system
from gagyo.config.schedule import NIGHTLY
from gagyo.meetings.actions.retention import destroy_names
from gagyo.meetings.actions.round_rows import save_of_participant, save_rows
from gagyo.meetings.forms.round_rows import KINDS, OF_PARTICIPANT, held_by
from gagyo.meetings.models import (
    Absence,
    Delegate,
    MeetingRound,
    Participant,
    ParticipantLink,
    Rating,
    RoundInterpreter,
)
from gagyo.meetings.rules.acting import Acting
from gagyo.meetings.tests.make import DAY, at, make_link, make_meeting, make_participant, make_round

pytestmark = pytest.mark.django_db
BY = system(label="nightly.destroy_names_of_rounds")
LATER = at("03:00", day=DAY + timedelta(days=401))


@pytest.fixture
def office() -> Office:
    return make_office()


def make_named(*, office: Office, days_later: int = 0) -> Participant:
    """Make a round with a participant's delegate, absence and ended link, and an interpreter."""
    day = DAY + timedelta(days=days_later)
    meeting_round = make_round(office=office, starts_on=day)
    row = make_participant(of=meeting_round, email="embassy@example.org")
    delegate = Delegate.objects.create(participant=row, name="Ann Sample", title="Counsellor", email="a@example.org")
    Absence.objects.create(
        participant=row, delegate=delegate, starts_at=at("10:00"), ends_at=at("11:00"), reason="Sees a doctor"
    )
    link = make_link(participant=row, key=f"key-{row.pk}")
    ParticipantLink.objects.filter(pk=link.pk).update(sent_to=row.email, expires_at=at("23:59", day=day))
    RoundInterpreter.objects.create(
        round=meeting_round, name="최통역", email="i@example.org", phone="010", languages="ko en"
    )
    return row


def named() -> tuple[list[tuple[str, ...]], ...]:
    """Return everything that names somebody, in the order of rounds."""
    return (
        list(Delegate.objects.order_by("pk").values_list("name", "title", "email")),
        list(Absence.objects.order_by("pk").values_list("reason")),
        list(Participant.objects.order_by("pk").values_list("email")),
        list(RoundInterpreter.objects.order_by("pk").values_list("name", "email", "phone")),
        list(ParticipantLink.objects.order_by("pk").values_list("sent_to")),
    )


def test_names_of_an_old_round_go_and_those_of_a_younger_one_stay(office: Office) -> None:
    old = make_named(office=office)
    make_named(office=office, days_later=1)
    assert destroy_names(by=BY, now=LATER) == 1
    assert named() == (
        [("", "", ""), ("Ann Sample", "Counsellor", "a@example.org")],
        [("",), ("Sees a doctor",)],
        [("",), ("embassy@example.org",)],
        [("", "", ""), ("최통역", "i@example.org", "010")],
        [("embassy@example.org",)],
    )
    left = AuditRecord.objects.get(event="round.names_destroyed")
    assert (left.about_id, left.after) == (
        str(old.round_id),
        {
            "delegates": 1,
            "absences": 1,
            "comments": 0,
            "addresses": 1,
            "interpreters": 1,
            "links": 1,
            "links_unaddressed": 0,
        },
    )
    assert "Ann" not in str(left.after)


def test_the_day_on_which_the_period_ends_still_counts(office: Office) -> None:
    make_named(office=office)
    assert destroy_names(by=BY, now=LATER - timedelta(days=1)) == 0


def test_a_second_night_destroys_nothing_more(office: Office) -> None:
    make_named(office=office)
    assert [destroy_names(by=BY, now=LATER), destroy_names(by=BY, now=LATER)] == [1, 0]
    assert MeetingRound.objects.past_access(because="a test").count() == 1


def test_a_link_made_late_stays_without_its_address(office: Office) -> None:
    row = make_named(office=office)
    ParticipantLink.objects.filter(participant=row).update(expires_at=LATER + timedelta(days=30))
    destroy_names(by=BY, now=LATER)
    assert list(ParticipantLink.objects.values_list("sent_to", "expires_at")) == [("", LATER + timedelta(days=30))]


def test_it_runs_every_night() -> None:
    assert "gagyo.meetings.tasks.destroy_names_of_rounds" in [job.task for job in NIGHTLY]


def test_comments_of_ratings_go_and_the_ratings_stay(office: Office) -> None:
    one = make_named(office=office)
    other = make_participant(of=one.round, side=1)
    meeting = make_meeting(one=one, other=other)
    Rating.objects.create(
        meeting=meeting, participant=one, score=4, comment="Ms Kim knows the farm", given_at=at("12:00")
    )
    destroy_names(by=BY, now=LATER)
    assert list(Rating.objects.values_list("score", "comment")) == [(4, "")]
    # Comments alone bring the night back to a round.
    Rating.objects.update(comment="Ms Kim")
    assert destroy_names(by=BY, now=LATER) == 1


def test_people_whose_names_were_destroyed_are_in_no_form_and_stay_when_it_is_saved(office: Office) -> None:
    one = make_named(office=office)
    destroy_names(by=BY, now=LATER)
    one.refresh_from_db()
    assert (one.delegates.count(), one.round.interpreters.count()) == (1, 1)
    kinds = ((OF_PARTICIPANT["people"], one.delegates.all()), (KINDS["interpreters"], one.round.interpreters.all()))
    assert [held_by(list(rows), kind=kind) for kind, rows in kinds] == [{}, {}]
    new = {"pk": None, "name": "Bo Sample", "title": "", "email": "", "languages": "en", "is_head": False}
    acting = Acting(one.pk, BY, is_organiser=True)
    save_of_participant(acting=acting, model=Delegate, what="people", rows=[new], expected=one.version, now=LATER)
    organiser = make_actor(membership=make_member(role=Role.OPERATOR, office=office))
    round_id, seen = one.round_id, one.round.version
    save_rows(
        round_id=round_id,
        model=RoundInterpreter,
        what="interpreters",
        rows=[{"pk": None, "name": "새 통역", "languages": "ko en", "email": "", "phone": ""}],
        expected=seen,
        by=organiser,
        now=LATER,
    )
    assert sorted(each.name for each in one.delegates.all()) == ["", "Bo Sample"]
    assert sorted(each.name for each in one.round.interpreters.all()) == ["", "새 통역"]
