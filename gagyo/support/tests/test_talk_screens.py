"""Comments and files on the pages: written without a script, shown with their circle, searched by who reads them."""

from importlib import import_module
from io import BytesIO

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.kernels.files.tests.make import hwp, packed
from gagyo.support.actions.attachments import attach_to_request, remove_attachment
from gagyo.support.actions.talk import add_comment, archive_comment
from gagyo.support.models import Attachment, Comment, Leg, SupportRequest
from gagyo.support.queries.lists import RequestFilter, requests_for
from gagyo.support.rules.readers import Reader
from gagyo.support.rules.values import CommentValues
from gagyo.support.tests.make import NOW, Cast, make_request, text, under_way, user_id
from gagyo.support.tests.test_screens import browser, html

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    """Return a file as a browser sends it, with whatever type the browser thinks it has."""
    return SimpleUploadedFile(name, data, "application/octet-stream")


def attach(row: SupportRequest, by: Actor, data: bytes, *, name: str = "a.hwp", audience: str = "all") -> Attachment:
    """Attach a file to a request."""
    (made,) = attach_to_request(
        request_id=row.pk, uploads=[upload(name, data)], title="", audience=audience, by=by, now=NOW
    )
    made.refresh_from_db()
    return made


def say(
    row: SupportRequest, by: Actor, words: str, *, audience: str = "all", leg: Leg | None = None, file: bytes = b""
) -> Comment:
    """Write a comment, with a file or without."""
    uploads = [upload("b.hwp", file)] if file else []
    values = CommentValues(text(words), audience)
    leg_id = leg.pk if leg else None
    return add_comment(request_id=row.pk, leg_id=leg_id, values=values, uploads=uploads, by=by, now=NOW)


def test_a_comment_is_written_from_the_pages_form(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    client = browser(cast.officer)
    page = html(client.get(f"/en/support/{leg.request_id}/"))
    assert f'action="/en/support/{leg.request_id}/comment/"' in page
    assert "Nothing is said yet." in page
    sent = {"words": "일정을 알려 주세요", "language": "ko", "audience": "all", "mentions": [str(user_id(cast.consul))]}
    answer = client.post(
        f"/en/support/{leg.request_id}/comment/", {**sent, "file": upload("일정.pdf", hwp("일정 초안"))}
    )
    assert (answer.status_code, answer["Location"]) == (302, f"/en/support/{leg.request_id}/#talk")
    comment = Comment.objects.get()
    assert (comment.audience, comment.office_id, comment.leg_id) == ("all", cast.city.pk, None)
    page = html(client.get(f"/en/support/{leg.request_id}/"))
    for words in ("일정을 알려 주세요", "Everybody on the request", "하노이 영사", ".pdf.hwp", "Take away"):
        assert words in page
    abroad = html(browser(cast.consul).get(f"/en/support/{leg.request_id}/"))
    assert ("You are named here." in abroad, "Take away" in abroad) == (True, False)


def test_a_refused_comment_keeps_its_words(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    client, address = browser(cast.officer), f"/en/support/{leg.request_id}/comment/"
    sent = {"words": "첨부합니다", "language": "ko", "audience": "office", "mentions": [str(user_id(cast.consul))]}
    answer = client.post(address, sent)
    assert (answer.status_code, "첨부합니다" in html(answer), "would not read this" in html(answer)) == (
        422,
        True,
        True,
    )
    macro = packed({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>", "xl/vbaProject.bin": "x"})
    answer = client.post(
        address, {"words": "표", "language": "ko", "audience": "all", "file": upload("표.xlsx", macro)}
    )
    assert (answer.status_code, "holds a macro" in html(answer)) == (422, True)
    answer = client.post(address, {"words": "", "language": "ko", "audience": "all"})
    assert (answer.status_code, "Write something" in html(answer)) == (422, True)
    assert (Comment.objects.count(), Attachment.objects.count()) == (0, 0)


def test_a_comment_on_a_leg_stands_on_its_page_and_on_the_requests(cast: Cast) -> None:
    hanoi, tokyo = under_way(cast, cast.hanoi, cast.tokyo)
    client = browser(cast.consul)
    answer = client.post(
        f"/en/support/legs/{hanoi.pk}/comment/", {"words": "Internal note", "language": "en", "audience": "legs"}
    )
    assert answer["Location"] == f"/en/support/legs/{hanoi.pk}/#talk"
    shown = {
        (who.label, page): "Internal note" in html(browser(who).get(address))
        for who in (cast.consul, cast.tokyo_consul, cast.router, cast.officer)
        for page, address in {
            "leg": f"/en/support/legs/{hanoi.pk}/",
            "other": f"/en/support/legs/{tokyo.pk}/",
            "request": f"/en/support/{hanoi.request_id}/",
        }.items()
    }
    answering = {"하노이 영사", "도쿄 영사", "데스크"}
    assert {key for key, found in shown.items() if found} == {(who, p) for who in answering for p in ("leg", "request")}
    assert browser(cast.officer).get(f"/en/support/legs/{hanoi.pk}/comment/").status_code == 403


def test_a_mention_waits_among_ones_work_until_it_is_seen(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    values = CommentValues(text("봐 주세요"), "all", (user_id(cast.consul),))
    comment = add_comment(request_id=leg.request_id, values=values, by=cast.officer, now=NOW)
    client = browser(cast.consul)

    def waits() -> bool:
        return "Comments that name me" in html(client.get("/en/work/?show=mentions")) and "봐 주세요" in html(
            client.get("/en/work/?show=mentions")
        )

    assert waits()
    assert client.post(f"/en/support/comments/{comment.pk}/seen/").status_code == 302
    assert not waits()


ACTIVE = {
    "a.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "a.html": b"<!doctype html><script>alert(1)</script>",
    "a.pdf": b"%PDF-1.7\n<</OpenAction <</S /JavaScript /JS (app.alert(1))>>>>",
    "a.docx": packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>", "word/vbaProject.bin": "x"}),
    "b.hwp": hwp("본문", script="function OnDocument_Open()\n{\n\tShell('calc');\n}"),
    "a.png": b"MZ\x90\x00\x00\x00",
    "a.csv": "표,1".encode(),
    "empty.pdf": b"",
}


@pytest.mark.parametrize(("name", "data"), ACTIVE.items(), ids=ACTIVE)
def test_nothing_that_runs_or_is_of_another_kind_is_kept(cast: Cast, name: str, data: bytes) -> None:
    row = make_request(cast)
    client = browser(cast.officer)
    answer = client.post(f"/en/support/{row.pk}/attach/", {"audience": "all", "file": upload(name, data)})
    assert answer.status_code == 422
    assert Attachment.objects.count() == 0


@override_settings(MAX_UPLOAD_BYTES=2000)
def test_a_file_that_is_too_large_is_refused_in_words(cast: Cast) -> None:
    row = make_request(cast)
    answer = browser(cast.officer).post(
        f"/en/support/{row.pk}/attach/", {"audience": "all", "file": upload("a.hwp", hwp("본문"))}
    )
    assert (answer.status_code, "larger than" in html(answer)) == (422, True)


def test_a_file_is_sent_as_a_download_that_runs_nothing(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    made = attach(leg.request, cast.officer, hwp("다낭시 방문 계획"), name="../../계획\u202eexe.png")
    assert (made.title, made.file.content_type) == ("계획exe.png.hwp", "application/x-hwp")
    answer = browser(cast.consul).get(f"/en/support/files/{made.pk}/")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'; sandbox" in answer["Content-Security-Policy"]
    assert BytesIO(b"".join(answer.streaming_content)).read().startswith(b"\xd0\xcf")  # type: ignore[attr-defined]  # a file's answer
    assert browser(cast.stranger).get(f"/en/support/files/{made.pk}/").status_code == 404


def test_a_file_is_read_by_its_circle_and_goes_with_its_comment(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    inside = attach(leg.request, cast.officer, hwp("안"), audience="office")
    comment = say(leg.request, cast.consul, "의견", audience="legs", leg=leg, file=hwp("밖"))
    with_comment = comment.attachments.get()

    def status(actor: Actor, row: Attachment) -> int:
        return browser(actor).get(f"/en/support/files/{row.pk}/").status_code

    assert [status(who, inside) for who in (cast.officer, cast.consul, cast.router)] == [200, 404, 404]
    assert [status(who, with_comment) for who in (cast.officer, cast.consul, cast.router)] == [404, 200, 200]
    archive_comment(comment_id=comment.pk, by=cast.consul, now=NOW)
    assert status(cast.router, with_comment) == 404
    client = browser(cast.second_officer)
    assert client.post(f"/en/support/files/{inside.pk}/remove/").status_code == 302
    assert status(cast.officer, inside) == 404
    assert client.post(f"/en/support/files/{inside.pk}/restore/").status_code == 302
    assert status(cast.officer, inside) == 200
    assert client.post(f"/en/support/files/{with_comment.pk}/remove/").status_code == 404


def hits(actor: Actor, words: str) -> set[int]:
    """Return the requests that the list's search finds."""
    rows = requests_for(actor=actor, wanted=RequestFilter(q=words, state="all"), now=NOW)
    return set(rows.values_list("pk", flat=True))


@pytest.mark.each_engine
def test_the_search_finds_what_is_said_and_attached_by_those_alone_who_read_it(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    row, other = leg.request, make_request(cast, name_ko="다른 요청", wanted=text("반도체 상담회"))
    say(row, cast.officer, "우리끼리 검토함", audience="office")
    say(row, cast.consul, "현지 사정은 어렵습니다", audience="legs", leg=leg)
    say(row, cast.router, "수화 두 명", file=hwp("명단에 홍길동"))
    attach(row, cast.officer, hwp("예산은 삼천만 원"), audience="office")
    everybody = (cast.officer, cast.consul, cast.router, cast.stranger)
    found = {
        words: [hits(who, words) for who in everybody]
        for words in ("검토", "사정", "수화", "홍길동", "삼천만", "반도체")
    }
    it: set[int] = {row.pk}
    none: set[int] = set()
    assert found == {
        "검토": [it, none, none, none],
        "사정": [none, it, it, none],
        "수화": [it, it, it, none],
        "홍길동": [it, it, it, none],
        "삼천만": [it, none, none, none],
        "반도체": [{other.pk}, none, none, none],
    }
    # Each word may stand somewhere else on the same request.
    assert (hits(cast.officer, "홍길동 검토"), hits(cast.officer, "홍길동 반도체")) == (it, none)


@pytest.mark.each_engine
def test_the_search_finds_nothing_of_a_restricted_request_for_others(cast: Cast) -> None:
    named = (Reader(cast.desk.pk),)
    (leg,) = under_way(cast, cast.hanoi, confidentiality="restricted", readers=named)
    say(leg.request, cast.officer, "비밀 회담", file=hwp("의제 목록"))
    for words in ("회담", "의제"):
        found = [bool(hits(who, words)) for who in (cast.officer, cast.router, cast.consul, cast.second_officer)]
        assert found == [True, True, True, False]
        assert not hits(cast.bureau_officer, words)


def test_what_was_taken_away_is_not_found(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    comment = say(leg.request, cast.officer, "철회할 말", file=hwp("철회할 글"))
    made = attach(leg.request, cast.officer, hwp("내릴 글"))
    assert [bool(hits(cast.consul, words)) for words in ("말", "철회할 글", "내릴")] == [True, True, True]
    archive_comment(comment_id=comment.pk, by=cast.officer, now=NOW)
    remove_attachment(attachment_id=made.pk, by=cast.officer, now=NOW)
    assert [bool(hits(cast.consul, words)) for words in ("말", "철회할 글", "내릴")] == [False, False, False]


def test_a_search_takes_signs_and_translations(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    both = TranslatedText('100% "확정"', "ko", {"en": ("Confirmed in full", "reviewed")})
    add_comment(request_id=leg.request_id, values=CommentValues(both, "all"), by=cast.officer, now=NOW)
    assert [bool(hits(cast.consul, words)) for words in ("100%", '"확정"', "confirmed", "1_0%", "확정\\")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def queries(client: Client, address: str) -> int:
    """Return how many queries a page asks."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_pages_ask_as_often_for_three_comments_as_for_one(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    client = browser(cast.officer)
    addresses = (f"/en/support/{leg.request_id}/", "/en/support/?q=말", "/en/work/?show=mentions")

    def more(count: int) -> None:
        for _ in range(count):
            values = CommentValues(text("말"), "all", (user_id(cast.officer),))
            file = upload("a.hwp", hwp("글"))
            add_comment(
                request_id=leg.request_id, leg_id=leg.pk, values=values, uploads=[file], by=cast.consul, now=NOW
            )
            attach(leg.request, cast.officer, hwp("글"))

    more(1)
    for address in addresses:
        # What a process asks once and keeps is not counted.
        client.get(address)
    once = [queries(client, address) for address in addresses]
    more(2)
    assert [queries(client, address) for address in addresses] == once


def test_comments_from_before_the_search_had_their_words_are_found(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    say(leg.request, cast.officer, "먼저 쓴 말")
    Comment.objects.update(words="")
    assert not hits(cast.consul, "먼저")
    import_module("gagyo.support.migrations.0009_words_of_comments").fill(apps, None)
    assert hits(cast.consul, "먼저") == {leg.request_id}
