"""The command line imports and exports the same rows as the pages."""

import json
from pathlib import Path

import pytest

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import Membership
from gagyo.accounts.tests.make import NOW, TODAY, make_member, make_office
from gagyo.config.tables_in_out import (
    Imported,
    NoSuchPersonError,
    UnableToReadMapping,
    UnknownFormatError,
    export_table,
    import_table,
    known_kind,
    person,
    read_mapping,
    who_acts,
)
from gagyo.partnerships.actions.imports.prepare import UnableToReadFile
from gagyo.partnerships.models import ExchangeProject, ImportBatch, Tie
from gagyo.partnerships.tests.make import make_project, make_tie
from gagyo.registry.tests.make import make_body, make_government

pytestmark = pytest.mark.django_db
ROWS = "지자체,상대 도시,국가,구분,체결일\n"


def written(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def imported(path: Path, held: Membership, *, subject: str = "ties", apply: bool = True) -> Imported:
    by = who_acts(email="", office=str(held.office.code), today=TODAY, label="gagyo import")
    return import_table(path=path, subject=subject, by=by, apply=apply, now=NOW)


def test_a_visitor_exports_what_is_public_and_an_office_its_own_in_whatever_state(tmp_path: Path) -> None:
    held = make_member(office=make_office(code="4136000"))
    parties = [make_government(), make_body()]
    make_tie(parties=parties, visibility=Visibility.PUBLIC)
    make_tie(parties=parties, visibility=Visibility.OFFICE, office=held.office)
    make_tie(parties=parties, visibility=Visibility.OFFICE, office=held.office, state="ended")
    make_project(lead=parties[0], office=held.office)
    one = person(email=held.user.email, office="", today=TODAY)
    office = who_acts(email="", office="4136000", today=TODAY, label="gagyo export")
    wanted = (
        *(("public.json", "ties", None), ("mine.json", "ties", one), ("mine.csv", "ties", office)),
        *(("mine.xlsx", "ties", one), ("projects.xlsx", "projects", office), ("projects.json", "projects", None)),
    )
    counts = [
        export_table(path=tmp_path / name, subject=subject, by=actor, form="", language="ko", now=NOW)
        for name, subject, actor in wanted
    ]
    assert counts == [1, 2, 2, 2, 1, 1]
    assert all((tmp_path / name).stat().st_size for name, _subject, _actor in wanted)


def test_another_format_is_refused_with_a_sentence_and_nothing_is_written(tmp_path: Path) -> None:
    for name, form in (("ties.pdf", ""), ("ties.csv", "hwp")):
        with pytest.raises(UnknownFormatError, match="no format that is written"):
            export_table(path=tmp_path / name, subject="ties", by=None, form=form, language="ko", now=NOW)
    assert list(tmp_path.iterdir()) == []


def test_what_an_office_exports_imports_again_unchanged(tmp_path: Path) -> None:
    held = make_member(office=make_office(code="4136000"))
    home, abroad = make_government(works_as=held.office), make_body()
    tie = make_tie(parties=[home, abroad], office=held.office)
    make_project(lead=home, office=held.office, tie=tie)
    by = who_acts(email="", office="4136000", today=TODAY, label="gagyo export")
    for subject in ("ties", "projects"):
        path = tmp_path / f"{subject}.xlsx"
        export_table(path=path, subject=subject, by=by, form="", language="en", now=NOW)
        made = imported(path, held, subject=subject, apply=False)
        assert (subject, dict(made.marks), made.wrong, made.notes) == (subject, {"same": 1}, [], [])


def test_an_office_is_named_by_its_code_and_somebody_in_several_must_name_one() -> None:
    held = make_member()
    make_member(user=held.user, office=make_office(name_ko="둘째 부서"))
    with pytest.raises(NoSuchPersonError, match="several offices"):
        person(email=held.user.email, office="", today=TODAY)
    with pytest.raises(NoSuchPersonError, match="No office is called '999'"):
        who_acts(email="", office="999", today=TODAY, label="gagyo import")
    assert person(email=held.user.email, office="둘째 부서", today=TODAY).office_label == "둘째 부서"


def test_a_file_without_a_table_is_refused_with_a_sentence_and_nothing_is_kept(tmp_path: Path) -> None:
    held = make_member(office=make_office(code="4136000"))
    with pytest.raises(UnableToReadFile):
        imported(written(tmp_path / "empty.csv", ""), held)
    assert ImportBatch.objects.get_queryset().count() == 0


def test_wrong_rows_are_named_and_nothing_is_written(tmp_path: Path) -> None:
    held = make_member(office=make_office(code="4136000"))
    make_government(works_as=held.office)
    make_body()
    rows = ROWS + "남양주시,다트퍼드,영국,자매결연,1996.13.3\n남양주시,다트퍼드,영국,우호교류,2001\n"
    made = imported(written(tmp_path / "ties.csv", rows), held)
    assert (made.applied, dict(made.marks)) == (False, {"wrong": 1, "new": 1})
    assert made.wrong == ["2행 “체결일”: “1996.13.3”: 달력에 없는 날짜입니다. 월이나 일을 고치세요."]
    assert Tie.objects.get_queryset().count() == 0


def test_a_mapping_by_headings_and_a_kind_for_all_rows_are_taken_and_their_faults_named(tmp_path: Path) -> None:
    held = make_member(office=make_office(code="4136000"))
    make_government(works_as=held.office)
    make_body()
    path = written(tmp_path / "ties.csv", "가,나,다\n다트퍼드,영국,1996\n")
    wanted = written(tmp_path / "map.json", json.dumps({"partner": "가", "country": "나", "signed": "다"}))
    by = who_acts(email="", office="4136000", today=TODAY, label="gagyo import")
    mapping = read_mapping(wanted, subject="ties")
    kind = known_kind("sister", subject="ties")
    made = import_table(path=path, subject="ties", by=by, apply=True, now=NOW, mapping=mapping, kind=kind)
    assert (made.applied, [str(tie.signed_on) for tie in Tie.objects.get_queryset()]) == (True, ["1996-01-01"])
    with pytest.raises(UnableToReadMapping, match=r"has no column 라\. Its columns are: 가, 나, 다"):
        import_table(path=path, subject="ties", by=by, apply=True, now=NOW, mapping={"partner": "라"})
    for text, words in (("[1]", "must name a heading"), ("{", "cannot be read as JSON"), ('{"x": "가"}', "names x")):
        with pytest.raises(UnableToReadMapping, match=words):
            read_mapping(written(tmp_path / "wrong.json", text), subject="ties")
    with pytest.raises(UnableToReadMapping, match="There is no kind twin of ties"):
        known_kind("twin", subject="ties")


def test_projects_are_imported_for_an_office_by_the_command_itself(tmp_path: Path) -> None:
    held = make_member(office=make_office(code="4136000"))
    make_government(works_as=held.office)
    rows = "사업명,구분,시작일,종료일\n청소년 교류,청소년,2025-07-01,2025-07-05\n"
    made = imported(written(tmp_path / "projects.csv", rows), held, subject="projects")
    found = ExchangeProject.objects.get_queryset().get()
    assert (made.applied, found.name_ko, found.office) == (True, "청소년 교류", held.office)
