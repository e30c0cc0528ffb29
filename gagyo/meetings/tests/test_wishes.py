"""Wishes: ranked and saved together, within the deadline, answered, decided about, and suggested with reasons."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import Membership
from gagyo.accounts.tests.make import make_actor, make_member, make_office
from gagyo.common.actions import SavedMeanwhileError
from gagyo.meetings.actions.wishes import Decided, answer_wish, decide_pair, save_wishes
from gagyo.meetings.choices import (
    MeetingState,
    PairDecision,
    ParticipantState,
    RoundState,
    Sees,
    WishAnswer,
    WishKind,
    WishMode,
)
from gagyo.meetings.models import MeetingRound, Participant, Wish
from gagyo.meetings.queries.demand import pairs_of, wanted_pairs
from gagyo.meetings.queries.suggestions import suggestions_for
from gagyo.meetings.queries.wishes import candidates_for
from gagyo.meetings.rules.acting import Acting
from gagyo.meetings.rules.wishes import (
    PairState,
    Side,
    Times,
    UnableToWish,
    becomes_meeting,
    check_wishing,
    state_of,
    worth,
)
from gagyo.meetings.tests.make import at, make_link, make_meeting, make_participant, make_round, make_wish
from gagyo.partnerships.tests.make import make_tie
from gagyo.registry.choices import BodyKind
from gagyo.registry.tests.make import make_body, make_government

pytestmark = pytest.mark.django_db
CLOSES = at("18:00", day=date(2030, 5, 31))


@pytest.fixture
def organiser() -> Membership:
    """Somebody of the association that runs rounds."""
    return make_member(role=Role.OPERATOR, office=make_office(kind=OfficeKind.ASSOCIATION, name_ko="협의회"))


@pytest.fixture
def row(organiser: Membership) -> MeetingRound:
    """A round that takes three wishes of each."""
    return make_round(office=organiser.office, wishes_at_most=3, wish_mode=WishMode.OPT_OUT)


@pytest.fixture
def mission(row: MeetingRound) -> Participant:
    """A mission with a link."""
    one = make_participant(of=row, state=ParticipantState.INVITED)
    make_link(participant=one, key="key")
    return one


def english(name: str, *args: object) -> str:
    """Return the address of an English page, whatever language the last answer was in."""
    with translation.override("en"):
        return reverse(f"meetings:{name}", args=args)


def acting(one: Participant) -> Acting:
    """Return who acts by the participant's link."""
    return Acting(one.pk, make_actor(), key="key")


def save(one: Participant, *wanted: Participant, vetoes: frozenset[int] = frozenset()) -> Participant:
    """Save wishes in this order."""
    one.refresh_from_db()
    ranks = {each.pk: rank for rank, each in enumerate(wanted, start=1)}
    return save_wishes(acting=acting(one), ranks=ranks, vetoes=vetoes, expected=one.version, now=timezone.now())


def changed(**values: object) -> None:
    """Change the round."""
    MeetingRound.objects.past_access(because="test").update(**values)


def test_ranks_are_saved_closed_up_and_a_wish_that_stays_keeps_the_answer(
    row: MeetingRound, mission: Participant
) -> None:
    first, second, third = (make_participant(of=row, side=1) for _n in range(3))
    make_wish(asker=mission, wanted=second, rank=1, answer=WishAnswer.ACCEPTED)
    make_wish(asker=mission, wanted=third, rank=2)
    sent = {"version": "1", f"rank-{first.pk}": "2", f"rank-{second.pk}": "3", f"rank-{third.pk}": "", "rank-x": "1"}
    assert Client().post(english("link_wishes", "key"), sent).status_code == 302
    shown = [(wish.wanted, wish.rank, wish.answer) for wish in mission.wishes.order_by("rank")]
    assert shown == [(first, 1, WishAnswer.OPEN), (second, 2, WishAnswer.ACCEPTED)]
    mission.refresh_from_db()
    assert mission.state == ParticipantState.COMING


@pytest.mark.parametrize(
    ("ranks", "veto", "sentence"),
    [
        (("1", "1", ""), False, "both have the rank 1"),
        (("1", "", ""), True, "You both wish to meet"),
        (("1", "2", "3"), False, "You may have 2 wishes and gave 3. Clear 1 of them."),
    ],
)
def test_wishes_that_cannot_be_come_back_as_they_were_entered(
    row: MeetingRound, mission: Participant, ranks: tuple[str, ...], veto: bool, sentence: str
) -> None:
    changed(wishes_at_most=2)
    others = [make_participant(of=row, side=1) for _n in range(3)]
    sent = {"version": "1", **{f"rank-{one.pk}": rank for one, rank in zip(others, ranks, strict=True)}}
    answer = Client().post(english("link_wishes", "key"), sent | ({f"veto-{others[0].pk}": "on"} if veto else {}))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert '<option value="1" selected>1</option>' in text
    assert not Wish.objects.exists()


def test_the_last_second_of_the_deadline_still_counts_and_the_next_does_not() -> None:
    times = Times(RoundState.WISHING, close_at=CLOSES)
    state = ParticipantState.COMING
    check_wishing(times, participant_state=state, now=CLOSES + timedelta(microseconds=999_999), by_organiser=False)
    with translation.override("en"), pytest.raises(UnableToWish, match="Wishes were taken until 2030-05-31 18:00"):
        check_wishing(times, participant_state=state, now=CLOSES + timedelta(seconds=1), by_organiser=False)
    check_wishing(times, participant_state=state, now=CLOSES + timedelta(days=1), by_organiser=True)


def test_a_link_gives_no_wish_after_the_deadline(row: MeetingRound, mission: Participant) -> None:
    changed(wishes_close_at=timezone.now() - timedelta(seconds=2))
    other = make_participant(of=row, side=1)
    answer = Client().post(english("link_wishes", "key"), {"version": str(mission.version), f"rank-{other.pk}": "1"})
    assert answer.status_code == 422
    assert "Wishes were taken until" in answer.content.decode()
    assert not Wish.objects.exists()


def test_a_second_save_of_the_same_wishes_is_told_and_overwrites_nothing(
    row: MeetingRound, mission: Participant
) -> None:
    first, second = make_participant(of=row, side=1), make_participant(of=row, side=1)
    save(mission, first)
    with pytest.raises(SavedMeanwhileError):
        save_wishes(acting=acting(mission), ranks={second.pk: 1}, vetoes=frozenset(), expected=1, now=timezone.now())
    answer = Client().post(english("link_wishes", "key"), {"version": "1", f"rank-{second.pk}": "1"})
    assert answer.status_code == 409
    assert "Somebody saved these wishes in between" in answer.content.decode()
    assert [wish.wanted for wish in mission.wishes.all()] == [first]


def test_a_mission_chooses_only_from_the_other_side_and_from_nobody_where_the_organiser_gathers_the_wishes(
    row: MeetingRound, mission: Participant
) -> None:
    city, _mission_too = make_participant(of=row, side=1), make_participant(of=row)
    make_participant(of=row, side=1, state=ParticipantState.DECLINED)
    assert [each.participant for each in candidates_for(mission)] == [city]
    changed(sees=Sees.NOBODY)
    assert candidates_for(Participant.objects.get(pk=mission.pk)) == []


def test_anothers_veto_is_never_told_and_its_wish_only_where_participants_decide(
    row: MeetingRound, mission: Participant
) -> None:
    keen, shy = make_participant(of=row, side=1), make_participant(of=row, side=1)
    make_wish(asker=keen, wanted=mission)
    make_wish(asker=shy, wanted=mission, kind=WishKind.VETO)
    told = {each.participant: each.theirs is not None for each in candidates_for(mission)}
    assert told == {keen: True, shy: False}
    page = Client().get(english("link_wishes", "key")).content.decode()
    asked = page[page.index("They wish to meet you") : page.index("Save the wishes")]
    assert asked.count(keen.name_en) > asked.count(shy.name_en) > 0
    changed(wish_mode=WishMode.ORGANISER)
    fresh = Participant.objects.get(pk=mission.pk)
    assert {each.theirs for each in candidates_for(fresh)} == {None}


def test_a_wish_is_answered_by_the_one_who_is_wanted_and_by_nobody_else(
    row: MeetingRound, mission: Participant
) -> None:
    city, stranger = make_participant(of=row, side=1), make_participant(of=row, side=1)
    wish = make_wish(asker=city, wanted=mission)
    with pytest.raises(Wish.DoesNotExist):
        answer_wish(acting=acting(stranger), wish_id=wish.pk, answer="declined", note="", now=timezone.now())
    sent = {"wish": str(wish.pk), "answer": "declined"}
    assert Client().post(english("link_wish_answer", "key"), sent).status_code == 302
    wish.refresh_from_db()
    assert wish.answer == WishAnswer.DECLINED


def test_where_the_organiser_decides_no_wish_is_answered_nor_told_of(row: MeetingRound, mission: Participant) -> None:
    wish = make_wish(asker=make_participant(of=row, side=1), wanted=mission)
    changed(wish_mode=WishMode.ORGANISER)
    answer = Client().post(english("link_wish_answer", "key"), {"wish": str(wish.pk), "answer": "declined"})
    assert answer.status_code == 422
    assert "the organiser decides" in answer.content.decode()
    wish.refresh_from_db()
    assert wish.answer == WishAnswer.OPEN


def test_a_corrected_save_after_a_refusal_still_notices_who_saved_in_between(
    row: MeetingRound, mission: Participant
) -> None:
    first, second = make_participant(of=row, side=1), make_participant(of=row, side=1)
    save(mission, first)
    wrong = {"version": "1", f"rank-{first.pk}": "1", f"rank-{second.pk}": "1"}
    refused = Client().post(english("link_wishes", "key"), wrong).content.decode()
    assert 'name="version" value="1"' in refused


@pytest.mark.parametrize(
    ("one", "other", "state"),
    [
        (Side(1), Side(3), PairState.MUTUAL),
        (Side(1), Side(), PairState.ONE_SIDED),
        (Side(), Side(2, WishAnswer.ACCEPTED), PairState.ACCEPTED),
        (Side(2, WishAnswer.DECLINED), Side(), PairState.DECLINED),
        (Side(1), Side(is_veto=True), PairState.VETOED),
        (Side(), Side(), PairState.NONE),
    ],
)
def test_how_two_stand_to_each_other(one: Side, other: Side, state: PairState) -> None:
    assert state_of(one, other) == state
    assert state_of(other, one) == state


def test_each_mode_makes_its_own_meetings_and_the_organisers_word_counts_before_all() -> None:
    made = {
        mode: {state.value for state in PairState if becomes_meeting(state, mode=mode, decision="")}
        for mode in WishMode.values
    }
    assert made == {
        "opt_in": {"mutual", "accepted"},
        "opt_out": {"mutual", "accepted", "one_sided"},
        "organiser": {"mutual", "accepted", "one_sided"},
    }
    assert becomes_meeting(PairState.VETOED, mode="opt_in", decision=PairDecision.MUST)
    assert not becomes_meeting(PairState.MUTUAL, mode="organiser", decision=PairDecision.NOT)


def test_a_first_wish_is_worth_most_and_a_mutual_one_more_to_both() -> None:
    assert [worth(Side(rank), most=4, is_mutual=False) for rank in (1, 2, 3, 4, None)] == [100, 75, 50, 25, 0]
    assert worth(Side(1), most=4, is_mutual=True) == 120


def test_pairs_are_counted_once_without_those_who_left(row: MeetingRound, mission: Participant) -> None:
    city, gone = make_participant(of=row, side=1), make_participant(of=row, side=1)
    make_wish(asker=mission, wanted=city, rank=1)
    make_wish(asker=city, wanted=mission, rank=2)
    make_wish(asker=gone, wanted=mission, rank=1)
    gone.state = ParticipantState.WITHDRAWN
    gone.save()
    assert [(pair.first_id, pair.second_id, pair.state, pair.values) for pair in pairs_of(row)] == [
        (mission.pk, city.pk, PairState.MUTUAL, (120, 87))
    ]
    assert len(wanted_pairs(row)) == 1


def test_the_worksheet_of_wishes_says_ranks_or_nothing_and_yes_or_no_in_words(
    row: MeetingRound, organiser: Membership, mission: Participant, client: Client
) -> None:
    city, other = (make_participant(of=row, side=1, name_en=name) for name in ("First city", "Second city"))
    make_wish(asker=mission, wanted=city, rank=1)
    make_wish(asker=other, wanted=mission, rank=2, kind=WishKind.VETO)
    client.force_login(organiser.user)
    answer = client.get(f"{english('round_wishes', row.pk)}?format=xlsx")
    assert answer.status_code == 200
    lines = list(openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))
    head = next(at for at, line in enumerate(lines) if line[0] == "Pair")
    assert [(line[0], line[1], line[2], line[3], line[6]) for line in lines[head + 1 :]] == [
        (f"{mission.name_en} · First city", 1, None, "One-sided", "Yes"),
        (f"{mission.name_en} · Second city", None, None, "Not wanted", "No"),
    ]


def test_the_organiser_decides_only_about_two_who_can_meet(
    row: MeetingRound, organiser: Membership, mission: Participant
) -> None:
    by, city = make_actor(membership=organiser), make_participant(of=row, side=1)

    def decide(other: Participant, decision: str, *, expected: int = 0) -> None:
        decided = Decided(mission.pk, other.pk, decision, "asked by telephone")
        decide_pair(round_id=row.pk, decided=decided, expected=expected, by=by, now=timezone.now())

    with translation.override("en"), pytest.raises(UnableToWish, match="are of the same side"):
        decide(make_participant(of=row), PairDecision.MUST)
    decide(city, PairDecision.MUST)
    assert [(pair.is_must, pair.is_wanted, pair.decision_reason) for pair in pairs_of(row)] == [
        (True, True, "asked by telephone")
    ]
    decide(city, "", expected=1)
    assert pairs_of(row) == []


def test_suggestions_tell_ties_anniversaries_topics_and_earlier_rounds(
    row: MeetingRound, organiser: Membership
) -> None:
    embassy = make_body(name_ko="주한영국대사관", name_en="British Embassy", kind=BodyKind.MISSION_IN_KOREA)
    namyangju, other = make_government(), make_government(name_ko="김포시", name_en="Gimpo-si")
    make_tie(parties=[namyangju, make_body()], signed_on=date(2005, 3, 1))
    one = make_participant(of=row, body=embassy)
    city, stranger = (make_participant(of=row, side=1, body=body) for body in (namyangju, other))
    topic = row.topics.create(name_ko="청소년 교류", name_en="Youth exchange")
    one.offer_topics.add(topic)
    city.seek_topics.add(topic)
    earlier = make_round(office=organiser.office, name_ko="제3회", name_en="Third round", starts_on=date(2029, 6, 16))
    before = [make_participant(of=earlier, body=embassy), make_participant(of=earlier, side=1, body=namyangju)]
    make_meeting(one=before[0], other=before[1], state=MeetingState.HELD)
    planned = make_round(office=organiser.office, name_ko="제2회", name_en="Second round", starts_on=date(2030, 1, 8))
    two = [make_participant(of=planned, body=embassy), make_participant(of=planned, side=1, body=namyangju)]
    make_meeting(one=two[0], other=two[1])
    with translation.override("en"):
        found = suggestions_for(one, [city, stranger])
    assert found[city.pk].reasons == (
        "1 tie: Namyangju-si – Dartford",
        "25 years of the tie Namyangju-si – Dartford in 2030",
        "They seek what you offer: Youth exchange",
        "Met at “Third round”",
    )
    assert set(found) == {city.pk}


def test_the_pages_of_wishes_cost_the_same_with_one_and_with_three_others(
    client: Client, organiser: Membership, row: MeetingRound, mission: Participant
) -> None:
    client.force_login(organiser.user)

    def queries(address: str, visitor: Client) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert visitor.get(address).status_code == 200
        return len(caught)

    def both() -> tuple[int, int]:
        own = queries(english("link_wishes", "key"), Client())
        return own, queries(reverse("meetings:round_wishes", args=[row.pk]), client)

    make_wish(asker=make_participant(of=row, side=1), wanted=mission)
    both()
    one = both()
    for _n in range(2):
        make_wish(asker=make_participant(of=row, side=1), wanted=mission)
    assert both() == one
