"""The index of words: kept by the database with every way of writing, and never wider than what somebody reads."""

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gagyo.kernels.files.tests.make import hwp
from gagyo.kernels.text.grams import grams_of, wanted_grams
from gagyo.support.actions.word_index import lay_out_after_migrating
from gagyo.support.models import Attachment, Comment, SupportRequest
from gagyo.support.models.word_index import holds
from gagyo.support.queries import few
from gagyo.support.tests.make import Cast, make_request, text, under_way
from gagyo.support.tests.test_talk import say
from gagyo.support.tests.test_talk_screens import attach, hits

pytestmark = pytest.mark.django_db


def indexed(model: type[SupportRequest | Comment | Attachment], word: str) -> set[int]:
    """Return the rows that the index gives for a word, whoever reads them."""
    rows = model.objects.filter(holds(model, wanted_grams(word), vendor=connection.vendor))
    return set(rows.values_list("pk", flat=True))


def test_the_index_follows_every_way_of_writing(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    comment = say(leg.request, cast.officer, "정원 박람회")
    assert indexed(Comment, "정원") == indexed(Comment, "람회") == {comment.pk}
    Comment.objects.filter(pk=comment.pk).update(words="수목원 Meeting")
    assert (indexed(Comment, "정원"), indexed(Comment, "목원")) == (set(), {comment.pk})
    assert indexed(Comment, "MEET") == indexed(Comment, "수") == indexed(Comment, "me") == {comment.pk}
    (copy,) = Comment.objects.bulk_create(
        [Comment(request=leg.request, office=cast.city, at=comment.at, text=comment.text, words="정원사")]
    )
    assert indexed(Comment, "정원") == {copy.pk}
    copy.delete()
    assert indexed(Comment, "정원") == set()
    comment.save()
    assert indexed(Comment, "박람회") == {comment.pk}


def test_requests_and_files_are_found_by_all_their_texts(cast: Cast) -> None:
    row = make_request(cast, name_ko="순천만 습지", wanted=text("생태 교류 'A & B' | !\\"))
    file = attach(row, cast.officer, hwp("갯벌 보전"), audience="office")
    assert indexed(SupportRequest, row.number) == indexed(SupportRequest, "습지") == {row.pk}
    assert indexed(SupportRequest, "생태") == {row.pk}
    # Its first item is "시장 소개".
    assert hits(cast.officer, "시장") == hits(cast.officer, "순천만 소개") == {row.pk}
    row.items.filter(order=0).update(answer=text("두루미 자료를 드립니다."))
    assert hits(cast.officer, "두루미") == {row.pk}
    assert hits(cast.stranger, "두루미") == hits(cast.stranger, "시장") == set()
    assert indexed(Attachment, "갯벌") == indexed(Attachment, file.title[:3]) == {file.pk}
    for word in ("'A", "B'", "&", "|", "!", "\\", "생태", ":*", '"'):
        assert hits(cast.officer, word) == {row.pk}, word


def test_a_word_that_many_hold_is_found_alike(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    row = leg.request
    say(row, cast.officer, "우리끼리 검토함", audience="office")
    attach(row, cast.officer, hwp("삼천만 원"), audience="office")
    say(row, cast.consul, "현지 사정", audience="legs", leg=leg)
    asked = ("검토", "삼천", "사정", "시장", "하노이", row.number, "세종", "없는말")

    def found() -> dict[str, list[bool]]:
        everybody = (cast.officer, cast.consul, cast.router, cast.stranger)
        return {word: [bool(hits(who, word)) for who in everybody] for word in asked}

    by_index = found()
    assert (by_index["검토"], by_index["사정"]) == ([True, False, False, False], [False, True, True, False])
    assert not any(by_index["없는말"]) and not any(seen[-1] for seen in by_index.values())
    monkeypatch.setattr(few, "FEW", 0)
    assert found() == by_index


def test_laying_out_again_keeps_what_is_there_and_fills_what_is_gone(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    comment = say(leg.request, cast.officer, "정원 박람회")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # As a migration leaves it that makes the table anew.
            cursor.execute("DROP TRIGGER support_comment_grams_insert")
            cursor.execute("INSERT INTO support_comment_grams (support_comment_grams) VALUES ('delete-all')")
        assert indexed(Comment, "정원") == set()
    for _time in range(2):
        lay_out_after_migrating(using="default", apps=apps)
        assert indexed(Comment, "정원") == {comment.pk}
    other = say(leg.request, cast.officer, "정원사")
    assert indexed(Comment, "정원") == {comment.pk, other.pk}


@pytest.mark.postgres
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(alphabet="가나다회의정원ab cD1-.'\\é日あ\n%_:&", max_size=30))
def test_postgresql_cuts_a_text_as_python_does(words: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(gagyo_grams(%s))", [words])
        assert set(cursor.fetchone()[0]) == grams_of(words.lower())


@pytest.mark.postgres
def test_a_file_of_random_letters_is_kept_and_nothing_fails() -> None:
    words = "".join(chr(0xAC00 + (number * 7919) % 11_000) for number in range(300_000))
    with connection.cursor() as cursor:
        cursor.execute("SELECT length(gagyo_grams(%s))", [words])
        assert 0 < cursor.fetchone()[0] <= 80_000
