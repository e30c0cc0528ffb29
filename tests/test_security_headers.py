"""What every kind of answer tells the browser to refuse, and that public pages give nobody a cookie."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from gagyo.accounts.choices import Role
from gagyo.accounts.tests.make import make_member

ROOT = Path(__file__).resolve().parent.parent
PUBLIC = ["/", "/en/", "/ties/", "/statistics/"]
KINDS = [*PUBLIC, "/accounts/login/", "/accounts/password/reset/", "/no-such-page/", "/api/v1/openapi.json"]
OWN = ["/work/", "/accounts/me/", "/accounts/2fa/", "/accounts/sessions/", "/audit/", "/admin/"]


def policy_of(client: Client, url: str) -> dict[str, list[str]]:
    """Return the content security policy of an answer by directive."""
    header = client.get(url).headers["Content-Security-Policy"]
    return {words[0]: words[1:] for part in header.split(";") if (words := part.split())}


def check_policy(policy: dict[str, list[str]], url: str) -> None:
    """Expect a policy without inline script or style, other hosts, or frames."""
    said = " ".join(word for words in policy.values() for word in words)
    assert "unsafe" not in said, url
    assert "http" not in said, url
    assert (policy["default-src"], policy["script-src"], policy["frame-ancestors"]) == (
        ["'none'"],
        ["'self'"],
        ["'none'"],
    ), url


@pytest.mark.django_db
@pytest.mark.parametrize("url", KINDS)
def test_no_page_allows_inline_script_or_another_host(url: str) -> None:
    check_policy(policy_of(Client(), url), url)


@pytest.mark.django_db
def test_nor_does_a_page_behind_the_sign_in() -> None:
    client = Client(raise_request_exception=False)
    member = make_member(role=Role.AUDITOR)
    client.force_login(member.user)
    for url in OWN:
        check_policy(policy_of(client, url), url)


@pytest.mark.django_db
@pytest.mark.parametrize("url", PUBLIC)
def test_a_public_page_gives_nobody_a_cookie(url: str) -> None:
    answer = Client().get(url)
    assert (dict(answer.cookies), answer.headers.get("Set-Cookie")) == ({}, None)


@pytest.mark.django_db
@pytest.mark.parametrize("url", PUBLIC)
def test_a_public_page_is_answered_from_the_cache_the_second_time(url: str) -> None:
    client = Client()
    client.get(url)
    assert client.get(url).headers.get("X-Cache") == "hit"


SAID = """
import json, django
django.setup()
from django.conf import settings
names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE", "SECURE_HSTS_SECONDS",
         "SECURE_SSL_REDIRECT", "SESSION_COOKIE_HTTPONLY"]
print(json.dumps({name: getattr(settings, name) for name in names}))
"""


@pytest.mark.parametrize("url", ["https://gagyo.example.kr", "http://127.0.0.1:8000"])
def test_tls_turns_on_hsts_and_secure_cookies(url: str) -> None:
    behind_tls = url.startswith("https")
    environment = {**os.environ, "GAGYO_BASE_URL": url, "DJANGO_SETTINGS_MODULE": "gagyo.config.settings"}
    answer = subprocess.run(
        [sys.executable, "-c", SAID], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert json.loads(answer.stdout.splitlines()[-1]) == {
        "SESSION_COOKIE_SECURE": behind_tls,
        "CSRF_COOKIE_SECURE": behind_tls,
        "LANGUAGE_COOKIE_SECURE": behind_tls,
        "SECURE_HSTS_SECONDS": 31536000 if behind_tls else 0,
        "SECURE_SSL_REDIRECT": behind_tls,
        "SESSION_COOKIE_HTTPONLY": True,
    }
