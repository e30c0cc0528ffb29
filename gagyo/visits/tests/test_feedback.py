"""Surveys without an account, and what an office learns from them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from openpyxl import load_workbook

from gagyo.accounts.models import Office
from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.tests.make import NOW, make_actor, make_member, make_office
from gagyo.common.actions import values_of
from gagyo.common.models import AuditRecord
from gagyo.common.rules import ANYBODY, Actor, system
from gagyo.visits.actions.members import destroy_names
from gagyo.visits.actions.surveys import answer_survey, note_lead, open_survey, survey_address, survey_key
from gagyo.visits.choices import StopKind, VisitState
from gagyo.visits.models import FollowUp, Site, StopParty, SurveyAnswer, SurveyLink, Theme, Visit, VisitTheme
from gagyo.visits.queries.feedback import FeedbackQuestion, site_scores, site_use, theme_scores
from gagyo.visits.rules.feedback import AnswerValues, UnableToOpenSurvey, UnknownSurveyError, mean_of
from gagyo.visits.rules.values import UnableToSaveVisit
from gagyo.visits.tests.make import make_site, make_stop, make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.each_engine]
CLOSES = date(2026, 5, 18)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Read sentences in English."""
    with translation.override("en"):
        yield


def seen(office: Office, *, site: Site | None = None, **values: Any) -> tuple[Visit, Site]:
    """Make a visit that saw a site."""
    shown = site or make_site(office=office)
    values.setdefault("starts_on", date(2026, 4, 2))
    visit = make_visit(office=office, **values)
    make_stop(visit=visit, site=shown)
    return visit, shown


def opened(visit: Visit) -> SurveyLink:
    """Open the survey of a visit."""
    actor = make_actor(office=visit.office)
    return open_survey(visit_id=visit.pk, closes_on=CLOSES, by=actor, now=NOW)


def answered(link: SurveyLink, overall: int, **values: Any) -> SurveyAnswer:
    """Answer a survey."""
    return answer_survey(key=survey_key(link), values=AnswerValues(overall=overall, **values), by=ANYBODY, now=NOW)


def test_a_survey_takes_answers_until_the_last_second_of_its_day() -> None:
    visit, site = seen(make_office())
    key = survey_key(opened(visit))
    last = datetime(2026, 5, 18, 23, 59, 59, tzinfo=NOW.tzinfo)
    answer = answer_survey(key=key, values=AnswerValues(5, {site.pk: 4}), by=ANYBODY, now=last)
    assert list(answer.site_scores.values_list("site", "score")) == [(site.pk, 4)]
    with pytest.raises(UnknownSurveyError, match="closed"):
        answer_survey(key=key, values=AnswerValues(5), by=ANYBODY, now=last + timedelta(seconds=1))


def test_only_the_hash_of_the_survey_s_key_is_kept_and_the_address_stays_when_the_day_changes() -> None:
    visit, _site = seen(make_office())
    first, second = opened(visit), opened(visit)
    assert survey_key(first) == survey_key(second)
    assert survey_key(first) not in SurveyLink.objects.get().key
    assert survey_address(first).endswith(f"/en/survey/{survey_key(first)}/")


def test_another_visit_s_survey_and_a_cancelled_visit_s_open_nothing() -> None:
    office = make_office()
    visit, site = seen(office)
    other, elsewhere = seen(office, name_ko="다른 방문")
    answer = answered(opened(other), 4, site_scores={site.pk: 1, elsewhere.pk: 5})
    assert (answer.visit, [each.site for each in answer.site_scores.all()]) == (other, [elsewhere])
    key = survey_key(opened(visit))
    Visit.objects.past_access(because="a test changes a row").filter(pk=visit.pk).update(state=VisitState.CANCELLED)
    with pytest.raises(UnknownSurveyError):
        answer_survey(key=key, values=AnswerValues(5), by=ANYBODY, now=NOW)
    with pytest.raises(UnknownSurveyError):
        answer_survey(key=SurveyLink.objects.get(visit=visit).key, values=AnswerValues(5), by=ANYBODY, now=NOW)


def test_a_day_that_cannot_be_is_refused_and_another_office_opens_nothing() -> None:
    visit, _site = seen(make_office())
    actor = make_actor(office=visit.office)
    with pytest.raises(UnableToOpenSurvey, match="have not come"):
        open_survey(visit_id=visit.pk, closes_on=date(2026, 4, 1), by=actor, now=NOW)
    with pytest.raises(UnableToOpenSurvey, match="180 days"):
        open_survey(visit_id=visit.pk, closes_on=date(2027, 4, 1), by=actor, now=NOW)
    with pytest.raises(NotYoursError):
        open_survey(visit_id=visit.pk, closes_on=date(2026, 4, 9), by=make_actor(), now=NOW)


def test_no_passport_number_and_no_words_of_visitors_reach_the_records() -> None:
    visit, _site = seen(make_office())
    link = opened(visit)
    with pytest.raises(UnableToSaveVisit, match="passport"):
        answered(link, 5, wanted="My passport: M12345678")
    answer = answered(link, 5, comment="Write to Nguyen Secret", wanted="Call Nguyen Secret")
    actor = make_actor(office=visit.office)
    lead = note_lead(visit_id=visit.pk, answer_id=answer.pk, kind="information", by=actor, now=NOW)
    assert "Secret" not in f"{lead.what}{values_of(answer)}{values_of(lead)}"
    assert not [row for row in AuditRecord.objects.all() if "Secret" in f"{row.before}{row.after}{row.reason}"]


def test_no_address_of_a_visitor_stands_beside_the_answer() -> None:
    visit, _site = seen(make_office())
    link = opened(visit)
    visitor = Actor(ip="203.0.113.9", request_id="abc")
    answer_survey(key=survey_key(link), values=AnswerValues(5), by=visitor, now=NOW)
    left = AuditRecord.objects.get(event="visit.survey_answered")
    assert (left.ip, left.request_id, left.actor_label) == (None, "", "")


def test_the_words_of_answers_are_destroyed_with_the_names_and_the_leads_stay(client: Client) -> None:
    visit, _site = seen(make_office())
    answer = answered(opened(visit), 4, comment="Ask Nguyen Secret", wanted="Slides for Nguyen Secret")
    actor = make_actor(office=visit.office)
    note_lead(visit_id=visit.pk, answer_id=answer.pk, kind="information", by=actor, now=NOW)
    client.force_login(make_member(office=visit.office).user)
    addresses = (f"/en/visits/{visit.pk}/", f"/en/visits/{visit.pk}/survey/", "/en/visits/feedback/", "/en/work/")
    assert ["Secret" in client.get(address).content.decode() for address in addresses[:3]] == [True] * 3
    night = system(label="nightly")
    assert destroy_names(by=night, now=NOW) == 0
    later = NOW + timedelta(days=366)
    assert [destroy_names(by=night, now=later), destroy_names(by=night, now=later)] == [1, 0]
    answer.refresh_from_db()
    assert (answer.overall, answer.comment, answer.wanted) == (4, "", "")
    assert ["Secret" in client.get(address).content.decode() for address in addresses] == [False] * 4
    left = FollowUp.objects.get()
    assert (left.words, left.answer) == (f"설문 응답 #{answer.pk}의 요청", answer)


def test_a_visitor_answers_in_english_on_the_page_and_programs_do_not(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.PUBLIC_FORMS_PER_HOUR, settings.DATA_DIR = 1, tmp_path
    today = timezone.localdate()
    visit, site = seen(make_office(), starts_on=today - timedelta(days=1), visibility="office")
    link = open_survey(visit_id=visit.pk, closes_on=today, by=make_actor(office=visit.office), now=timezone.now())
    address = f"/en/survey/{survey_key(link)}/"
    page = client.get(address)
    assert "City Information Centre" in page.content.decode() and "no-store" in page.headers["Cache-Control"]
    assert client.post(address, {"overall": "5", "website": "x"}).status_code == 422
    assert client.post(address, {"overall": "6"}).status_code == 422
    given = {"overall": "5", f"site_{site.pk}": "4", "recommend": "yes", "wanted": "The slides"}
    statuses = [client.post(address, given).status_code for _n in range(9)]
    assert statuses == [302] * 8 + [429]
    assert SurveyAnswer.objects.filter(visit=visit, overall=5, would_recommend=True).count() == 8


def test_what_a_visitor_asks_for_becomes_one_lead_by_a_click(client: Client) -> None:
    office = make_office()
    visit, _site = seen(office)
    answer = answered(opened(visit), 5, wanted="A partnership\non libraries")
    client.force_login(make_member(office=office).user)
    address = f"/en/visits/{visit.pk}/survey/answers/{answer.pk}/lead/"
    for _twice in range(2):
        assert client.post(address, {"kind": "tie_lead"}).status_code == 302
    lead = FollowUp.objects.get()
    assert (lead.kind, lead.answer, lead.words) == ("tie_lead", answer, "A partnership on libraries")
    assert client.post(address, {"kind": "task"}).status_code == 404
    assert "Taken up" in client.get(f"/en/visits/{visit.pk}/survey/").content.decode()
    assert "A partnership on libraries" in client.get("/en/visits/feedback/").content.decode()
    with pytest.raises(NotYoursError):
        note_lead(visit_id=visit.pk, answer_id=answer.pk, kind="tie_lead", by=make_actor(), now=NOW)


def test_the_code_is_an_svg_file_that_says_the_address(client: Client) -> None:
    office = make_office()
    visit, _site = seen(office)
    opened(visit)
    client.force_login(make_member(office=office).user)
    code = client.get(f"/en/visits/{visit.pk}/survey/code.svg")
    assert code.headers["Content-Type"] == "image/svg+xml"
    assert ET.fromstring(code.content).tag.endswith("svg")  # noqa: S314 # made by ourselves
    assert survey_key(SurveyLink.objects.get()) in client.get(f"/en/visits/{visit.pk}/survey/print/").content.decode()


def test_another_office_reads_no_answers(client: Client) -> None:
    visit, _site = seen(make_office())
    answered(opened(visit), 5, comment="Kept inside")
    client.force_login(make_member().user)
    assert client.get(f"/en/visits/{visit.pk}/survey/").status_code == 404
    for address in ("/en/visits/feedback/", "/en/visits/feedback/answers/"):
        assert "Kept inside" not in client.get(address).content.decode()
    page = client.get("/en/visits/feedback/")
    assert (page.context["total"].value, page.context["by_site"]) == (0, [])


@pytest.mark.parametrize(
    ("scores", "mean"),
    [([], None), ([5], None), ([5, 4], None), ([5, 4, 4], Decimal("4.3")), ([1, 2, 2, 2], Decimal("1.8"))],
)
def test_a_mean_needs_three_answers_and_is_rounded_half_up(scores: list[int], mean: Decimal | None) -> None:
    assert mean_of(scores) == mean


def test_figures_by_site_and_theme_stand_with_their_number_of_answers(client: Client) -> None:
    office = make_office()
    visit, site = seen(office)
    once = make_site(office=office, name_en="Scored once")
    make_stop(visit=visit, site=once, starts="14:00", ends="15:00")
    VisitTheme.objects.create(visit=visit, theme=Theme.objects.get(code="smart-city"))
    link = opened(visit)
    for overall, score in ((5, 4), (4, 4), (3, 5)):
        answered(link, overall, site_scores={site.pk: score, **({once.pk: 5} if overall == 5 else {})})
    cancelled, _same = seen(office, site=site, state=VisitState.CANCELLED)
    SurveyAnswer.objects.create(visit=cancelled, overall=1, sent_at=NOW)
    asked = FeedbackQuestion(make_actor(office=office))
    assert dict(site_scores(asked).cell(site.pk).values) == {"answers": 3, "total": 13}
    assert dict(theme_scores(asked).cell("smart-city").values) == {"answers": 3, "total": 12}
    client.force_login(make_member(office=office).user)
    page = client.get("/en/visits/feedback/")
    rows = {row.name: (row.answers.value, row.mean.value) for row in page.context["by_site"]}
    assert rows == {site.name: (3, Decimal("4.3")), once.name: (1, None)}
    assert "too few answers" in page.content.decode()


def test_every_figure_opens_as_many_rows_as_it_counts(client: Client) -> None:
    office = make_office()
    site = make_site(office=office)
    for day in (date(2024, 4, 2), date(2024, 4, 30), date(2023, 7, 1)):
        visit, _site = seen(office, site=site, starts_on=day)
        SurveyAnswer.objects.create(visit=visit, overall=5, sent_at=NOW)
    seen(make_office())
    client.force_login(make_member(office=office).user)
    page = client.get("/en/visits/feedback/?year=2024")
    found = [(page.context["total"], "count")]
    for row in (*page.context["by_site"], *page.context["months"]):
        found += [(each, "count") for each in (row.answers, row.visits) if each]
    assert [figure.value for figure, _name in found] == [2, 0, 2, 2]
    for figure, name in found:
        assert client.get(figure.href).context[name].value == figure.value


def test_a_meeting_at_a_site_uses_it_as_the_list_that_the_figure_opens_says(client: Client) -> None:
    office = make_office()
    site = make_site(office=office)
    make_stop(visit=make_visit(office=office, starts_on=date(2024, 4, 2)), site=site, kind=StopKind.MEETING)
    client.force_login(make_member(office=office).user)
    (row,) = client.get("/en/visits/feedback/?year=2024").context["by_site"]
    assert (row.visits.value, client.get(row.visits.href).context["count"].value) == (1, 1)


def test_a_site_s_load_counts_a_visit_once_and_only_the_parties_that_see_it() -> None:
    office = make_office()
    visit, site = seen(office, parties=(("VN", 12), ("KH", 5)))
    make_stop(visit=visit, site=site, starts="14:00", ends="15:00")
    second = make_site(office=office, name_en="Second")
    part = make_stop(visit=visit, site=second, starts="16:00", ends="17:00")
    StopParty.objects.create(stop=part, party=visit.parties.all()[1])
    use = site_use(FeedbackQuestion(make_actor(office=office)))
    assert dict(use.cell(site.pk, "2026-04").values) == {"visits": 1, "persons": 17}
    assert dict(use.cell(second.pk, "2026-04").values) == {"visits": 1, "persons": 5}


def test_the_workbook_has_the_numbers_of_the_page(client: Client) -> None:
    office = make_office()
    visit, site = seen(office)
    link = opened(visit)
    for score in (5, 4, 4):
        answered(link, score, site_scores={site.pk: score})
    client.force_login(make_member(office=office).user)
    book = load_workbook(BytesIO(client.get("/en/visits/feedback/?format=xlsx").content))
    assert [sheet.title for sheet in book.worksheets][:2] == ["By site", "By theme"]
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert (site.name, 3, 4.3, 1, 12) in rows


def test_feedback_makes_no_more_queries_for_more_rows(client: Client) -> None:
    office = make_office()
    client.force_login(make_member(office=office).user)
    addresses = ("/en/visits/feedback/", "/en/visits/feedback/answers/")

    def queries() -> list[int]:
        found = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as made:
                assert client.get(address).status_code == 200
            found.append(len(made))
        return found

    def one_more(number: int) -> None:
        visit, site = seen(office, name_ko=f"방문 {number}")
        answer = answered(opened(visit), 5, site_scores={site.pk: 4}, wanted=f"Slides {number}")
        note_lead(visit_id=visit.pk, answer_id=answer.pk, kind="tie_lead", by=make_actor(office=office), now=NOW)

    one_more(1)
    few = queries()
    one_more(2)
    one_more(3)
    assert queries() == few
