"""Imports through their screens, as a browser without scripts sends them."""

import io
import re
from collections.abc import Iterator

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from gagyo.accounts.models import User
from gagyo.accounts.tests.make import make_member, make_office
from gagyo.partnerships.actions.imports import prepare
from gagyo.partnerships.models import ImportBatch, Tie
from gagyo.partnerships.tests.make_imports import HEADINGS, Desk, csv_of, make_desk, previewed, upload
from gagyo.partnerships.views.imports import steps

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Iterator[Desk]:
    made = make_desk()
    client.force_login(User.objects.get(pk=made.actor.user_id or 0))
    with translation.override("ko"):
        yield made


def at(name: str, batch: ImportBatch) -> str:
    return reverse(f"partnerships:{name}", args=[batch.pk])


def sent(desk: Desk, data: bytes | None = None, *, pasted: str = "") -> dict[str, object]:
    """Return what the upload form sends."""
    values: dict[str, object] = {"subject": "ties", "office": desk.office.pk, "visibility": "shared", "pasted": pasted}
    return values | ({"file": SimpleUploadedFile("결연.csv", data)} if data else {})


def test_a_file_is_led_through_every_step_and_back_again(client: Client, desk: Desk) -> None:
    data = csv_of(["남양주시", "다트포드", "영국", "자매", "1996.5.3"], encoding="cp949")
    answer = client.post(reverse("partnerships:import_add"), sent(desk, data))
    batch = ImportBatch.objects.get_queryset().get()
    assert (answer.status_code, answer.headers["Location"]) == (302, at("import_batch", batch))
    page = client.get(at("import_batch", batch), follow=True).content.decode()
    form = {"version": batch.version, "kind": ""}
    chosen = re.findall(r'name="(column_\d)".*?<option value="(\w+)" selected', page, re.DOTALL)
    form |= dict(chosen)
    assert [form[f"column_{n}"] for n in range(5)] == ["home", "partner", "country", "kind", "signed"]
    page = client.post(at("import_columns", batch), form, follow=True).content.decode()
    name = re.search(r'name="(name_\w+)"', page)
    assert name and f"body:{desk.dartford.pk}" in page
    batch.refresh_from_db()
    decided = {name[1]: f"body:{desk.dartford.pk}", "version": batch.version}
    page = client.post(at("import_matches", batch), decided, follow=True).content.decode()
    assert "1행 가져오기" in page
    batch.refresh_from_db()
    seen = batch.version
    client.post(at("import_apply", batch), {"version": seen})
    assert [str(tie) for tie in Tie.objects.get_queryset()] == ["남양주시 – 다트퍼드"]
    second = client.post(at("import_apply", batch), {"version": seen})
    assert (second.status_code, "다른 사람이 진행했습니다" in second.content.decode()) == (409, True)
    batch.refresh_from_db()
    client.post(at("import_undo", batch), {"version": batch.version})
    assert [tie.archived_at is None for tie in Tie.objects.get_queryset()] == [False]


def test_rows_are_pasted_from_a_spreadsheet(client: Client, desk: Desk) -> None:
    pasted = "도시명\t국가\t구분\t체결일자\r\n다트퍼드\t영국\t자매\t1996"
    client.post(reverse("partnerships:import_add"), sent(desk, pasted=pasted))
    batch = ImportBatch.objects.get_queryset().get()
    assert batch.headings == ["도시명", "국가", "구분", "체결일자"]
    neither = client.post(reverse("partnerships:import_add"), sent(desk))
    assert (neither.status_code, "둘 중 하나만" in neither.content.decode()) == (400, True)


def test_a_file_that_is_no_table_is_refused_beside_its_field(client: Client, desk: Desk) -> None:
    answer = client.post(reverse("partnerships:import_add"), sent(desk, b"PK\x03\x04 not a workbook"))
    assert (answer.status_code, "손상되어" in answer.content.decode()) == (400, True)
    assert ImportBatch.objects.get_queryset().count() == 0


def test_one_field_for_two_columns_and_a_missing_column_are_named(client: Client, desk: Desk) -> None:
    batch = upload(csv_of(["남양주시", "다트퍼드", "영국", "자매", "1996"]), by=desk.actor)
    twice = {"version": batch.version, "column_0": "partner", "column_1": "partner"}
    answer = client.post(at("import_columns", batch), twice)
    assert (answer.status_code, "두 열에 선택" in answer.content.decode()) == (400, True)
    none = client.post(at("import_columns", batch), {"version": batch.version, "column_4": "signed"})
    assert (none.status_code, "다음 내용을 담은 열이 없습니다: 교류도시" in none.content.decode()) == (400, True)


def test_the_wrong_rows_are_downloaded_with_their_sentences_and_import_again_when_mended(
    client: Client, desk: Desk
) -> None:
    rows = (
        ["남양주시", "다트퍼드", "영국", "자매", "1996-02-30"],
        ["남양주시", "브레아", "미국", "자매", "2020"],
    )
    batch = previewed(csv_of(*rows), by=desk.actor)
    page = client.get(at("import_preview", batch) + "?mark=wrong").content.decode()
    assert ("1996-02-30" in page, "브레아" in page) == (True, False)
    data = client.get(at("import_wrong", batch)).content
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[-1] == [
        "2행 “체결일자”: “1996-02-30”: 달력에 없는 날짜입니다. 월이나 일을 고치세요.",
        *rows[0],
    ]
    sheet.cell(row=len(cells), column=6).value = "1996-05-03"
    out = io.BytesIO()
    sheet.parent.save(out)  # type: ignore[union-attr]  # a sheet of a book has its book
    again = previewed(out.getvalue(), by=desk.actor, filename="again.xlsx")
    assert again.state == "preview"
    assert client.post(at("import_apply", again), {"version": again.version}).status_code == 302


def test_the_form_to_fill_in_names_every_column_so_that_it_is_understood(client: Client, desk: Desk) -> None:
    data = client.get(reverse("partnerships:import_template", args=["ties"])).content
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    headings = {str(cell.value): cell.column for cell in sheet[sheet.max_row]}
    row = {
        "지방자치단체 (Local government)": "남양주시",
        "교류도시 (Partner)": "다트퍼드",
        "결연 유형 (Kind)": "자매결연",
    }
    for heading, value in row.items():
        sheet.cell(
            row=sheet.max_row + (heading == "지방자치단체 (Local government)"), column=headings[heading] or 1
        ).value = value
    out = io.BytesIO()
    book.save(out)
    batch = previewed(out.getvalue(), by=desk.actor, filename="form.xlsx")
    assert (batch.state, list(batch.rows.values_list("mark", flat=True))) == ("preview", ["new"])
    assert book.worksheets[1].max_row > 20


def test_a_large_import_is_worked_on_in_the_background(
    client: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: object
) -> None:
    monkeypatch.setattr(steps, "LARGE", 0)
    batch = upload(csv_of(["남양주시", "다트퍼드", "영국", "자매", "1996"]), by=desk.actor)
    form = {"version": batch.version, "kind": "", "column_0": "home", "column_1": "partner", "column_3": "kind"}
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # pytest-django's fixture
        client.post(at("import_columns", batch), form)
        batch.refresh_from_db()
        assert batch.work == "checking"
        page = client.get(at("import_batch", batch)).content.decode()
        assert ("hx-get" in page, "다시 보기" in page) == (True, True)
    batch.refresh_from_db()
    assert (batch.work, batch.state) == ("", "preview")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # pytest-django's fixture
        client.post(at("import_apply", batch), {"version": batch.version})
    batch.refresh_from_db()
    assert (batch.state, Tie.objects.get_queryset().count()) == ("applied", 1)


def test_another_office_does_not_find_the_import(client: Client, desk: Desk) -> None:
    batch = previewed(csv_of(["남양주시", "다트퍼드", "영국", "자매", "1996"]), by=desk.actor)
    client.force_login(make_member(office=make_office(name_ko="다른 기관")).user)
    names = ("import_batch", "import_columns", "import_matches", "import_preview", "import_wrong", "import_undo")
    assert [client.get(at(name, batch)).status_code for name in names] == [404] * 6
    assert "결연" not in client.get(reverse("partnerships:imports")).content.decode().partition("<tbody")[2]


def test_lists_make_the_same_queries_whatever_their_length(client: Client, desk: Desk) -> None:
    def rows(count: int) -> list[list[str]]:
        return [["남양주시", "다트퍼드", "영국", "자매", str(1990 + n)] for n in range(count)]

    counted = []
    for number in (1, 3):
        batch = previewed(csv_of(*rows(number), headings=HEADINGS), by=desk.actor)
        for address in (reverse("partnerships:imports"), at("import_preview", batch)):
            client.get(address)
            with CaptureQueriesContext(
                connection,
            ) as captured:
                client.get(address)
            counted.append(len(captured))
    assert counted[:2] == counted[2:]


def test_the_limit_of_rows_is_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "MAX_ROWS", 2)
    with pytest.raises(prepare.UnableToReadFile, match="2행이 넘습니다"):
        upload(csv_of(*[["남양주시", "다트퍼드", "영국", "자매", str(1990 + n)] for n in range(3)]), by=desk.actor)


def test_an_undecided_name_says_why_it_is_asked_and_the_summary_links_to_it(client: Client, desk: Desk) -> None:
    batch = previewed(csv_of(["남양주시", "다트포드", "영국", "자매", "1996"]), by=desk.actor)
    page = client.get(at("import_matches", batch)).content.decode()
    name = re.search(r'name="(name_\w+)"', page)
    assert name and "꼭 같은 이름이 없습니다" in page
    undecided = {name[1]: "", "version": batch.version}
    answer = client.post(at("import_matches", batch), undecided)
    page = answer.content.decode()
    assert (answer.status_code, f'href="#id_{name[1]}"' in page, page.count("해당하는 기관을 고르거나")) == (
        400,
        True,
        2,
    )
    skipped = client.post(at("import_matches", batch), undecided | {"skip": "yes"})
    assert (skipped.status_code, skipped.headers["Location"]) == (302, at("import_preview", batch))
