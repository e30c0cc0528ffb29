"""An office, its officer, its government and a tie, for every test of this app."""

import pytest
from django.test import Client

from gagyo.accounts.models import Membership, Office
from gagyo.accounts.tests.make import make_actor, make_member, make_office
from gagyo.common.rules import Actor
from gagyo.partnerships.models import Tie
from gagyo.partnerships.tests.make import make_tie
from gagyo.registry.models import Body
from gagyo.registry.tests.make import make_body, make_government


@pytest.fixture
def office() -> Office:
    """An office of Namyangju."""
    return make_office(name_ko="남양주시 국제협력팀")


@pytest.fixture
def member(office: Office) -> Membership:
    """An officer of the office."""
    return make_member(office=office)


@pytest.fixture
def officer(member: Membership, client: Client) -> Client:
    """A browser in which the officer is signed in."""
    client.force_login(member.user)
    return client


@pytest.fixture
def home(office: Office) -> Body:
    """The office's own local government."""
    return make_government(works_as=office)


@pytest.fixture
def abroad() -> Body:
    """A foreign local government."""
    return make_body()


@pytest.fixture
def tie(home: Body, abroad: Body, office: Office) -> Tie:
    """A tie between the two."""
    return make_tie(parties=[home, abroad], office=office)


@pytest.fixture
def by(office: Office) -> Actor:
    """The officer as an actor."""
    return make_actor(office=office)


@pytest.fixture
def bodies(office: Office) -> tuple[Body, Body]:
    """The office's own local government, and a foreign one."""
    return make_government(works_as=office), make_body()
