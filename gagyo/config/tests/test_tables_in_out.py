"""The command line imports and exports the same rows as the pages."""

from pathlib import Path

import pytest

from gagyo.accounts.choices import Visibility
from gagyo.accounts.tests.make import NOW, TODAY, make_member, make_office
from gagyo.config.tables_in_out import NoSuchPersonError, UnknownFormatError, export_ties, import_table, person
from gagyo.partnerships.actions.imports.prepare import UnableToReadFile
from gagyo.partnerships.tests.make import make_tie
from gagyo.registry.tests.make import make_body, make_government

pytestmark = pytest.mark.django_db


def test_a_visitor_exports_what_is_public_and_a_member_what_the_member_reads(tmp_path: Path) -> None:
    held = make_member()
    parties = [make_government(), make_body()]
    make_tie(parties=parties, visibility=Visibility.PUBLIC)
    make_tie(parties=parties, visibility=Visibility.OFFICE, office=held.office)
    by, _membership = person(email=held.user.email, office="", today=TODAY)
    counts = [
        export_ties(path=tmp_path / name, by=actor, language="ko", now=NOW)
        for name, actor in (("public.json", None), ("mine.json", by), ("mine.csv", by), ("mine.xlsx", by))
    ]
    assert counts == [1, 2, 2, 2]
    assert all((tmp_path / name).stat().st_size for name in ("public.json", "mine.json", "mine.csv", "mine.xlsx"))


def test_another_format_is_refused_with_a_sentence_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormatError, match="no format that is written"):
        export_ties(path=tmp_path / "ties.pdf", by=None, language="ko", now=NOW)
    assert list(tmp_path.iterdir()) == []


def test_somebody_in_several_offices_must_name_one() -> None:
    held = make_member()
    make_member(user=held.user, office=make_office(name_ko="둘째 부서"))
    with pytest.raises(NoSuchPersonError, match="several offices"):
        person(email=held.user.email, office="", today=TODAY)
    assert person(email=held.user.email, office="둘째 부서", today=TODAY)[1].office.name_ko == "둘째 부서"


def test_a_file_without_a_table_is_refused_with_a_sentence(tmp_path: Path) -> None:
    held = make_member()
    by, membership = person(email=held.user.email, office="", today=TODAY)
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(UnableToReadFile):
        import_table(
            path=tmp_path / "empty.csv", subject="ties", by=by, office_id=membership.office_id, apply=True, now=NOW
        )


def test_wrong_rows_are_named_and_nothing_is_written(tmp_path: Path) -> None:
    held = make_member()
    by, membership = person(email=held.user.email, office="", today=TODAY)
    (tmp_path / "ties.csv").write_text("지자체,상대 도시,국가,구분,체결일\n없는시,Dartford,영국,자매결연,1996.13.3\n")
    made = import_table(
        path=tmp_path / "ties.csv", subject="ties", by=by, office_id=membership.office_id, apply=True, now=NOW
    )
    assert (made.applied, made.marks["wrong"], len(made.wrong) > 0) == (False, 1, True)
