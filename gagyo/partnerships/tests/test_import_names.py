"""Names of a file matched with governments and places."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from gagyo.partnerships.actions.imports.undo import undo_import
from gagyo.partnerships.models import Tie
from gagyo.partnerships.queries.imports.places import with_places
from gagyo.partnerships.queries.imports.planning import make_plan
from gagyo.partnerships.tests.make import make_tie
from gagyo.partnerships.tests.make_imports import (
    HEADINGS,
    NOW,
    applied,
    csv_of,
    living,
    make_desk,
    marks,
    previewed,
    said,
)
from gagyo.registry.actions.places import keep_names
from gagyo.registry.models import Body
from gagyo.registry.tests.make import make_country, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_korean() -> Iterator[None]:
    with translation.override("ko"):
        yield


def test_another_spelling_waits_for_a_decision_and_is_a_duplicate_of_the_tie_that_is_there() -> None:
    desk = make_desk()
    tie = make_tie(parties=[desk.home, desk.dartford], office=desk.office)
    rows = csv_of(["남양주시", "다트포드", "영국", "자매", "1996-05-03"])
    batch = previewed(rows, by=desk.actor)
    assert (batch.state, marks(batch)) == ("matches", ["wrong"])
    decided = {"partner|GB|다트포드": f"body:{desk.dartford.pk}"}
    batch = previewed(rows, by=desk.actor, decisions=decided)
    assert (batch.state, marks(batch), said(batch)) == (
        "preview",
        ["duplicate"],
        [f"Row 2: Already recorded as “남양주시 – 다트퍼드” (number {tie.pk}) under another spelling; it is left out."],
    )


def test_a_row_that_stands_twice_in_the_file_is_left_out_once() -> None:
    desk = make_desk()
    row = ["남양주시", "다트퍼드", "영국", "자매", "1996-05-03"]
    batch = previewed(csv_of(row, row), by=desk.actor)
    assert (marks(batch), said(batch)) == (
        ["new", "duplicate"],
        ["Row 3: The same as row 2 of this file; it is left out."],
    )


def test_a_new_foreign_government_is_made_when_asked_and_goes_with_the_undo() -> None:
    desk = make_desk()
    make_country("VN")
    rows = (
        ["남양주시", "빈", "베트남", "우호", "2024"],
        ["남양주시", "빈", "베트남", "MOU", "2023"],
    )
    batch = previewed(csv_of(*rows), by=desk.actor, decisions={"partner|VN|빈": "new:VN"})
    batch = applied(batch, by=desk.actor)
    vinh = Body.objects.get(name_ko="빈")
    assert (vinh.kind, vinh.country_id, vinh.kept_by, vinh.tie_parties.count()) == (
        "foreign_government",
        "VN",
        desk.office,
        2,
    )
    undo_import(batch_id=batch.pk, leave_edited=False, expected=None, by=desk.actor, now=NOW)
    vinh.refresh_from_db()
    assert (vinh.archived_at, living()) == (NOW, {})


def test_a_place_of_signing_is_found_however_it_is_spelt_and_confirmed() -> None:
    desk = make_desk()
    dartford = make_place()
    keep_names(place=dartford)
    headings = (*HEADINGS, "체결 장소")
    row = ["남양주시", "브레아", "미국", "자매", "1996", "다트포드"]
    batch = previewed(csv_of(row, headings=headings), by=desk.actor)
    [text] = said(batch)
    assert (
        batch.state,
        text.startswith("Row 2, “체결 장소”: “다트포드” has not been matched with a place; “다트퍼드”"),
    ) == (
        "matches",
        True,
    )
    decided = {"signed_at|US|다트포드": f"place:{dartford.pk}"}
    applied(previewed(csv_of(row, headings=headings), by=desk.actor, decisions=decided), by=desk.actor)
    applied(
        previewed(csv_of([*row[:-1], "다트퍼드"], headings=headings).replace(b"1996", b"1997"), by=desk.actor),
        by=desk.actor,
    )
    assert [tie.signed_at for tie in Tie.objects.get_queryset()] == [dartford, dartford]


def test_a_government_to_be_made_gets_the_place_that_was_confirmed_and_its_name_in_the_other_language() -> None:
    desk = make_desk()
    vinh = make_place(name_ko="빈", name_en="Vinh", country="VN")
    keep_names(place=vinh)
    rows = csv_of(["남양주시", "Vin", "베트남", "우호", "2024"])
    batch = previewed(rows, by=desk.actor)
    plan = make_plan(batch=batch, actor=desk.actor, today=NOW.date())
    [match] = with_places(plan.matches["partner|VN|vin"] for _only in (0,))
    assert [(each.place_id, each.country) for each in match.places] == [(vinh.pk, "VN")]
    applied(previewed(rows, by=desk.actor, decisions={"partner|VN|vin": f"new:VN:{vinh.pk}"}), by=desk.actor)
    made = Body.objects.get(name_en="Vin")
    assert (made.name_ko, made.place) == ("빈", vinh)
