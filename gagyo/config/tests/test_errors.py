"""An error page says what happened in the reader's language, with the request's id and without a stack."""

from unittest.mock import patch

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.utils import translation

from gagyo.common.views import errors

pytestmark = pytest.mark.django_db
HOME = "gagyo.pages.views.home.render"


def answer_of(error: Exception | type[Exception], *, path: str = "/") -> tuple[int, str]:
    """Return status and text of a page whose view raises that error."""
    client = Client(raise_request_exception=False)
    with patch(HOME, side_effect=error):
        answer = client.get(path)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize(
    ("error", "status", "korean", "english"),
    [
        (BadRequest("x"), 400, "요청을 읽을 수 없습니다", "The request could not be read"),
        (PermissionDenied(), 403, "이 화면을 열 권한이 없습니다", "You may not open this page"),
        (RuntimeError("secret detail"), 500, "처리하지 못했습니다", "Something went wrong here"),
    ],
)
def test_an_error_is_told_in_both_languages(error: Exception, status: int, korean: str, english: str) -> None:
    ko, en = answer_of(error), answer_of(error, path="/en/")
    assert (ko[0], en[0]) == (status, status)
    assert korean in ko[1] and english in en[1]
    assert 'lang="ko"' in ko[1] and 'lang="en"' in en[1]
    assert "secret detail" not in ko[1] and "Traceback" not in ko[1]


def test_a_page_that_is_not_there_is_told_in_both_languages() -> None:
    answers = [Client().get(path) for path in ("/nothing/", "/en/nothing/")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert "없는 페이지입니다" in answers[0].content.decode()
    assert "There is no such page" in answers[1].content.decode()


@override_settings(DJANGO_STRUCTLOG_TRUST_UPSTREAM_REQUEST_ID=True)
def test_an_error_page_names_the_request_as_the_log_does() -> None:
    answer = Client(raise_request_exception=False).get("/nothing/", headers={"X-Request-ID": "abc-123"})
    assert "abc-123" in answer.content.decode()


def test_the_error_page_comes_even_when_the_database_does_not_answer() -> None:
    request = RequestFactory().get("/")
    with patch("gagyo.common.views.errors.render", side_effect=OperationalError("gone")), translation.override("ko"):
        answer = errors.server_error(request)
    assert (answer.status_code, "처리하지 못했습니다" in answer.content.decode()) == (500, True)


def test_conflict_and_too_many_attempts_have_pages_of_their_own() -> None:
    def page(request: object) -> tuple[HttpResponse, HttpResponse]:
        found = RequestFactory().get("/")
        return errors.conflict(found, sentence="The tie has ended."), errors.too_many_requests(found, None, {})

    with translation.override("en"):
        conflict, too_many = page(None)
    assert (conflict.status_code, too_many.status_code) == (409, 429)
    assert "The tie has ended." in conflict.content.decode()
    assert "Too many attempts" in too_many.content.decode()
