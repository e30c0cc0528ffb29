"""Which ties a filter means, and the figure that opens them."""

from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest

from gagyo.accounts.choices import Visibility
from gagyo.accounts.tests.make import TODAY, make_actor, make_office
from gagyo.common.rules import ANYBODY
from gagyo.partnerships.choices import ExchangeField, TieKind, TieState
from gagyo.partnerships.models import Tie, TieField, TieStateChange
from gagyo.partnerships.queries.directory import in_order, lines
from gagyo.partnerships.queries.directory_figures import countries_figure, governments_figure, ties_figure
from gagyo.partnerships.queries.directory_filter import TieFilter, ties_for
from gagyo.partnerships.tests.make import make_tie
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import BodyName, Region, RegionMember, RegionScheme
from gagyo.registry.tests.make import make_body, make_country, make_government, make_place

pytestmark = pytest.mark.django_db


def found(today: date = TODAY, **wanted: object) -> list[Tie]:
    return list(ties_for(actor=ANYBODY, wanted=TieFilter(**wanted), today=today).order_by("pk"))  # type: ignore[arg-type]  # keywords of the filter


def state_on(tie: Tie, day: date) -> str:
    [row] = ties_for(actor=ANYBODY, wanted=TieFilter(state="all", as_of=day), today=TODAY).filter(pk=tie.pk)
    return str(row.state_then)  # type: ignore[attr-defined]  # annotated


def test_a_tie_is_found_by_its_parties_in_both_languages_however_they_are_spelt() -> None:
    dartford = make_body(place=make_place())
    tie = make_tie(parties=[make_government(), dartford])
    make_tie(
        parties=[
            make_government(name_ko="부산광역시", name_en="Busan"),
            make_body(name_ko="오사카", name_en="Osaka", country="JP"),
        ]
    )
    for typed in ("다트퍼드", "Dartford", "다트포드", "dartfort", "남양주", "남양주 다트", "영국"):
        assert found(q=typed) == [tie], typed
    assert found(q="오사카 남양주") == []


def test_each_filter_means_its_rows_only() -> None:
    province = make_government(name_ko="경기도", name_en="Gyeonggi-do")
    province.kind = BodyKind.METROPOLITAN
    province.save()
    city = make_government(parent=province)
    shandong = make_place(name_ko="산둥성", name_en="Shandong", country="CN")
    jinan = make_body(name_ko="지난", name_en="Jinan", country="CN", place=make_place(country="CN", parent=shandong))
    sister = make_tie(parties=[city, jinan], signed_on=date(1996, 5, 3))
    TieField.objects.create(tie=sister, field=ExchangeField.YOUTH)
    undated = make_tie(parties=[province, make_body()], kind=TieKind.MOU, signed_on=None)
    domestic = make_tie(parties=[city, make_government(name_ko="속초시")], is_domestic=True, is_sample=True)
    assert found(province=province.pk) == [sister, undated, domestic]
    assert found(government=province.pk) == [undated]
    assert found(place=shandong.pk) == [sister]
    assert found(country="CN") == [sister]
    assert found(country="KR") == [domestic]
    assert found(kind="mou") == [undated]
    assert found(decade="1990") == [sister, domestic]
    assert found(year="unknown") == [undated]
    assert found(field="youth") == [sister]
    assert found(scope="foreign") == [sister, undated]
    assert found(sample="yes") == [domestic]


def test_a_region_means_its_members_of_that_day_and_never_korea_itself() -> None:
    scheme = RegionScheme.objects.create(code="groups", name_ko="국가 모임", name_en="Groups", source="test")
    asia = Region.objects.create(scheme=scheme, code="asia", name_ko="아시아", name_en="Asia")
    south = Region.objects.create(scheme=scheme, code="south", name_ko="남쪽", name_en="South", parent=asia)
    for code, region, since in (("KR", asia, None), ("VN", south, date(2020, 1, 1))):
        RegionMember.objects.create(region=region, country=make_country(code), starts_on=since)
    tie = make_tie(parties=[make_government(), make_body(country="VN")])
    make_tie(parties=[make_government(), make_body(country="GB")])
    assert found(region="groups:asia") == [tie]
    assert found(region="groups:asia", as_of=date(2019, 1, 1)) == []


def test_the_state_on_a_day_comes_from_the_dated_changes() -> None:
    tie = make_tie(parties=[make_government(), make_body()], signed_on=date(2010, 3, 1), state=TieState.DORMANT)
    for state, day in (("talks", date(2009, 1, 1)), ("signed", date(2010, 3, 1)), ("dormant", date(2018, 6, 1))):
        TieStateChange.objects.create(tie=tie, state=state, changed_on=day)
    days = (date(2008, 1, 1), date(2009, 5, 1), date(2010, 3, 1), date(2018, 6, 1), TODAY)
    assert [state_on(tie, day) for day in days] == ["planned", "talks", "signed", "dormant", "dormant"]
    assert [bool(found(as_of=day)) for day in days] == [False, False, True, True, True]


def test_a_tie_ends_on_its_day_and_was_in_force_before_even_without_dated_changes() -> None:
    tie = make_tie(
        parties=[make_government(), make_body()], signed_on=None, state=TieState.ENDED, ended_on=date(2020, 1, 1)
    )
    assert [state_on(tie, day) for day in (date(2019, 12, 31), date(2020, 1, 1), TODAY)] == ["signed", "ended", "ended"]
    assert found(state="ended") == [tie]


def test_a_tie_of_three_parties_counts_once_in_the_total_and_once_in_each_country() -> None:
    make_tie(parties=[make_government(), make_body(country="GB"), make_body(name_ko="오사카", country="JP")])
    assert ties_figure(actor=ANYBODY, wanted=TieFilter(), today=TODAY).value == 1
    assert [len(found(country=code)) for code in ("GB", "JP")] == [1, 1]
    assert countries_figure(actor=ANYBODY, wanted=TieFilter(), today=TODAY).value == 2
    assert governments_figure(actor=ANYBODY, wanted=TieFilter(), today=TODAY).value == 1


def test_nobody_and_other_offices_do_not_see_what_is_an_office_s_own() -> None:
    office = make_office()
    own = make_tie(parties=[make_government(), make_body()], office=office, visibility=Visibility.OFFICE)
    officer, stranger = make_actor(office=office), make_actor()
    seen = [list(ties_for(actor=who, wanted=TieFilter(), today=TODAY)) for who in (ANYBODY, stranger, officer)]
    assert seen == [[], [], [own]]
    assert list(ties_for(actor=officer, wanted=TieFilter(own=True), today=TODAY)) == [own]
    assert list(ties_for(actor=ANYBODY, wanted=TieFilter(own=True), today=TODAY)) == []


def test_the_address_of_a_figure_carries_the_filter() -> None:
    figure = ties_figure(
        actor=ANYBODY, wanted=TieFilter(country="GB", as_of=date(2020, 1, 1), state="all"), today=TODAY
    )
    assert figure.href is not None
    assert dict(parse_qsl(urlsplit(figure.href).query)) == {"country": "GB", "state": "all", "as_of": "2020-01-01"}


def test_lines_name_parties_as_of_the_day_and_sort_by_what_is_asked() -> None:
    gangwon = make_government(name_ko="강원특별자치도", name_en="Gangwon State")
    BodyName.objects.create(body=gangwon, name_ko="강원도", name_en="Gangwon-do", ends_on=date(2023, 6, 10))
    make_tie(parties=[gangwon, make_body()], signed_on=date(2001, 1, 1))
    make_tie(parties=[make_government(), make_body(name_ko="가가", name_en="Gaga", country="JP")])

    def home(sort: str, day: date) -> list[str]:
        ties = ties_for(actor=ANYBODY, wanted=TieFilter(as_of=day), today=TODAY)
        return [line.home[0].name for line in lines(in_order(ties, sort=sort, language="ko"), day=day, today=TODAY)]

    assert home("", date(2020, 1, 1)) == ["강원도", "남양주시"]
    assert home("-home", TODAY) == ["남양주시", "강원특별자치도"]
    assert home("partner", TODAY) == ["남양주시", "강원특별자치도"]
    assert home("nonsense", TODAY) == ["강원특별자치도", "남양주시"]
