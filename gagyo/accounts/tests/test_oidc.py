"""Signing in through an organisation's own accounts, with a real OpenID Connect provider started by the test."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from allauth.account.models import EmailAddress
from django.test import Client
from oidc_provider_mock import User as ProviderUser
from oidc_provider_mock import run_server_in_thread

from gagyo.accounts.models import User
from gagyo.accounts.tests.make import make_member, make_user

pytestmark = pytest.mark.django_db
PEOPLE = [
    ProviderUser(sub="known", claims={"email": "Kim@example.org", "email_verified": True}),
    ProviderUser(sub="unproved", claims={"email": "kim@example.org", "email_verified": False}),
    ProviderUser(sub="stranger", claims={"email": "stranger@example.org", "email_verified": True}),
]


@pytest.fixture
def provider(settings: Any) -> Iterator[str]:
    """A provider on a free port, set as GAGYO_OIDC_... would set it."""
    with run_server_in_thread(user_claims=PEOPLE) as server:
        url = f"http://localhost:{server.server_port}"
        app = {
            "provider_id": "oidc",
            "name": "시청 통합계정",
            "client_id": "gagyo",
            "secret": "secret",
            "settings": {"server_url": url, "oauth_pkce_enabled": True},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        yield url


def come_back(client: Client, sub: str) -> Any:
    """Go to the provider, say who one is there, and come back."""
    away = client.post("/accounts/oidc/oidc/login/")
    assert away.status_code == 302
    answer = requests.post(away.headers["Location"], data={"sub": sub}, allow_redirects=False, timeout=10)
    return client.get(answer.headers["Location"].replace("http://testserver", ""))


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_an_account_with_the_same_proved_address_is_opened(provider: str) -> None:
    user, client = make_member(user=make_user(email="kim@example.org")).user, Client()
    answer = come_back(client, "known")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/work/")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_second_time_too(provider: str) -> None:
    make_member(user=make_user(email="kim@example.org"))
    come_back(Client(), "known")
    client = Client()
    come_back(client, "known")
    assert (signed_in(client), User.objects.count()) == (True, 1)


@pytest.mark.parametrize("sub", ["unproved", "stranger"])
def test_an_unproved_or_unknown_address_opens_nothing_and_makes_no_account(provider: str, sub: str) -> None:
    user, client = make_member(user=make_user(email="kim@example.org")).user, Client()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    answer = come_back(client, sub)
    page = client.get(answer.headers["Location"]) if answer.status_code == 302 else answer
    assert (signed_in(client), list(User.objects.all())) == (False, [user])
    assert "초대" in page.content.decode()


def test_an_account_that_has_ended_stays_closed(provider: str) -> None:
    user, client = make_user(email="kim@example.org"), Client()
    User.objects.filter(pk=user.pk).update(is_active=False)
    come_back(client, "known")
    assert not signed_in(client)


def test_the_sign_in_page_offers_it_by_its_name(provider: str) -> None:
    assert "시청 통합계정(으)로 로그인" in Client().get("/accounts/login/").content.decode()
