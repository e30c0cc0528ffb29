"""Wishes and decisions while others act: who returns, who changes side, two organisers, who sees whom, the deadline."""

from datetime import date, datetime, timedelta
from unittest import mock

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
from gagyo.common.models import TranslatedText
from gagyo.meetings.actions.participants import answer_invitation
from gagyo.meetings.actions.wishes import save_wishes
from gagyo.meetings.choices import PairDecision, ParticipantState, RoundState, Sees, VersionState, WishAnswer
from gagyo.meetings.models import MeetingRound, OrganiserPair, Participant, RoundTopic, Wish
from gagyo.meetings.queries.demand import pairs_of
from gagyo.meetings.rules.acting import Acting
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

pytestmark = [pytest.mark.django_db, pytest.mark.each_engine]
CLOSES = at("18:00", day=date(2030, 5, 31))


@pytest.fixture
def organiser() -> Membership:
    """Somebody of the association that runs rounds."""
    return make_member(role=Role.OPERATOR, office=make_office(kind=OfficeKind.ASSOCIATION, name_ko="협의회"))


@pytest.fixture
def page(organiser: Membership) -> Client:
    """The organiser, signed in."""
    return signed_in(organiser)


@pytest.fixture
def row(organiser: Membership) -> MeetingRound:
    """A round that takes wishes."""
    return make_round(office=organiser.office)


@pytest.fixture
def mission(row: MeetingRound) -> Participant:
    """A mission with a link that holds beyond the round."""
    one = make_participant(of=row)
    link = make_link(participant=one, key="key")
    link.expires_at = CLOSES + timedelta(days=400)
    link.save()
    return one


def signed_in(member: Membership) -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client()
    client.force_login(member.user)
    return client


def english(name: str, *args: object) -> str:
    """Return the address of an English page."""
    with translation.override("en"):
        return reverse(f"meetings:{name}", args=args)


def ranks(asker: Participant) -> list[tuple[int, int]]:
    """Return whom somebody wishes to meet, with the ranks."""
    return list(Wish.objects.filter(asker=asker).order_by("rank", "pk").values_list("wanted_id", "rank"))


def test_who_returns_finds_the_wishes_for_it_again_and_nobody_has_two_of_one_rank(
    row: MeetingRound, mission: Participant
) -> None:
    gone, other, third = (make_participant(of=row, side=1) for _n in range(3))
    for rank, wanted in enumerate((gone, other, third), start=1):
        make_wish(asker=mission, wanted=wanted, rank=rank)
    acting = Acting(gone.pk, make_actor())
    answer_invitation(acting=acting, wanted=ParticipantState.WITHDRAWN, reason="", now=timezone.now())
    seen = mission.version
    by_link, now = Acting(mission.pk, make_actor(), key="key"), timezone.now()
    save_wishes(acting=by_link, ranks={third.pk: 1, other.pk: 2}, vetoes=frozenset(), expected=seen, now=now)
    answer_invitation(acting=acting, wanted=ParticipantState.COMING, reason="", now=now)
    assert ranks(mission) == [(gone.pk, 1), (third.pk, 2), (other.pk, 3)]
    # The form that was open meanwhile does not show the one who returned: it must not take that wish away.
    with pytest.raises(SavedMeanwhileError):
        save_wishes(acting=by_link, ranks={third.pk: 1}, vetoes=frozenset(), expected=seen + 1, now=now)


def test_who_changes_side_keeps_only_the_wishes_and_decisions_that_still_fit(
    page: Client, row: MeetingRound, mission: Participant
) -> None:
    city, village, embassy = (make_participant(of=row, side=side) for side in (1, 1, 0))
    make_wish(asker=mission, wanted=city, rank=1)
    make_wish(asker=mission, wanted=village, rank=2)
    make_wish(asker=embassy, wanted=city, rank=1)
    make_wish(asker=city, wanted=mission, rank=1)
    OrganiserPair.objects.create(round=row, first=mission, second=city, decision=PairDecision.MUST)
    values = {"side": str(row.sides.all()[0].pk), "language": "en", "languages": "English", "version": "1"}
    answer = page.post(english("participant_edit", row.pk, city.pk), values, follow=True)
    assert "3 wishes do not fit its new side and were taken back." in answer.content.decode()
    assert (ranks(mission), ranks(embassy), ranks(city)) == ([(village.pk, 1)], [], [])
    assert [(pair.first_id, pair.second_id) for pair in pairs_of(row)] == [(mission.pk, village.pk)]


def test_a_side_of_which_it_meets_somebody_in_the_published_timetable_is_refused(
    page: Client, row: MeetingRound, mission: Participant
) -> None:
    city = make_participant(of=row, side=1, name_en="City")
    meeting = make_meeting(one=mission, other=city)
    make_assignment(version=make_version(of=row, state=VersionState.PUBLISHED), meeting=meeting)
    values = {"side": str(row.sides.all()[0].pk), "language": "en", "languages": "English", "version": "1"}
    answer = page.post(english("participant_edit", row.pk, city.pk), values)
    assert answer.status_code == 422
    city.refresh_from_db()
    assert (city.side.name_en, city.version) == ("Local governments", 1)


def test_of_two_organisers_who_decide_about_two_the_second_sees_both_versions(
    page: Client, row: MeetingRound, organiser: Membership, mission: Participant
) -> None:
    city, colleague = (
        make_participant(of=row, side=1),
        signed_in(make_member(role=Role.OPERATOR, office=organiser.office)),
    )
    url = english("pair_decide", row.pk) + f"?one={city.pk}&other={mission.pk}"
    form = page.get(url).context
    assert (form["form"]["decision"].value(), form["seen_version"]) == ("", "0")
    first = {"version": "0", "was": form["was"], "decision": "must", "reason": "The minister asks"}
    assert colleague.post(url, first).status_code == 302
    second = {"version": "0", "was": form["was"], "decision": "not", "reason": "They met in May"}
    answer = page.post(url, second)
    assert answer.status_code == 409
    assert "The minister asks" in answer.content.decode()
    assert "They met in May" in answer.content.decode()
    held = OrganiserPair.objects.get(first=mission, second=city)
    assert (held.decision, held.reason, held.version) == ("must", "The minister asks", 1)
    # Taken back and decided anew by somebody whose form is older still: noticed as well.
    assert colleague.post(url, {"version": "1", "was": "{}", "decision": "", "reason": ""}).status_code == 302
    assert pairs_of(row) == []
    assert page.post(url, {"version": "1", "was": "{}", "decision": "may", "reason": ""}).status_code == 409


def test_the_two_are_chosen_first_and_must_be_two(page: Client, row: MeetingRound, mission: Participant) -> None:
    city, url = make_participant(of=row, side=1), english("pair_decide", row.pk)
    same = page.post(url, {"one": str(city.pk), "other": str(city.pk)})
    assert (same.status_code, "Choose two different participants" in same.content.decode()) == (422, True)
    chosen = page.post(url, {"one": str(city.pk), "other": str(mission.pk)})
    assert chosen["Location"] == f"{url}?one={city.pk}&other={mission.pk}"


def test_of_two_organisers_who_edit_a_round_the_second_sees_both_versions_and_nothing_is_lost(
    page: Client, row: MeetingRound, organiser: Membership
) -> None:
    colleague, url = signed_in(make_member(role=Role.OPERATOR, office=organiser.office)), english("round_edit", row.pk)
    context = page.get(url).context
    held = {name: context["form"][name].value() for name in context["form"].fields}
    opened = {name: value for name, value in held.items() if value not in (None, "")}
    opened |= {"version": context["seen_version"], "was": context["was"]}
    assert colleague.post(url, {**opened, "venue_en": "Peace hall"}).status_code == 302
    answer = page.post(url, {**opened, "venue_en": "Harbour hall", "venue_ko": "항구홀"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert ("Peace hall" in text, "Harbour hall" in text) == (True, True)
    row.refresh_from_db()
    assert (row.venue_en, row.venue_ko) == ("Peace hall", "")


@pytest.mark.parametrize(
    ("sees", "shown"),
    [(Sees.OTHER_SIDE, ["City"]), (Sees.EVERYBODY, ["Embassy", "City"]), (Sees.NOBODY, [])],
)
def test_a_round_says_whom_a_participant_sees(
    row: MeetingRound, mission: Participant, sees: str, shown: list[str]
) -> None:
    row.sees = sees
    row.save()
    make_participant(of=row, name_en="Embassy", profile=TranslatedText("Trade and youth", "en"))
    city = make_participant(of=row, side=1, name_en="City", offers=TranslatedText("Farm stays", "en"))
    make_participant(of=row, side=1, name_en="Village", state=ParticipantState.DECLINED)
    elsewhere = make_round(office=row.office)
    make_participant(of=elsewhere, side=1, name_en="Elsewhere")
    answer = Client().get(english("link_others", "key"))
    assert [each.one.name_en for each in answer.context["others"]] == shown
    for words, is_there in (("Farm stays", "City" in shown), ("Trade and youth", "Embassy" in shown)):
        assert (words in answer.content.decode()) == is_there
    # A wish goes to the other side only, whoever is shown.
    partners = [city.pk] if sees != Sees.NOBODY else []
    rows = Client().get(english("link_wishes", "key")).context["rows"]
    assert [each.candidate.participant.pk for each in rows] == partners


def test_the_others_are_found_by_a_topic_that_they_offer_or_seek(row: MeetingRound, mission: Participant) -> None:
    youth = RoundTopic.objects.create(round=row, name_ko="청소년", name_en="Youth")
    city, village, _third = (make_participant(of=row, side=1) for _n in range(3))
    city.offer_topics.add(youth)
    city.seek_topics.add(youth)
    village.seek_topics.add(youth)
    answer = Client().get(english("link_others", "key"), {"topic": str(youth.pk)})
    assert [each.one.pk for each in answer.context["others"]] == [city.pk, village.pk]


def test_the_others_cost_the_same_with_one_and_with_three(row: MeetingRound, mission: Participant) -> None:
    client, counts = Client(), []
    make_participant(of=row, side=1)
    client.get(english("link_others", "key"))
    for _turn in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(english("link_others", "key"))
        counts.append(len(asked))
        make_participant(of=row, side=1)
        make_participant(of=row, side=1)
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("now", "status"),
    [
        (CLOSES - timedelta(seconds=1), 302),
        (CLOSES + timedelta(microseconds=999_999), 302),
        (CLOSES + timedelta(seconds=1), 422),
    ],
)
def test_a_wish_sent_in_the_last_second_counts_and_one_in_the_next_is_refused_in_korean_time(
    row: MeetingRound, mission: Participant, now: datetime, status: int
) -> None:
    row.wishes_close_at = CLOSES
    row.save()
    city = make_participant(of=row, side=1)
    with mock.patch.object(timezone, "now", return_value=now):
        answer = Client().post(english("link_wishes", "key"), {"version": "1", f"rank-{city.pk}": "1"})
    assert answer.status_code == status
    assert ranks(mission) == ([(city.pk, 1)] if status == 302 else [])
    if status == 422:
        assert "Wishes were taken until 2030-05-31 18:00 (Korean time)." in answer.content.decode()


def test_the_page_of_wishes_says_in_which_zone_the_deadline_is(row: MeetingRound, mission: Participant) -> None:
    row.wishes_close_at = CLOSES
    row.save()
    make_participant(of=row, side=1)
    with mock.patch.object(timezone, "now", return_value=CLOSES - timedelta(days=1)):
        page = Client().get(english("link_wishes", "key")).content.decode()
    assert "18:00 (Korean time)" in page


def test_a_link_leads_to_no_wish_meeting_or_round_of_another(row: MeetingRound, mission: Participant) -> None:
    neighbour, city = make_participant(of=row), make_participant(of=row, side=1)
    make_link(participant=neighbour, key="other")
    wish = make_wish(asker=neighbour, wanted=city)
    elsewhere = make_round(office=row.office)
    stranger = make_participant(of=elsewhere, side=1)
    theirs = make_wish(asker=stranger, wanted=make_participant(of=elsewhere))
    client = Client()
    for key in (wish.pk, theirs.pk):
        assert client.get(english("link_wish_reason", "key", key)).status_code == 404
        answered = client.post(english("link_wish_answer", "key"), {"wish": str(key), "answer": WishAnswer.ACCEPTED})
        assert answered.status_code in {404, 422}
    sent = {"version": "1", f"rank-{stranger.pk}": "1", f"rank-{neighbour.pk}": "2"}
    assert client.post(english("link_wishes", "key"), sent).status_code == 422
    assert ranks(mission) == []
    # By account the address names a participant: the link says nothing there.
    assert client.get(english("own_wishes", neighbour.pk)).status_code == 302
    assert Wish.objects.get(pk=wish.pk).answer == WishAnswer.OPEN


def test_an_archived_or_unknown_round_is_no_door_for_a_link(row: MeetingRound, mission: Participant) -> None:
    assert Client().get(english("link_home", "key")).status_code == 200
    assert Client().get(english("link_home", "another")).status_code == 410
    row.archived_at = timezone.now()
    row.save()
    assert Client().get(english("link_home", "key")).status_code == 410
    assert row.state == RoundState.WISHING


def test_of_two_organisers_who_move_a_round_the_second_is_told_and_moves_nothing(
    page: Client, row: MeetingRound, organiser: Membership
) -> None:
    colleague, url = signed_in(make_member(role=Role.OPERATOR, office=organiser.office)), english("round_state", row.pk)
    assert colleague.post(url, {"state": "scheduling", "reason": "", "version": "1"}).status_code == 302
    answer = page.post(url, {"state": "cancelled", "reason": "Snow", "version": "1"})
    assert answer.status_code == 409
    assert "in between: it is now “Making the timetable”." in answer.content.decode()
    assert str(answer.context["seen_version"]) == "2"
    row.refresh_from_db()
    assert (row.state, row.version) == (RoundState.SCHEDULING, 2)
    # A way back without its reason is refused at that field, and keeps the version with which the form was opened.
    refused = page.post(url, {"state": "wishing", "reason": "", "version": "2"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reason"])
