"""Signing in: lock-out, idle expiry, e-mail, reset, second factor, and the language that one reads."""

import re
import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import mail
from django.test import Client

from gagyo.accounts.middleware import SEEN_KEY
from gagyo.accounts.models import User
from gagyo.accounts.tests.make import PASSWORD, make_member

pytestmark = pytest.mark.django_db


def attempt(email: str, password: str, *, client: Client | None = None, **extra: Any) -> Any:
    return (client or Client()).post("/accounts/login/", {"login": email, "password": password}, **extra)


def test_the_right_password_leads_to_my_work_in_my_language() -> None:
    user = make_member().user
    assert attempt(user.email, PASSWORD).headers["Location"] == "/work/"
    User.objects.filter(pk=user.pk).update(language="en")
    assert attempt(user.email.upper(), PASSWORD).headers["Location"] == "/en/work/"


def test_too_many_wrong_passwords_lock_the_account_for_that_address_of_the_network_only() -> None:
    user = make_member().user
    statuses = [attempt(user.email, "wrong").status_code for _ in range(settings.AXES_FAILURE_LIMIT)]
    locked = attempt(user.email, PASSWORD)
    assert statuses == [200] * (settings.AXES_FAILURE_LIMIT - 1) + [429]
    assert (locked.status_code, "다시 시도" in locked.content.decode()) == (429, True)
    assert attempt(user.email, PASSWORD, REMOTE_ADDR="198.51.100.7").status_code == 302
    assert attempt(make_member().user.email, PASSWORD).status_code == 302


def test_upper_case_gives_no_further_attempts() -> None:
    user = make_member().user
    for _ in range(settings.AXES_FAILURE_LIMIT):
        attempt(user.email, "wrong")
    assert attempt(user.email.upper(), PASSWORD).status_code == 429


def without_tokens(answer: Any, email: str) -> str:
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    # The clock and the request's number differ between any two answers.
    page = re.sub(r"<code>[0-9a-f-]{36}</code>", "", page)
    return re.sub(r"\d\d:\d\d", "", page).replace(email, "ADDRESS")


def test_an_address_without_account_is_answered_the_same() -> None:
    known, unknown = make_member().user.email, "nobody@example.org"
    for _ in range(settings.AXES_FAILURE_LIMIT + 1):
        one, other = attempt(known, "wrong"), attempt(unknown, "wrong")
        assert one.status_code == other.status_code
        assert without_tokens(one, known) == without_tokens(other, unknown)


def test_a_reset_is_answered_the_same_for_an_address_without_account() -> None:
    user = make_member().user
    answers = [Client().post("/accounts/password/reset/", {"email": each}) for each in (user.email, "no@example.org")]
    assert [(each.status_code, each.headers["Location"]) for each in answers] == [
        (302, "/accounts/password/reset/done/")
    ] * 2


def test_a_reset_link_sets_a_new_password() -> None:
    user, client = make_member().user, Client()
    client.post("/accounts/password/reset/", {"email": user.email})
    found = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", str(mail.outbox[-1].body))
    assert found
    form = client.get(found[1], follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "새로운-비밀번호-9", "password2": "새로운-비밀번호-9"})
    user.refresh_from_db()
    assert user.check_password("새로운-비밀번호-9")


def test_a_quiet_session_ends_and_says_so() -> None:
    client = Client()
    client.force_login(make_member().user)
    assert client.get("/work/").status_code == 200
    session = client.session
    session[SEEN_KEY] = time.time() - (settings.IDLE_MINUTES * 60 + 5)
    session.save()
    answer = client.get("/work/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/?next=/work/")
    assert "로그아웃" in client.get("/accounts/login/").content.decode()


def test_a_session_in_use_stays() -> None:
    client = Client()
    client.force_login(make_member().user)
    client.get("/work/")
    session = client.session
    session[SEEN_KEY] = time.time() - (settings.IDLE_MINUTES * 60 - 60)
    session.save()
    assert [client.get("/work/").status_code for _ in range(2)] == [200, 200]


def test_my_sessions_lists_each_and_ends_another_one_only() -> None:
    user = make_member().user
    here, there, stranger = Client(), Client(), Client()
    attempt(user.email, PASSWORD, client=here)
    attempt(user.email, PASSWORD, client=there)
    attempt(make_member().user.email, PASSWORD, client=stranger)
    ids = sorted(UserSession.objects.filter(user=user).values_list("pk", flat=True))
    assert stranger.post(f"/accounts/sessions/{ids[1]}/end/").status_code == 404
    assert here.get("/accounts/sessions/").content.decode().count("/end/") == 1
    assert here.post(f"/accounts/sessions/{ids[1]}/end/").status_code == 302
    assert [each.get("/work/").status_code for each in (here, there)] == [200, 302]


def test_a_changed_address_counts_when_its_link_was_opened() -> None:
    user, client = make_member().user, Client()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    attempt(user.email, PASSWORD, client=client)
    client.post("/accounts/email/", {"email": "newer@example.org", "action_add": ""})
    user.refresh_from_db()
    old = user.email
    link = next(
        found[1]
        for each in mail.outbox
        if (found := re.search(r"https?://[^/]+(/accounts/confirm-email/[^/]+/)", str(each.body)))
    )
    client.post(link)
    user.refresh_from_db()
    assert (old == "newer@example.org", user.email) == (False, "newer@example.org")


def test_a_second_factor_is_asked_for_after_the_password() -> None:
    user, client = make_member().user, Client()
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    assert attempt(user.email, PASSWORD, client=client).headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/work/").status_code == 302
    counter = next(iter(yield_hotp_counters_from_time()))
    client.post("/accounts/2fa/authenticate/", {"code": format_hotp_value(hotp_value(secret, counter))})
    assert client.get("/work/").status_code == 200


def test_nobody_signs_up() -> None:
    answer = Client().post(
        "/accounts/signup/", {"email": "x@example.org", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert (answer.status_code, User.objects.exists()) == (200, False)
    assert "초대" in answer.content.decode()
