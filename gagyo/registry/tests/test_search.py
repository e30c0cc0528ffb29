"""Finding places and bodies, and the fields that choose them."""

import pytest
from django import forms
from django.test import Client
from django.utils import timezone, translation

from gagyo.common.rules import ANYBODY
from gagyo.registry.actions.reference.places import main_names, name_row
from gagyo.registry.choices import BodyKind
from gagyo.registry.forms import BodyChoice, PlaceChoice
from gagyo.registry.models import Body, BodyName, Place, PlaceName
from gagyo.registry.queries.search import search_bodies, search_places
from gagyo.registry.tests.make import make_body, make_government, make_place

pytestmark = [pytest.mark.django_db, pytest.mark.each_engine]


def found(place: Place, *other_names: str) -> Place:
    """Return the place after its names were made searchable."""
    names = [*main_names(place), *other_names]
    PlaceName.objects.bulk_create(name_row(place, text) for text in dict.fromkeys(names))
    return place


@pytest.fixture
def dartford() -> Place:
    found(make_place(name_ko="다낭", name_en="Da Nang", country="VN", population=1_000_000))
    return found(make_place(population=51_240))


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("다트퍼드", "exact"),
        ("다트포드", "sound"),
        ("Dartford", "exact"),
        ("dartf", "prefix"),
        ("Dartfrod", "spelling"),
        ("ㄷㅌㅍㄷ", "initials"),
    ],
)
def test_a_place_is_found_however_it_is_spelt_and_says_why(dartford: Place, typed: str, reason: str) -> None:
    hits = search_places(query=typed)
    assert (hits[0].place, hits[0].reason) == (dartford, reason)


def test_the_reason_names_the_name_that_matched_where_another_is_shown(dartford: Place) -> None:
    PlaceName.objects.bulk_create([name_row(dartford, "Derteford")])
    with translation.override("en"):
        whys = [[hit.why for hit in search_places(query=typed)] for typed in ("Dartford", "다트포드", "Derteford")]
    assert whys == [["The name itself"], ["Sounds alike"], ["Also called so: Derteford"]]


def test_archived_places_proposed_names_and_other_countries_are_not_found(dartford: Place) -> None:
    found(make_place(name_ko="다트머스", name_en="Dartmouth", archived_at="2026-01-01T00:00Z"))
    PlaceName.objects.bulk_create([name_row(dartford, "Dartania", is_proposed=True)])
    assert [hit.place for hit in search_places(query="dart")] == [dartford]
    assert search_places(query="Dartmouth", country="GB")[:0] == []
    assert [hit.place for hit in search_places(query="Dartania") if hit.reason == "exact"] == []
    assert search_places(query="Dartford", country="VN") == []


def test_nothing_typed_finds_nothing(dartford: Place) -> None:
    assert search_places(query="  ") == []
    assert search_bodies(actor=ANYBODY, query="") == []


def test_a_body_is_found_by_present_and_former_names_code_and_place(dartford: Place) -> None:
    gangwon = make_government(name_ko="강원특별자치도", name_en="Gangwon State", code="51")
    BodyName.objects.create(body=gangwon, name_ko="강원도", name_en="Gangwon Province")
    council = make_body(name_ko="다트퍼드 자치구", name_en="Dartford Borough", place=dartford)
    make_body(name_ko="다트퍼드 상사", name_en="Dartford Trading", kind=BodyKind.FIRM, archived_at="2026-01-01T00:00Z")

    asked = ("강원도", "gangwon s", "51", "다트포드")
    hits = [[hit.body for hit in search_bodies(actor=ANYBODY, query=text)] for text in asked]

    assert hits == [[gangwon], [gangwon], [gangwon], [council]]


class TieForm(forms.Form):
    place = PlaceChoice(label="Place")
    body = BodyChoice(label="Body", kinds=(BodyKind.FOREIGN_GOVERNMENT,), required=False)


def test_a_field_takes_the_row_chosen_from_the_list(dartford: Place) -> None:
    label = "다트퍼드 (영국)"
    form = TieForm({"place": str(dartford.pk), "place_text": label, "place_asked": label})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"place": dartford, "body": None}


def test_words_with_one_meaning_are_taken_without_a_list(dartford: Place) -> None:
    form = TieForm({"place": "", "place_text": "Dartford", "place_asked": ""})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["place"] == dartford


def test_words_changed_after_a_choice_are_not_taken_for_it(dartford: Place) -> None:
    form = TieForm({"place": str(dartford.pk), "place_text": "다낭", "place_asked": "다트퍼드 (영국)"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["place"].name_en == "Da Nang"


def test_words_with_several_meanings_come_back_with_a_list_and_the_choice_is_taken(dartford: Place) -> None:
    other = found(make_place(country="US", population=3))
    first = TieForm({"place": "", "place_text": "Dartford", "place_asked": ""})
    assert first.errors["place"].as_data()[0].code == "several"
    html = str(first["place"])
    assert f'<option value="{other.pk}">' in html
    assert '<input type="hidden" name="place_asked" value="Dartford">' in html

    again = TieForm({"place": str(other.pk), "place_text": "Dartford", "place_asked": "Dartford"})
    assert again.is_valid(), again.errors
    assert again.cleaned_data["place"] == other


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"place_text": "Zzyzxqq"}, "unknown"),
        ({"place_text": ""}, "required"),
        ({"place": "999999", "place_text": "x", "place_asked": "x"}, "gone"),
        ({"place": "12; DROP", "place_text": "x", "place_asked": "x"}, "gone"),
    ],
)
def test_a_field_says_what_is_wrong(dartford: Place, sent: dict[str, str], code: str) -> None:
    assert TieForm(sent).errors["place"].as_data()[0].code == code


def test_a_row_archived_meanwhile_stays_with_the_record_that_holds_it(dartford: Place) -> None:
    body = make_body(name_ko="옛 시청", archived_at=timezone.now())
    sent = {"place": str(dartford.pk), "body": str(body.pk), "body_text": "옛 시청", "body_asked": "옛 시청"}
    assert TieForm(sent).errors["body"].as_data()[0].code == "gone"
    held = TieForm(sent, initial={"body": body.pk})
    assert "옛 시청" in str(held["body"])
    assert held.is_valid(), held.errors
    assert held.cleaned_data == {"place": dartford, "body": body}


def test_an_emptied_field_is_empty(dartford: Place) -> None:
    class Optional(forms.Form):
        place = PlaceChoice(label="Place", required=False)

    form = Optional({"place": str(dartford.pk), "place_text": "", "place_asked": "다트퍼드 (영국)"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"place": None}


def test_an_initial_row_is_shown_by_its_name_and_counts_as_unchanged(dartford: Place) -> None:
    form = TieForm(initial={"place": dartford})
    assert 'value="다트퍼드 (영국)"' in str(form["place"])
    label = "다트퍼드 (영국)"
    sent = {"place": str(dartford.pk), "place_text": label, "place_asked": label, "body": "", "body_text": ""}
    assert TieForm(sent, initial={"place": dartford}).changed_data == []


def test_a_body_field_offers_only_its_kinds(dartford: Place) -> None:
    council = make_body(name_ko="다트퍼드", name_en="Dartford")
    make_body(name_ko="다트퍼드", name_en="Dartford", kind=BodyKind.FIRM)
    form = TieForm({"place_text": "Dartford", "body_text": "다트퍼드"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["body"] == council
    assert Body.objects.count() == 2


@pytest.mark.parametrize("kind", ["places", "bodies"])
def test_the_search_answers_as_a_page_and_as_a_list(client: Client, dartford: Place, kind: str) -> None:
    make_body(place=dartford)
    page = client.get(f"/registry/{kind}/search/", {"q": "다트포드"})
    part = client.get(f"/registry/{kind}/search/", {"q": "다트포드", "part": "options", "list": "id_place_list"})
    assert (page.status_code, part.status_code) == (200, 200)
    assert "Dartford" in page.content.decode()
    assert part.content.decode().count('role="option"') == 1
    assert "<html" not in part.content.decode()
