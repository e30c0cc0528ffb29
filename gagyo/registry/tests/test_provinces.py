"""Korea's provinces stand in one order everywhere."""

import pytest
from django.test import Client

from gagyo.registry.choices import BodyKind
from gagyo.registry.forms.filters import province_choices
from gagyo.registry.queries.provinces import provinces
from gagyo.registry.rules.provinces import province_place
from gagyo.registry.tests.make import make_body, make_government

pytestmark = [pytest.mark.django_db, pytest.mark.each_engine]
NAMES = ["서울", "부산", "대구", "인천", "광주", "대전", "울산", "세종"]
NAMES += ["경기", "강원", "충북", "충남", "전북", "전남", "경북", "경남", "제주"]
CODES = ["11", "26", "27", "28", "29", "30", "31", "36", "41", "51", "43", "44", "52", "46", "47", "48", "50"]


@pytest.fixture
def _made() -> None:
    """Make the provinces in the order of their codes."""
    for code, name in sorted(zip(CODES, NAMES, strict=True)):
        make_body(name_ko=name, name_en="", country="KR", kind=BodyKind.METROPOLITAN, code=code)


@pytest.mark.usefixtures("_made")
def test_lists_forms_and_the_api_name_the_provinces_in_their_usual_order(client: Client) -> None:
    make_government(name_ko="춘천시", code="51110")
    assert [body.name_ko for body in provinces()] == NAMES
    assert [name for _pk, name in province_choices()][1:] == NAMES
    answer = client.get("/api/v1/bodies?kind=metropolitan&numOfRows=20").json()
    assert [item["name_ko"] for item in answer["items"]] == NAMES


def test_a_province_keeps_its_place_with_its_new_code_and_strangers_come_last() -> None:
    mixed = ["99", "52", "51", "41", "43110", "42"]
    assert sorted(mixed, key=province_place) == ["41", "42", "51", "43110", "52", "99"]
    assert province_place(None) == province_place("")
