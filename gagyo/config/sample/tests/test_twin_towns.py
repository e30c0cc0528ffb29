"""Each row of the list of twin towns is accounted for."""

import io
from collections import Counter

from gagyo.config.sample.tables import DATA, Pair, Side, governments_abroad, korean_names, names_abroad, pairs
from gagyo.config.sample.twin_towns import KOREA, decisions, write_log


def test_every_row_is_loaded_merged_or_left_out_with_a_reason() -> None:
    made = decisions()
    assert [each.pair for each in made] == pairs()
    assert Counter(each.outcome for each in made) == {"loaded": 539, "merged": 24, "left out": 15}
    assert [each for each in made if each.outcome != "loaded" and not each.mended] == []
    assert [why for each in made for what, why in each.mended if not (what and why)] == []


def test_a_tie_is_loaded_once() -> None:
    made = decisions()
    ties = [(each.code, each.key) for each in made if each.outcome == "loaded"]
    assert len(ties) == len(set(ties))
    assert {(each.code, each.key) for each in made if each.outcome == "merged"} <= set(ties)


def test_rows_of_north_korea_and_of_townships_are_left_out() -> None:
    left_out = Counter(each.mended[0][0] for each in decisions() if each.outcome == "left out")
    assert left_out == {"country": 13, "not a local government": 2}


def test_both_spellings_of_a_ward_and_both_directions_make_one_tie() -> None:
    songpa = [each for each in decisions() if each.code == "11710" and each.key == "US:Fairfax County"]
    assert [(each.pair, each.outcome) for each in songpa] == [
        (Pair(22340, Side("Seoul – Songpa", KOREA), Side("Fairfax County", "United States")), "loaded"),
        (Pair(25742, Side("Fairfax County", "United States"), Side("Songpa (Seoul)", KOREA)), "merged"),
    ]


def test_no_row_is_domestic_or_a_city_with_itself() -> None:
    assert [each for each in pairs() if each.first.country == each.second.country] == []


def test_the_log_is_what_the_files_of_names_say() -> None:
    written = io.StringIO()
    write_log(written)
    assert (DATA / "mended.csv").read_text(encoding="utf-8") == written.getvalue()


def test_every_name_of_the_list_is_mapped_and_every_mapping_used() -> None:
    ours, theirs = set(), set()
    for each in pairs():
        for side in (each.first, each.second):
            if side.country == KOREA:
                ours.add(side.name)
            elif KOREA in (each.first.country, each.second.country):
                theirs.add(side)
    assert (ours, theirs) == (set(korean_names()), set(names_abroad()))
    # Fort Lee is Namyangju's partner by the press, not by the list.
    assert {name.target for name in names_abroad().values()} | {"US:Fort Lee"} == {
        each.key for each in governments_abroad()
    }


def test_every_government_abroad_has_a_korean_name_in_hangul() -> None:
    rows = governments_abroad()
    assert [each.key for each in rows if not any("가" <= letter <= "힣" for letter in each.name_ko)] == []
    assert {each.name_ko_source for each in rows} == {"geonames", "press", "transcribed"}


def test_a_government_without_position_says_why() -> None:
    without = [each for each in governments_abroad() if each.latitude is None]
    assert [(each.key, bool(each.note and each.note_ko)) for each in without] == [
        ("JP:Takahama", True),
        ("US:Washington County", True),
    ]
