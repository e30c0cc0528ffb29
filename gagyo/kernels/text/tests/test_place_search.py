from gagyo.kernels.text.place_names import names_to_keep
from gagyo.kernels.text.place_search import (
    Candidate,
    Hit,
    Reason,
    SearchForm,
    rank,
    read_query,
    search_form,
)


def a_name(name: str, *, place: int = 1, is_main: bool = True, population: int = 50_000) -> Candidate:
    form = search_form(name)
    return Candidate(place, name, is_main, population, form.folded, form.initials, form.sound)


def reasons(text: str, *names: str) -> list[tuple[str, Reason]]:
    rows = [a_name(name, place=place) for place, name in enumerate(names, 1)]
    return [(hit.matched_name, hit.reason) for hit in rank(query=read_query(text), candidates=rows)]


def test_the_stored_form_holds_spelling_initials_and_sound() -> None:
    assert search_form("다낭시") == SearchForm("ㄷㅏㄴㅏㅇ", "ㄷㄴ", "tanan", "tnn")


def test_each_hit_says_why_it_matched() -> None:
    assert reasons("Dartford", "Dartford") == [("Dartford", Reason.EXACT)]
    assert reasons("dartf", "Dartford") == [("Dartford", Reason.PREFIX)]
    assert reasons("ㄷㅌㅍ", "다트퍼드") == [("다트퍼드", Reason.INITIALS)]
    assert reasons("다트포드", "다트퍼드") == [("다트퍼드", Reason.SPELLING)]
    assert reasons("Dartfrod", "Dartford") == [("Dartford", Reason.SPELLING)]
    assert reasons("다트포드", "Dartford") == [("Dartford", Reason.SOUND)]
    assert reasons("후쿠오카", "Fukuoka") == [("Fukuoka", Reason.SOUND)]


def test_another_name_of_the_place_is_said_to_be_one() -> None:
    rows = [a_name("Kyiv"), a_name("Kiev", is_main=False)]
    assert rank(query=read_query("kiev"), candidates=rows) == (Hit(1, 98.0, "Kiev", Reason.ALTERNATE),)


def test_quite_another_name_is_no_hit() -> None:
    assert reasons("다트포드", "Vladivostok", "Osaka", "福岡") == []


def test_the_name_itself_comes_before_its_beginnings_and_what_is_only_like_it() -> None:
    assert [name for name, _ in reasons("Paris", "Parys", "Parisi", "Paris")] == ["Paris", "Parisi", "Parys"]


def test_among_equals_the_larger_city_comes_first() -> None:
    rows = [
        a_name("Wellington", place=1, population=22_816),
        a_name("Wellington", place=2, population=381_900),
    ]
    assert [hit.place for hit in rank(query=read_query("wellington"), candidates=rows)] == [2, 1]


def test_a_place_is_hit_once_by_its_best_name_and_no_more_than_asked_for() -> None:
    rows = [a_name("Fukuoka"), a_name("후쿠오카 시"), a_name("Fukuoka"), a_name("Fukuyama", place=2)]
    assert rank(query=read_query("후쿠오카"), candidates=rows, limit=1) == (Hit(1, 97.0, "후쿠오카 시", Reason.EXACT),)


def test_nothing_typed_asks_for_nothing() -> None:
    query = read_query(" ? ")
    assert (query.folded_prefix, query.skeletons, query.near_skeletons) == ("", frozenset(), frozenset())
    assert rank(query=query, candidates=[a_name("Osaka")]) == ()


def test_the_query_reaches_the_stored_skeleton_of_the_other_spelling() -> None:
    for typed, stored in [("다트포드", "Dartford"), ("후쿠오카", "Fukuoka"), ("하르툼", "Khartoum")]:
        assert search_form(stored).skeleton in read_query(typed).skeletons
    assert search_form("Dortmund").skeleton in read_query("도르트문").near_skeletons


def test_of_many_names_those_are_kept_that_find_the_place() -> None:
    alternates = (
        "FUK",
        "Fucuoca",
        "Hukuoka",
        "fu gang",
        "Фукуока",
        "福岡",
        "福岡市",
        "후쿠오카 시",
        "Fukuoka-shi",
    )
    kept = names_to_keep(name="Fukuoka", alternates=alternates, country_code="JP")
    assert kept == ("Fukuoka", "후쿠오카 시", "Hukuoka", "福岡", "福岡市")
