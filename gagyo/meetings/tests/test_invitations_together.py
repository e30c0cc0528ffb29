"""Two organisers who send the invitations at the same moment send each of them once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.tests.make import make_actor, make_member, make_office
from gagyo.meetings.actions import invitations
from gagyo.meetings.models import ParticipantLink
from gagyo.meetings.tests.make import make_participant, make_round


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_organisers_at_once_send_each_invitation_once() -> None:
    if connection.vendor != "postgresql":
        pytest.fail("SQLite lets only one write at a time: run this with GAGYO_DATABASE_URL of a PostgreSQL.")
    office = make_office(kind=OfficeKind.ASSOCIATION, name_ko="협의회")
    actors = [make_actor(membership=make_member(role=Role.OPERATOR, office=office)) for _n in range(2)]
    row = make_round(office=office)
    people = [make_participant(of=row, state="entered", email=f"m{n}@example.org") for n in range(3)]
    is_under_way, go_on = Event(), Event()

    def send(number: int, *, wait: bool) -> int:
        try:
            with transaction.atomic():
                sent = invitations.invite_all(round_id=row.pk, by=actors[number], now=timezone.now())
                if wait:
                    is_under_way.set()
                    assert go_on.wait(10)
                return sent
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(send, 0, wait=True)
        assert is_under_way.wait(10)
        second = pool.submit(send, 1, wait=False)
        # All are written and none is committed: the second has to wait, else it would send them again.
        go_on.wait(0.5)
        assert not second.done()
        go_on.set()
        assert (first.result(), second.result()) == (3, 0)
    assert sorted(message.to[0] for message in mail.outbox) == [one.email for one in people]
    assert ParticipantLink.objects.filter(participant__round=row, withdrawn_at=None).count() == 3
    assert ParticipantLink.objects.filter(participant__round=row).count() == 3
