"""What tests of screens share: who signs in, addresses, filled-in forms."""

from collections.abc import Callable
from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gagyo.accounts.choices import Role
from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import make_member
from gagyo.registry.models import Body

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>"


def today() -> date:
    """Return today in Korea."""
    return timezone.localdate()


def sign_in(role: str = Role.OFFICER, office: Office | None = None) -> Client:
    """Return a browser in which a new account with that role is signed in."""
    client = Client()
    client.force_login(make_member(role=role, office=office).user)
    return client


def at(name: str, *args: object) -> str:
    """Return the address of a screen of this app."""
    return reverse(f"partnerships:{name}", args=args)


def queries_of(call: Callable[[], object]) -> int:
    """Return how many queries a call makes."""
    with CaptureQueriesContext(connection) as caught:
        call()
    return len(caught)


def tie_answers(home: Body, abroad: Body, **more: object) -> dict[str, object]:
    """Return a filled-in form of a tie."""
    return {
        "parties-TOTAL_FORMS": "3",
        "parties-INITIAL_FORMS": "0",
        "parties-0-body": str(home.pk),
        "parties-0-signatory": "시장 김",
        "parties-1-body_text": "Dartford",
        "parties-2-body_text": "",
        "kind": "sister",
        "state": "signed",
        "signed": "1996.5.3",
        "council_consent": "given",
        "fields_of_exchange": ["culture", "youth"],
        "text_language": "ko",
        "text_original": "청소년 교류",
        "text_translation": "Youth exchange",
        "text_state": "none",
        "visibility": "public",
        **more,
    }


def edited(page: str, name: str) -> str:
    """Return the value of a hidden field of a page."""
    start = page.index(f'name="{name}" value="') + len(f'name="{name}" value="')
    return page[start : page.index('"', start)].replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&")


def project_answers(home: Body, abroad: Body, **more: object) -> dict[str, object]:
    """Return a filled-in form of a project."""
    return {
        "name_ko": "청소년 홈스테이",
        "kind": "youth",
        "lead": str(home.pk),
        "partner_1": str(abroad.pk),
        "starts_on": "2026-01-05",
        "ends_on": "2026-01-09",
        "budget_krw": "12000000",
        "visibility": "public",
        **more,
    }
