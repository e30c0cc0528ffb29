"""Who acts for a participant: its link, its office, the organiser, and nobody else."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from gagyo.accounts.choices import Role
from gagyo.accounts.tests.make import make_actor, make_member, make_office
from gagyo.common.rules import ANYBODY
from gagyo.meetings.choices import LinkPurpose, RoundState
from gagyo.meetings.models import Participant
from gagyo.meetings.queries.acting import acting_by_account, acting_by_link, own_participants
from gagyo.meetings.rules.acting import UnusableLinkError
from gagyo.meetings.tests.make import make_link, make_participant, make_round
from gagyo.registry.tests.make import make_government

pytestmark = pytest.mark.django_db


def test_a_link_acts_for_its_participant_without_the_rights_of_the_account_that_opened_it() -> None:
    organiser = make_office()
    participant = make_participant(of=make_round(office=organiser))
    make_link(participant=participant, key="secret")
    opener = make_actor(role=Role.OPERATOR, office=organiser)
    found, acting = acting_by_link(key="secret", now=timezone.now(), by=opener)
    assert (found, acting.participant_id, acting.is_organiser) == (participant, participant.pk, False)
    assert (acting.by.user_id, acting.by.office_id, acting.by.role) == (None, None, "")


@pytest.mark.parametrize(
    ("key", "purpose", "changes", "sentence"),
    [
        ("wrong", LinkPurpose.TAKE_PART, {}, "There is no such link."),
        ("secret", LinkPurpose.CALENDAR, {}, "There is no such link."),
        ("secret", LinkPurpose.TAKE_PART, {"withdrawn_at": timezone.now()}, "was replaced by a newer one"),
        ("secret", LinkPurpose.TAKE_PART, {"expires_at": timezone.now()}, "has ended"),
    ],
)
def test_a_link_that_leads_nowhere_says_why(
    key: str, purpose: str, changes: dict[str, datetime], sentence: str
) -> None:
    link = make_link(participant=make_participant(of=make_round(office=make_office())), key="secret")
    for name, value in changes.items():
        setattr(link, name, value)
    link.save()
    with translation.override("en"), pytest.raises(UnusableLinkError, match=sentence):
        acting_by_link(key=key, now=timezone.now(), by=ANYBODY, purpose=purpose)


def test_an_account_acts_for_the_body_that_its_office_works_as_and_for_no_other() -> None:
    organiser, own, other = make_office(), make_office(), make_office()
    participant = make_participant(of=make_round(office=organiser), side=1, body=make_government(works_as=own))
    found, acting = acting_by_account(participant_id=participant.pk, by=make_actor(office=own))
    assert (found, acting.is_organiser) == (participant, False)
    assert acting_by_account(participant_id=participant.pk, by=make_actor(office=organiser))[1].is_organiser
    for actor in (make_actor(office=other), make_actor(role=Role.AUDITOR, office=own), ANYBODY):
        with pytest.raises(Participant.DoesNotExist):
            acting_by_account(participant_id=participant.pk, by=actor)


def test_a_link_ends_with_an_archived_round_and_a_bodys_office_sees_none_that_is_being_prepared() -> None:
    own = make_office()
    row = make_round(office=make_office(), state=RoundState.DRAFT)
    participant = make_participant(of=row, side=1, body=make_government(works_as=own))
    make_link(participant=participant, key="secret")
    with pytest.raises(Participant.DoesNotExist):
        acting_by_account(participant_id=participant.pk, by=make_actor(office=own))
    row.archived_at = timezone.now()
    row.save()
    with pytest.raises(UnusableLinkError):
        acting_by_link(key="secret", now=timezone.now(), by=ANYBODY)


def test_the_page_of_a_round_leads_an_office_to_its_own_part_and_no_other_office() -> None:
    row = make_round(office=make_office())
    own, other = make_office(), make_office()
    participant = make_participant(of=row, side=1, body=make_government(works_as=own))
    assert own_participants(row, by=make_actor(office=own)) == [participant]
    for actor in (make_actor(office=other), make_actor(role=Role.AUDITOR, office=own), ANYBODY):
        assert own_participants(row, by=actor) == []
    row.state = RoundState.DRAFT
    assert own_participants(row, by=make_actor(office=own)) == []
    row.state = RoundState.WISHING
    with translation.override("en"):
        client = Client()
        client.force_login(make_member(office=own).user)
        page = client.get(reverse("meetings:round", args=[row.pk])).content.decode()
        assert reverse("meetings:own_home", args=[participant.pk]) in page
