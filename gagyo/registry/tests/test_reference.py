"""The reference data, as it is after loading."""

import lzma
from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest
from django.db import connection, transaction
from django.utils import translation
from pytest_django import DjangoDbBlocker

from gagyo.accounts.choices import Role
from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.tests.make import NOW, make_actor
from gagyo.common.models import AuditRecord
from gagyo.common.rules import ANYBODY, system
from gagyo.kernels.text.place_search import search_form
from gagyo.registry.actions import load_reference
from gagyo.registry.actions.reference import places
from gagyo.registry.actions.reference.files import FOLDER
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body, Country, Place, RegionMember
from gagyo.registry.queries import (
    body_as_of,
    countries_in,
    local_governments,
    memberships,
    name_as_of,
    region_of,
)

pytestmark = pytest.mark.django_db
SYSTEM = system(label="setup", channel="cli")
AS_OF = date(2025, 11, 30)


@cache
def few() -> list[tuple[list[str], places.Names]]:
    """Return the cities that these tests load."""
    every = places.read_cities()
    return [each for each in every if each[0][1] == "KR" or each[0][3] in {"Dartford", "Jinan", "Sydney"}]


@pytest.fixture(scope="module")
def few_cities() -> Iterator[None]:
    """Load Korea's cities and a few others only: a test need not wait for 34,006."""
    kept = few()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(places, "read_cities", lambda: iter(kept))
        yield


@pytest.fixture(scope="module")
def loaded_once(few_cities: None, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load the reference data, and roll it back after the last test here; what a test does to it is rolled back too."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference(by=SYSTEM, now=NOW)
        # Foreign keys are checked once here: PostgreSQL would otherwise check every row after every test.
        connection.check_constraints()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(loaded_once: None, db: None) -> None:
    """Let a test see the reference data."""


def test_loading_again_adds_nothing_and_keeps_what_the_operator_changed(loaded: None) -> None:
    Body.objects.filter(reference_key="kr-41360").update(name_en="Namyangju City")
    Place.objects.filter(name_en="Dartford").update(name_ko="다트포드")

    counts = load_reference(by=SYSTEM, now=NOW)

    assert counts.total == 0
    assert Body.objects.get(code="41360").name_en == "Namyangju City"
    assert Place.objects.get(name_en="Dartford").name_ko == "다트포드"
    assert AuditRecord.objects.filter(event="reference.loaded").count() == 1


def test_only_who_keeps_the_registry_loads_it() -> None:
    with pytest.raises(NotYoursError):
        load_reference(by=make_actor(role=Role.OFFICER), now=NOW)


def test_there_are_243_local_governments_as_of_the_audit_and_244_after_incheons_reorganisation(loaded: None) -> None:
    assert local_governments(actor=ANYBODY, day=AS_OF).count() == 243
    after = local_governments(actor=ANYBODY, day=date(2026, 7, 1))
    assert after.count() == 244
    districts = after.filter(parent__code="28", name_ko__in=["중구", "동구", "제물포구", "영종구", "서구", "검단구"])
    assert sorted(districts.values_list("name_ko", flat=True)) == ["검단구", "서구", "영종구", "제물포구"]


def test_as_of_2020_says_gangwon_province_under_its_old_code(loaded: None) -> None:
    gangwon = Body.objects.get(code="51")
    with translation.override("ko"):
        assert [name_as_of(body=gangwon, day=date(2020, 1, 1)), name_as_of(body=gangwon, day=date(2024, 1, 1))] == [
            "강원도",
            "강원특별자치도",
        ]
    assert body_as_of(body=gangwon, day=date(2023, 6, 10)).code == "42"
    assert body_as_of(body=gangwon, day=date(2023, 6, 11)).code == "51"


def test_gunwi_was_part_of_north_gyeongsang_until_it_moved_to_daegu(loaded: None) -> None:
    gunwi = Body.objects.get(code="27720")
    parents = [body_as_of(body=gunwi, day=day).parent_id for day in (date(2023, 6, 30), date(2023, 7, 1))]
    assert parents == [Body.objects.get(code="47").pk, Body.objects.get(code="27").pk]


def test_names_as_of_a_day_cost_the_same_queries_however_many_bodies(
    loaded: None, django_assert_num_queries: object
) -> None:
    rows = local_governments(actor=ANYBODY, day=date(2020, 1, 1))
    for count in (1, 3, 200):
        with django_assert_num_queries(2):  # type: ignore[operator]  # pytest-django's fixture has no type
            assert len([name_as_of(body=body, day=date(2020, 1, 1)) for body in rows[:count]]) == count


def test_cheongwon_went_into_cheongju(loaded: None) -> None:
    former = Body.objects.get(reference_key="kr-cheongwon")
    assert [(row.successor.name_ko, row.kind, str(row.happened_on)) for row in former.successions.all()] == [
        ("청주시", "merged", "2014-07-01")
    ]


def test_every_local_government_of_the_file_has_a_place_with_a_position(loaded: None) -> None:
    rows = local_governments(actor=ANYBODY, day=AS_OF)
    assert list(rows.filter(place=None).values_list("name_ko", flat=True)) == []
    assert list(rows.filter(place__latitude=None).values_list("name_ko", flat=True)) == []
    assert list(rows.exclude(place__country="KR").values_list("name_ko", flat=True)) == []


def test_a_country_belongs_to_several_schemes_at_once_with_dates(loaded: None) -> None:
    timor = Country.objects.get(code="TL")
    assert [(m.scheme.code, m.region.code, m.holds) for m in memberships(country=timor, day=date(2025, 1, 1))] == [
        ("m49", "142", True),
        ("m49-sub", "035", True),
        ("mofa", "south-asia-pacific", True),
        ("continent", "oceania", True),
        ("press", "asean", True),
        ("group", "asean", False),
        ("group", "ldc", True),
        ("group", "sids", True),
    ]
    assert countries_in(scheme="group", region="asean", day=date(2025, 10, 25)).count() == 10
    assert countries_in(scheme="group", region="asean", day=date(2025, 10, 26)).count() == 11


def test_the_united_kingdom_left_the_union_at_the_end_of_january_2020(loaded: None) -> None:
    days = (date(1972, 12, 31), date(1973, 1, 1), date(2020, 1, 31), date(2020, 2, 1))
    union = [countries_in(scheme="group", region="eu", day=day).filter(code="GB").exists() for day in days]
    assert union == [False, True, True, False]
    assert countries_in(scheme="group", region="eu", day=AS_OF).count() == 27


@pytest.mark.parametrize("scheme", ["m49", "m49-sub", "continent", "mofa", "press"])
def test_a_partition_has_each_country_once(loaded: None, scheme: str) -> None:
    rows = RegionMember.objects.filter(region__scheme=scheme)
    assert rows.count() == rows.values("country").distinct().count()
    left_out = set(Country.objects.values_list("code", flat=True)) - set(region_of(scheme=scheme, day=AS_OF))
    ours = {"KR", "KP"} if scheme in {"mofa", "press"} else set()
    assert left_out - {"AQ", "BV", "HM", "GS", "TF", "UM", "IO"} == ours


def test_missions_are_named_in_both_languages_and_know_whom_they_serve(loaded: None) -> None:
    mission = Body.objects.get(kind=BodyKind.MISSION_IN_KOREA, country="GB")
    assert (mission.name_ko, mission.name_en) == ("주한 영국 대사관", "Embassy of the United Kingdom")
    abroad = Body.objects.filter(kind=BodyKind.MISSION_ABROAD, covers__country="CN").order_by("name_ko")
    assert [body.name_ko for body in abroad] == [
        "주광저우 대한민국 총영사관",
        "주상하이 대한민국 총영사관",
        "주시안 대한민국 총영사관",
        "주우한 대한민국 총영사관",
        "주중국 대한민국 대사관",
        "주청두 대한민국 총영사관",
        "주칭다오 대한민국 총영사관",
        "주홍콩 대한민국 총영사관",
    ]


def test_the_packed_search_forms_are_what_the_kernel_makes_now() -> None:
    lines = lzma.decompress((FOLDER / "places.tsv.xz").read_bytes()).decode().split("\n")
    names = [line[1:].split("\t") for line in lines if line.startswith("\t")][::97]
    stale = [name for name, *form in names if tuple(form) != search_form(name)]
    assert (len(names) > 1000, stale) == (True, [])
