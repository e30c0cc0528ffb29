"""Cases: begun filled from an activity, approved by another, read by their audience, collected on paper."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from gagyo.accounts.choices import Visibility
from gagyo.ambassadors.actions.cases import begin_case, edit_case, move_case
from gagyo.ambassadors.choices import CaseState
from gagyo.ambassadors.models import Activity, Case, CaseFigure, Posting
from gagyo.ambassadors.rules.case_values import CaseValues, two_texts
from gagyo.ambassadors.rules.plan_moves import CaseStep, UnableToMovePlan
from gagyo.ambassadors.rules.plan_values import UnableToSavePlan
from gagyo.ambassadors.tests.make_plans import NOW, PlanCast, make_plan_cast, user_of
from gagyo.common.models import DataVersion, TranslatedText
from gagyo.common.rules import ANYBODY, Actor
from gagyo.kernels.documents.hwpx_read import read_hwpx_tables, read_hwpx_text
from gagyo.registry.tests.make import make_body
from gagyo.visits.tests.make import make_visit

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 10)


@pytest.fixture
def cast() -> PlanCast:
    """Everybody who takes part."""
    return make_plan_cast()


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Read sentences in English."""
    with translation.override("en"):
        yield


def an_activity(cast: PlanCast, **values: object) -> Activity:
    """Record what the ambassador did."""
    posting, _made = Posting.objects.get_or_create(
        office=cast.office, province=cast.province, name_ko="박국제", name_en="Park Gukje", starts_on=date(2025, 1, 1)
    )
    given: dict[str, object] = {
        "name_ko": "하노이 상담회",
        "name_en": "Talks in Hanoi",
        "outcome_text": TranslatedText("계약 3건", "ko", {"en": ("Three contracts", "reviewed")}),
        **values,
    }
    return Activity.objects.create(
        office=cast.office, posting=posting, day=DAY, field="exports", created_at=NOW, **given
    )


def told(cast: PlanCast, *, audience: str = "shared", by: Actor | None = None, name: str = "하노이 사례") -> Case:
    """Begin a case and tell every part of it."""
    case = begin_case(activity_id=an_activity(cast).pk, by=by or cast.ambassador, now=NOW)
    values = CaseValues(
        name_ko=name,
        name_en=f"{name} (en)",
        year=2026,
        field="exports",
        audience=audience,
        contact=two_texts("경기도 국제협력과", "Gyeonggi international cooperation"),
        situation=two_texts("수출 기업이 현지 구매자를 찾지 못했다.", "Firms found no buyers."),
        done=two_texts("대사관과 상담회를 열었다.", "Talks were held with the embassy."),
        result=two_texts("계약 3건을 맺었다.", "Three contracts were signed."),
        lesson=two_texts("공관과 함께 준비해야 한다.", "Prepare together with the mission."),
    )
    return edit_case(case_id=case.pk, values=values, expected=case.version, by=by or cast.ambassador, now=NOW)


def moved(case: Case, step: CaseStep, by: Actor, **more: str) -> Case:
    """Take a step on a case as it is kept now."""
    version = Case.objects.past_access(because="a test").get(pk=case.pk).version
    return move_case(case_id=case.pk, step=step, expected=version, by=by, now=NOW, **more)


def approved(cast: PlanCast, *, audience: str = "shared", name: str = "하노이 사례") -> Case:
    """Make a case that was submitted and approved."""
    case = told(cast, audience=audience, name=name)
    moved(case, CaseStep.SUBMIT, cast.ambassador)
    return moved(case, CaseStep.APPROVE, cast.manager)


def test_a_case_is_begun_by_one_press_filled_with_what_is_recorded(cast: PlanCast) -> None:
    visit = make_visit(office=cast.office, parties=(("VN", 12),))
    buyer = make_body(name_ko="하노이시", name_en="City of Hanoi", country="VN")
    activity = an_activity(cast, visit=visit, for_body=buyer)
    client = Client()
    client.force_login(user_of(cast.ambassador))
    url = reverse("ambassadors:case_begin", args=[activity.pk])
    assert [client.post(url).status_code for _press in (1, 2)] == [302, 302]
    case = Case.objects.own(cast.ambassador).get()
    assert (case.name_en, case.year, case.field) == ("Talks in Hanoi", 2026, "exports")
    assert case.result == activity.outcome_text
    assert [case.contact.in_language(code)[0] for code in ("ko", "en")] == [
        "경기도 국제관계 · 박국제",
        f"{cast.office.name_en} · Park Gukje",
    ]
    assert "City of Hanoi" in case.done.in_language("en")[0]
    figure = CaseFigure.objects.get(case=case)
    assert (figure.value, figure.unit, figure.visit) == (12, "person", visit)
    assert visit.get_absolute_url() in client.get(case.get_absolute_url()).content.decode()


def test_a_case_that_is_not_told_whole_is_not_submitted(cast: PlanCast) -> None:
    case = begin_case(activity_id=an_activity(cast).pk, by=cast.ambassador, now=NOW)
    with pytest.raises(UnableToSavePlan, match="Situation, Lesson"):
        moved(case, CaseStep.SUBMIT, cast.ambassador)


def test_nobody_approves_a_case_that_they_wrote(cast: PlanCast) -> None:
    case = told(cast, by=cast.manager)
    moved(case, CaseStep.SUBMIT, cast.manager)
    with pytest.raises(UnableToMovePlan, match="nobody approves their own work"):
        moved(case, CaseStep.APPROVE, cast.manager)
    assert moved(case, CaseStep.APPROVE, cast.second_manager).state == CaseState.APPROVED


@pytest.mark.parametrize(("audience", "offices", "anybody"), [("shared", 200, 404), ("public", 200, 200)])
def test_an_approved_case_is_read_by_its_audience_and_a_draft_by_its_office(
    cast: PlanCast, audience: str, offices: int, anybody: int
) -> None:
    # The counter by which pages that are kept for visitors are dropped; a migration makes it elsewhere.
    DataVersion.objects.get_or_create(shard=0, defaults={"n": 0})
    case = told(cast, audience=audience)
    other, visitor = Client(), Client()
    other.force_login(user_of(cast.other_manager))
    href = case.get_absolute_url()
    assert [client.get(href).status_code for client in (other, visitor)] == [404, 404]
    moved(case, CaseStep.SUBMIT, cast.ambassador)
    moved(case, CaseStep.APPROVE, cast.manager)
    assert [client.get(href).status_code for client in (other, visitor)] == [offices, anybody]
    moved(case, CaseStep.REOPEN, cast.second_manager, reason="숫자를 고칠 것")
    assert [client.get(href).status_code for client in (other, visitor)] == [404, 404]


def test_a_visitor_is_given_no_way_to_a_visit_that_is_not_public(cast: PlanCast) -> None:
    case = approved(cast, audience="public")
    visit = make_visit(office=cast.office, visibility=Visibility.OFFICE)
    labels = {"label_ko": "방문단 인원", "label_en": "Persons"}
    CaseFigure.objects.create(case=case, value=12, unit="person", as_of=DAY, visit=visit, **labels)
    page = Client().get(case.get_absolute_url()).content.decode()
    assert ("12 persons" in page, visit.get_absolute_url() in page) == (True, False)


def test_a_number_needs_an_address_where_it_can_be_checked(cast: PlanCast) -> None:
    case = told(cast)
    client = Client()
    client.force_login(user_of(cast.ambassador))
    url = reverse("ambassadors:case_figure_add", args=[case.pk])
    sent = {"label_en": "Contracts", "value": 3, "unit": "item", "as_of": "2026-01-10"}
    assert client.post(url, sent).status_code == 422
    assert client.post(url, {**sent, "url": "https://example.org/news"}).status_code == 302
    page = client.get(case.get_absolute_url()).content.decode()
    assert ("https://example.org/news" in page, "3 items" in page) == (True, True)


def collection(language: str, form: str, client: Client | None = None) -> bytes:
    """Return the collection of the year as a reader gets it."""
    return (client or Client()).get(reverse("ambassadors:cases_paper", args=[2026, language, form])).content


def test_the_years_collection_holds_the_public_cases_in_both_languages_and_forms(cast: PlanCast) -> None:
    approved(cast, audience="public", name="공개 사례")
    approved(cast, audience="shared", name="기관 사례")
    told(cast, audience="public", name="쓰는 중")
    korean, english = (read_hwpx_text(collection(code, "hwpx")) for code in ("ko", "en"))
    assert [words for words in ("□", "ㅇ", "※", "붙임", "끝.", "공개 사례", "계약 3건") if words not in korean] == []
    assert [words for words in ("□", "Attached", "End.", "Three contracts were signed.") if words not in english] == []
    assert [words for words in ("기관 사례", "쓰는 중") if words in korean] == []
    assert read_hwpx_tables(collection("ko", "hwpx"))[0][1:] == [["1", "공개 사례", "경기도", "수출"]]
    assert "붙임  활동 사례 1건 각 1부.  끝." in korean.splitlines()
    assert "Attached  1 case of the ambassadors, 1 copy.  End." in english.splitlines()
    pages = " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(collection("ko", "pdf"))).pages)
    assert ("공개 사례" in pages, "기관 사례" in pages) == (True, False)
    assert ("경기도 국제협력과" in korean, "Gyeonggi international cooperation" in korean) == (True, False)
    assert ("경기도 국제협력과" in english, "Gyeonggi international cooperation" in english) == (False, True)
    inside = Client()
    inside.force_login(user_of(cast.other_manager))
    assert "기관 사례" in read_hwpx_text(collection("ko", "hwpx", inside))


@pytest.mark.each_engine
def test_the_list_is_read_without_signing_in_in_constant_queries(cast: PlanCast) -> None:
    approved(cast, audience="public", name="하나")
    client, url = Client(), reverse("ambassadors:cases")
    inside = Client()
    inside.force_login(user_of(cast.other_manager))
    assert "하나" in client.get(url, {"year": 2026}).content.decode()
    before = queries(inside, url)
    for name in ("둘", "셋"):
        approved(cast, audience="public", name=name)
    assert queries(inside, url) == before
    assert Case.objects.for_user(ANYBODY).count() == 3


def queries(client: Client, url: str) -> int:
    """Return how many queries a page takes, once it was opened before."""
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        client.get(url)
    return len(caught)
