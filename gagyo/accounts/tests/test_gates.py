"""Who may open a screen, and what is asked before personal data goes out."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from gagyo.accounts.choices import Role
from gagyo.accounts.rules import NotYoursError, may_keep_registry
from gagyo.accounts.tests.make import make_actor
from gagyo.accounts.views.gates import only, signed_in
from gagyo.accounts.views.reasons import PersonalData, reason_required
from gagyo.common.models import AuditRecord
from gagyo.common.rules import ANYBODY, Actor

pytestmark = pytest.mark.django_db


def asked(actor: Actor, method: str = "get", **data: str) -> HttpRequest:
    request: HttpRequest = getattr(RequestFactory(), method)("/people/export/?country=GB", data)
    request.actor = actor  # type: ignore[attr-defined]  # as the middleware does
    request.user = None  # type: ignore[assignment]  # the page's frame shows nobody
    return request


def screen(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


def test_nobody_is_sent_to_sign_in_and_back() -> None:
    answer = signed_in(screen)(asked(ANYBODY))
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        "/accounts/login/?next=/people/export/%3Fcountry%3DGB",
    )


def test_a_role_for_which_the_rule_says_no_is_refused() -> None:
    keepers = only(may_keep_registry)(screen)
    assert keepers(asked(make_actor(role=Role.OPERATOR))).status_code == 200
    with pytest.raises(NotYoursError):
        keepers(asked(make_actor(role=Role.OFFICER)))


@reason_required(event="people.exported", title="Contacts")
def export(request: HttpRequest) -> PersonalData:
    return PersonalData(response=HttpResponse("rows"), people=[3, 1, 3], rows=2, detail={"country": "GB"})


def test_personal_data_goes_out_only_with_a_reason() -> None:
    actor = make_actor()
    first = export(asked(actor))
    second = export(asked(actor, "post", reason="  "))
    assert (first.status_code, second.status_code) == (200, 400)
    assert b"rows</" not in first.content + second.content  # type: ignore[attr-defined]
    assert not AuditRecord.objects.exists()


def test_the_reason_and_whose_data_it_was_are_recorded() -> None:
    actor = make_actor()
    answer = export(asked(actor, "post", reason="명절 인사장 발송"))
    assert (answer.content, answer.headers["Cache-Control"]) == (b"rows", "private, no-store")  # type: ignore[attr-defined]
    assert AuditRecord.objects.values("event", "actor_id", "person_ids", "rows", "reason", "after").get() == {
        "event": "people.exported",
        "actor_id": actor.user_id,
        "person_ids": [1, 3],
        "rows": 2,
        "reason": "명절 인사장 발송",
        "after": {"country": "GB"},
    }
