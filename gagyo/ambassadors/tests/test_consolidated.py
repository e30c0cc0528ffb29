"""The consolidated plan: each figure opens its rows, the papers say what the page says, editions stay as published."""

from collections.abc import Iterator
from io import BytesIO

import openpyxl
import pypdf
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from gagyo.ambassadors.actions.consolidated import publish_consolidated
from gagyo.ambassadors.actions.plan_steps import move_plan
from gagyo.ambassadors.models import ConsolidatedPlan, PlannedActivity
from gagyo.ambassadors.queries.consolidated import edition_now
from gagyo.ambassadors.queries.consolidated_words import gap_title, overlap_title
from gagyo.ambassadors.rules.plan_moves import PlanStep
from gagyo.ambassadors.rules.plan_values import UnableToSavePlan
from gagyo.ambassadors.tests.make_plans import NOW, YEAR, PlanCast, approved_plan, make_plan_cast, user_of
from gagyo.common.models import TranslatedText
from gagyo.kernels.documents.hwpx_read import read_hwpx_tables, read_hwpx_text
from gagyo.kernels.indicators.words import Language
from gagyo.registry.choices import BodyKind
from gagyo.registry.tests.make import make_body

pytestmark = [pytest.mark.django_db, pytest.mark.each_engine]


@pytest.fixture
def cast() -> PlanCast:
    """Two provinces of which both plan with Hanoi in September, one for 5 and one for 7 million won."""
    cast = make_plan_cast()
    hanoi = make_body(name_ko="하노이", name_en="Hanoi", country="VN", kind=BodyKind.FOREIGN_GOVERNMENT)
    made = {"month": 9, "partner_ids": (hanoi.pk,)}
    approved_plan(cast.ambassador, cast.manager, values={**made, "name": "수출 상담회", "budget_krw": 5_000_000})
    approved_plan(
        cast.other_ambassador, cast.other_manager, values={**made, "name": "관광 설명회", "budget_krw": 7_000_000}
    )
    return cast


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Read sentences in English."""
    with translation.override("en"):
        yield


def client_of(cast: PlanCast) -> Client:
    """Return a browser of the ministry."""
    client = Client()
    client.force_login(user_of(cast.ministry))
    return client


def opened(cast: PlanCast, show: str) -> list[str]:
    """Return the names of the rows that a figure of the page opens."""
    page = client_of(cast).get(reverse("ambassadors:consolidated", args=[YEAR]), {"show": show})
    rows = page.context["chosen"]
    return [row.activity.title.ko if hasattr(row, "activity") else row.name.en for row in rows]


def test_each_finding_and_total_opens_the_very_rows_that_it_counts(cast: PlanCast) -> None:
    found = edition_now(year=YEAR, today=NOW.date()).found
    kinds = [gap.kind for gap in found.gaps]
    without_goal = next(at for at, gap in enumerate(found.gaps) if gap.kind == "field")
    assert kinds.count("plan") == 0
    assert opened(cast, "overlap-0") == ["수출 상담회", "관광 설명회"]
    assert opened(cast, "plans") == ["Gyeonggi-do", "Gangwon State"]
    assert opened(cast, f"gap-{without_goal}") == ["Gyeonggi-do", "Gangwon State"]
    assert opened(cast, "field-exports") == opened(cast, "month-9") == opened(cast, "activities")
    page = client_of(cast).get(reverse("ambassadors:consolidated", args=[YEAR]))
    values = [figure.value for figure in page.context["figures"]]
    assert values == [2, 2, 12_000_000, len(found.gaps), 1]


@pytest.mark.parametrize("show", ["overlap-9", "gap-99", "month-13", "field-x", "overlap-x", "nothing", "month-²"])
def test_rows_that_are_not_there_are_not_shown(cast: PlanCast, show: str) -> None:
    page = client_of(cast).get(reverse("ambassadors:consolidated", args=[YEAR]), {"show": show})
    assert (page.status_code, page.context["chosen_title"]) == (200, "")


def paper(cast: PlanCast, language: Language, form: str) -> bytes:
    """Return the consolidated plan as a file."""
    answer: HttpResponse = client_of(cast).get(  # type: ignore[assignment]  # the test client's answer is one
        reverse("ambassadors:consolidated_paper", args=[YEAR, language, form])
    )
    return answer.content


# The paper is made of what the page shows, which the tests beside it ask for.
@pytest.mark.any_engine
@pytest.mark.parametrize("language", ["ko", "en"])
def test_hwpx_pdf_and_xlsx_say_what_the_page_says(cast: PlanCast, language: Language) -> None:
    shown = edition_now(year=YEAR, today=NOW.date())
    with translation.override(language):
        wanted = [gap_title(gap) for gap in shown.found.gaps]
        wanted += [overlap_title(each, language=language) for each in shown.found.overlaps]
    hwpx, pdf = read_hwpx_text(paper(cast, language, "hwpx")), pdf_text(paper(cast, language, "pdf"))
    assert [words for words in wanted if words not in hwpx] == []
    assert [words for words in wanted if squeezed(words) not in squeezed(pdf)] == []
    marks = ("□", "ㅇ", "-", "※", "붙임", "끝.") if language == "ko" else ("□", "ㅇ", "-", "※", "Attached", "End.")
    assert [mark for mark in marks if mark not in hwpx or mark not in pdf] == []
    book = openpyxl.load_workbook(BytesIO(paper(cast, language, "xlsx")))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert [words for words in wanted if words not in cells] == []


def squeezed(text: str) -> str:
    """Return a text without spaces: a PDF breaks its lines where they are full."""
    return "".join(text.split())


def pdf_text(body: bytes) -> str:
    """Return the text of all pages."""
    return " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(body)).pages)


# The paper is made of what the page shows, which the tests beside it ask for.
@pytest.mark.any_engine
def test_the_tables_on_paper_hold_the_totals_of_the_page(cast: PlanCast) -> None:
    tables = read_hwpx_tables(paper(cast, "en", "hwpx"))
    by_field = next(table for table in tables if table[0][0] == "Field")
    assert [row for row in by_field if row[0] in {"Exports", "Total"}] == [
        ["Exports", "2", "2", "2", "12,000,000"],
        ["Total", "2", "2", "2", "12,000,000"],
    ]
    provinces = next(table for table in tables if table[0][:2] == ["Province", "State"])
    assert provinces[1:] == [
        ["Gyeonggi-do", "Approved", "1", "1", "5,000,000"],
        ["Gangwon State", "Approved", "1", "1", "7,000,000"],
    ]


def test_an_edition_stays_as_it_was_published(cast: PlanCast) -> None:
    first = publish_consolidated(year=YEAR, note=TranslatedText("첫 판"), by=cast.association, now=NOW)
    with pytest.raises(UnableToSavePlan):
        publish_consolidated(year=YEAR, note=TranslatedText(), by=cast.ministry, now=NOW)
    plan = PlannedActivity.objects.get(name_ko="관광 설명회").goal.plan
    move_plan(plan_id=plan.pk, step=PlanStep.REOPEN, reason="겹침", by=cast.ministry, now=NOW)
    second = publish_consolidated(year=YEAR, note=TranslatedText(), by=cast.ministry, now=NOW)
    client = client_of(cast)
    pages = [client.get(row.get_absolute_url()) for row in (first, second)]
    assert [len(page.context["overlaps"]) for page in pages] == [1, 0]
    assert ["관광 설명회" in page.content.decode() for page in pages] == [False, False]
    shown = client.get(first.get_absolute_url(), {"show": "activities"}).content.decode()
    assert "관광 설명회" in shown
    told = read_hwpx_text(client.get(reverse("ambassadors:edition_paper", args=[first.pk, "ko", "hwpx"])).content)
    assert ("관광 설명회" in told, "제1판" in told, "첫 판" in told) == (True, True, True)


def test_only_the_centre_publishes_and_only_what_is_there(cast: PlanCast) -> None:
    url = reverse("ambassadors:publish", args=[YEAR])
    province = Client()
    province.force_login(user_of(cast.ambassador))
    assert province.get(url).status_code == 403
    nothing = client_of(cast).post(
        reverse("ambassadors:publish", args=[YEAR + 3]), {"text_language": "ko", "text_state": "none"}
    )
    assert (nothing.status_code, ConsolidatedPlan.objects.past_access(because="a test").count()) == (422, 0)
    assert client_of(cast).post(url, {"text_language": "ko", "text_state": "none"}).status_code == 302
    assert ConsolidatedPlan.objects.past_access(because="a test").get().edition == 1
