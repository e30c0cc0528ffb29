"""The screens of a tie: who sees what, what a form keeps, what a second save meets, how many queries a page makes."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import Office
from gagyo.common.models import TranslatedText
from gagyo.partnerships.models import Tie, TieContact, TieDocument
from gagyo.partnerships.tests.make import make_project, make_tie
from gagyo.partnerships.tests.screens import PDF, at, edited, queries_of, sign_in, tie_answers, today
from gagyo.registry.models import Body, Post
from gagyo.registry.tests.make import make_body, make_government, make_person

pytestmark = pytest.mark.django_db


# --- The tie's page ---------------------------------------------------------------------------------------


def test_a_visitor_sees_the_public_part_of_a_public_tie(tie: Tie, office: Office, client: Client) -> None:
    person = make_person(office=office, name_ko="비공개 담당자", visibility=Visibility.PUBLIC)
    TieContact.objects.create(tie=tie, person=person)
    page = client.get(at("tie", tie.pk))
    words = page.content.decode()
    assert page.status_code == 200
    assert "다트퍼드" in words
    assert "비공개 담당자" not in words
    assert at("tie_archive", tie.pk) not in words


def test_an_officer_sees_contacts_and_what_is_to_be_done(tie: Tie, office: Office, officer: Client) -> None:
    TieContact.objects.create(tie=tie, person=make_person(office=office, name_ko="연락 담당"))
    words = officer.get(at("tie", tie.pk)).content.decode()
    assert "연락 담당" in words
    assert at("tie_edit", tie.pk) in words
    assert at("project_add") + f"?tie={tie.pk}" in words


@pytest.mark.parametrize(("visibility", "status"), [("office", 404), ("shared", 404), ("public", 200)])
def test_a_tie_that_is_not_public_is_not_there_for_visitors(
    home: Body, abroad: Body, office: Office, client: Client, visibility: str, status: int
) -> None:
    hidden = make_tie(parties=[home, abroad], office=office, visibility=visibility)
    assert client.get(at("tie", hidden.pk)).status_code == status


def test_an_archived_tie_is_there_for_its_office_only(tie: Tie, officer: Client) -> None:
    Tie.objects.filter(pk=tie.pk).update(archived_at=timezone.now())
    assert officer.get(at("tie", tie.pk)).status_code == 200
    assert Client().get(at("tie", tie.pk)).status_code == 404
    assert sign_in().get(at("tie", tie.pk)).status_code == 404


def test_a_ties_page_makes_as_many_queries_for_three_of_everything_as_for_one(
    tie: Tie, home: Body, office: Office, officer: Client
) -> None:
    def more(number: int) -> None:
        make_project(lead=home, tie=tie, office=office, name_ko=f"사업 {number}")
        person = make_person(office=office)
        Post.objects.create(person=person, body=home, title_ko="팀장")
        TieContact.objects.create(tie=tie, person=person)
        make_tie(parties=[make_government(name_ko=f"시 {number}"), tie.parties.all()[1].body], office=None)

    more(1)
    officer.get(at("tie", tie.pk))
    one = queries_of(lambda: officer.get(at("tie", tie.pk)))
    more(2)
    more(3)
    assert queries_of(lambda: officer.get(at("tie", tie.pk))) == one


# --- Adding and editing a tie -----------------------------------------------------------------------------


def test_an_officer_enters_a_tie_by_names_and_undoes_it(officer: Client, home: Body, abroad: Body) -> None:
    page = officer.post(at("tie_add"), tie_answers(home, abroad), follow=True)
    tie = Tie.objects.get()
    assert [party.body for party in tie.parties.all()] == [home, abroad]
    assert (tie.signed_on, tie.signed_precision, tie.visibility) == (date(1996, 5, 3), "day", "public")
    assert tie.summary == TranslatedText("청소년 교류", "ko", {"en": ("Youth exchange", "reviewed")})
    assert at("tie_archive", tie.pk) in page.content.decode()
    officer.post(at("tie_archive", tie.pk))
    assert Tie.objects.get().archived_at is not None
    officer.post(at("tie_restore", tie.pk))
    assert Tie.objects.get().archived_at is None


def test_the_form_names_the_own_government_and_gives_another_row_without_a_script(
    officer: Client, home: Body, abroad: Body
) -> None:
    page = officer.get(at("tie_add")).content.decode()
    assert f'name="parties-0-body" value="{home.pk}"' in page
    more = officer.post(at("tie_add"), tie_answers(home, abroad, add_row="yes", text_original="쓰던 글"))
    words = more.content.decode()
    assert 'name="parties-3-body_text"' in words
    assert "쓰던 글" in words
    assert "Dartford" in words
    assert not Tie.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"parties-1-body_text": ""},
        {"parties-1-body_text": "없는 도시 쀍"},
        {"signed": "1996-13"},
        {"state": "planned", "signed": ""},
        {"state": "talks"},
        {"parties-2-signatory": "이름만"},
    ],
)
def test_a_form_with_a_mistake_keeps_what_was_written(
    officer: Client, home: Body, abroad: Body, wrong: dict[str, str]
) -> None:
    page = officer.post(at("tie_add"), tie_answers(home, abroad, **wrong))
    assert page.status_code == 422
    assert "청소년 교류" in page.content.decode()
    assert not Tie.objects.exists()


def test_a_name_of_several_bodies_lists_them(officer: Client, home: Body, abroad: Body) -> None:
    other = make_body(name_ko="다트퍼드", name_en="Dartford", country="US")
    page = officer.post(at("tie_add"), tie_answers(home, abroad))
    words = page.content.decode()
    assert page.status_code == 422
    assert f'<option value="{abroad.pk}">' in words
    assert f'<option value="{other.pk}">' in words


def test_a_missing_consent_warns_and_never_refuses(officer: Client, home: Body, abroad: Body) -> None:
    page = officer.post(at("tie_add"), tie_answers(home, abroad, council_consent="unknown"), follow=True)
    assert Tie.objects.count() == 1
    assert page.content.decode().count("남양주시") > 0
    assert 'class="notice tone-warning"' in page.content.decode()


def test_the_same_parties_again_are_allowed_and_said(officer: Client, tie: Tie, home: Body, abroad: Body) -> None:
    page = officer.post(at("tie_add"), tie_answers(home, abroad, signed="2001"), follow=True)
    assert Tie.objects.count() == 2
    assert at("tie", tie.pk) in page.content.decode()


def test_a_second_save_shows_both_versions_and_each_part_can_be_decided(
    officer: Client, tie: Tie, home: Body, abroad: Body
) -> None:
    opened = officer.get(at("tie_edit", tie.pk)).content.decode()
    mine = tie_answers(home, abroad, version=edited(opened, "version"), was=edited(opened, "was"))
    theirs = {**mine, "source": "시보 1996-5", "text_original": "그들의 글", "text_translation": ""}
    assert officer.post(at("tie_edit", tie.pk), theirs).status_code == 302
    mine.update({"text_original": "나의 글", "signed": "1996"})
    page = officer.post(at("tie_edit", tie.pk), mine)
    words = page.content.decode()
    assert page.status_code == 409
    assert "그들의 글" in words
    assert "나의 글" in words
    assert "시보 1996-5" in words
    assert Tie.objects.get(pk=tie.pk).summary.original == "그들의 글"
    hidden = {name: value for name, value in page.context["answers"] if not name.startswith("fields")}
    answers = {
        **hidden,
        "fields_of_exchange": [value for name, value in page.context["answers"] if name == "fields_of_exchange"],
        **page.context["hidden"],
        "take_source": "theirs",
        "take_text_original": "mine",
        "take_signed": "mine",
    }
    assert officer.post(at("tie_edit", tie.pk), answers).status_code == 302
    kept = Tie.objects.get(pk=tie.pk)
    assert (kept.source, kept.summary.original, kept.signed_precision) == ("시보 1996-5", "나의 글", "year")
    assert [party.body for party in kept.parties.all()] == [home, abroad]


def test_a_state_is_changed_with_its_reason_and_undone(officer: Client, tie: Tie) -> None:
    wrong = officer.post(at("tie_state", tie.pk), {"state": "ended", "on": today().isoformat(), "reason": ""})
    assert wrong.status_code == 422
    officer.post(at("tie_state", tie.pk), {"state": "ended", "on": today().isoformat(), "reason": "협정 종료"})
    assert Tie.objects.get(pk=tie.pk).state == "ended"
    officer.post(at("tie_state_undo", tie.pk))
    assert Tie.objects.get(pk=tie.pk).state == "signed"


@pytest.mark.parametrize("name", ["tie_edit", "tie_state"])
def test_another_office_gets_no_form_of_a_public_tie(tie: Tie, name: str) -> None:
    assert sign_in().get(at(name, tie.pk)).status_code == 403


# --- Documents and contacts -------------------------------------------------------------------------------


def test_a_document_is_handed_out_only_through_its_record(
    officer: Client, tie: Tie, settings: LazySettings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    officer.post(at("tie_document_add", tie.pk), {"file": SimpleUploadedFile("협정서.pdf", PDF), "title": ""})
    document = TieDocument.objects.get()
    answer = officer.get(at("tie_document", tie.pk, document.pk))
    assert answer.getvalue() == PDF
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert Client().get(at("tie_document", tie.pk, document.pk)).status_code == 404
    TieDocument.objects.update(is_public=True)
    assert Client().get(at("tie_document", tie.pk, document.pk)).status_code == 200
    Tie.objects.update(visibility="office")
    assert Client().get(at("tie_document", tie.pk, document.pk)).status_code == 404
    officer.post(at("tie_document_remove", tie.pk, document.pk))
    assert officer.get(at("tie_document", tie.pk, document.pk)).status_code == 404
    officer.post(at("tie_document_restore", tie.pk, document.pk))
    assert officer.get(at("tie_document", tie.pk, document.pk)).status_code == 200


def test_a_refused_file_says_why_and_leaves_nothing(officer: Client, tie: Tie) -> None:
    upload = SimpleUploadedFile("협정서.pdf", b"MZ\x00program")
    page = officer.post(at("tie_document_add", tie.pk), {"file": upload}, follow=True)
    assert "협정서.pdf" in page.content.decode()
    assert not TieDocument.objects.exists()


def test_a_contact_is_added_and_taken_off(officer: Client, tie: Tie, office: Office) -> None:
    person = make_person(office=office)
    officer.post(at("tie_contact_add", tie.pk), {"person": person.pk, "note": "의전"})
    assert TieContact.objects.get().note == "의전"
    officer.post(at("tie_contact_remove", tie.pk, person.pk))
    assert not TieContact.objects.exists()
