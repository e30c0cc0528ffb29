"""Merging duplicates and making them two again; what is suggested."""

from typing import Any

import pytest
from django.apps import apps
from django.core import serializers

from gagyo.accounts.choices import Role, Visibility
from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.tests.make import NOW as WHOLE_SECOND
from gagyo.accounts.tests.make import make_actor, make_office
from gagyo.common.models import AuditRecord
from gagyo.common.rules import Actor
from gagyo.partnerships.models import TieContact, TieParty
from gagyo.partnerships.tests.make import make_tie
from gagyo.registry.actions import UnableToMerge, merge_rows, say_not_duplicate, undo_merge
from gagyo.registry.actions.places import keep_names
from gagyo.registry.models import Body, BodyName, MissionCoverage, Person, Place, PlaceName, Post
from gagyo.registry.queries.duplicates import suggestions
from gagyo.registry.queries.search import search_places
from gagyo.registry.tests.make import make_body, make_government, make_person, make_place

pytestmark = pytest.mark.django_db
NOW = WHOLE_SECOND.replace(microsecond=123_456)  # a clock is never at a whole second
CHANGES = {"common.auditrecord", "common.dataversion", "registry.merge", "registry.mergestep"}


def everything() -> dict[str, Any]:
    """Return every row of the registry and of ties, without versions."""
    found: dict[str, Any] = {}
    for model in [*apps.get_app_config("registry").get_models(), *apps.get_app_config("partnerships").get_models()]:
        if model._meta.label_lower in CHANGES:
            continue
        for row in serializers.serialize("python", model._base_manager.order_by("pk")):
            row["fields"].pop("version", None)
            found[f"{row['model']}:{row['pk']}"] = row["fields"]
    return found


@pytest.fixture
def operator() -> Actor:
    return make_actor(role=Role.OPERATOR)


def with_names(place: Place) -> Place:
    keep_names(place=place)
    return place


def test_whatever_pointed_at_the_loser_follows_and_undo_restores_all_exactly(operator: Actor) -> None:
    home = make_government()
    place = with_names(make_place())
    winner = make_body(name_ko="다트퍼드", name_en="Dartford", place=place)
    loser = make_body(name_ko="다트포드", name_en="Dartford Borough", website="https://example.org/", code="GB-DART")
    ward = make_body(name_ko="다트퍼드 구", name_en="Ward", parent=loser)
    tie, both = make_tie(parties=[home, loser]), make_tie(parties=[winner, loser])
    person = make_person(office=None)
    Post.objects.create(person=person, body=loser)
    for body in (winner, loser):
        BodyName.objects.create(body=body, name_ko="옛 이름", starts_on="1900-01-01")
        MissionCoverage.objects.create(mission=body, country=home.country)
    before = everything()

    merge = merge_rows(subject="body", winner_id=winner.pk, loser_id=loser.pk, by=operator, now=NOW)

    winner.refresh_from_db()
    loser.refresh_from_db()
    ward.refresh_from_db()
    assert (winner.website, winner.code, loser.code) == ("https://example.org/", "GB-DART", None)
    assert (loser.merged_into, loser.archived_at, ward.parent) == (winner, NOW, winner)
    assert list(TieParty.objects.filter(tie=tie).values_list("body", flat=True)) == [home.pk, winner.pk]
    assert list(TieParty.objects.filter(tie=both).values_list("body", flat=True)) == [winner.pk]
    assert [model.objects.filter(**{key: loser.pk}).count() for model, key in POINTERS] == [0, 0, 0, 0]
    assert [model.objects.filter(**{key: winner.pk}).count() for model, key in POINTERS] == [2, 1, 1, 1]

    undo_merge(merge_id=merge.pk, by=operator, now=NOW)

    assert everything() == before
    events = AuditRecord.objects.filter(about_id=str(winner.pk)).order_by("pk").values_list("event", flat=True)
    assert list(events) == ["body.merged", "body.merge_undone"]


POINTERS: list[tuple[Any, str]] = [
    (TieParty, "body"),
    (Post, "body"),
    (BodyName, "body"),
    (MissionCoverage, "mission"),
]


def test_a_merged_place_is_found_by_both_names_and_made_two_again(operator: Actor) -> None:
    winner, loser = with_names(make_place()), with_names(make_place(name_ko="다트포드", name_en="Dartford"))
    loser.geoname_id, loser.latitude, loser.longitude = 2651500, 51.4, 0.2
    loser.save()
    before = everything()

    merge = merge_rows(subject="place", winner_id=winner.pk, loser_id=loser.pk, by=operator, now=NOW)

    winner.refresh_from_db()
    assert (winner.geoname_id, winner.latitude) == (2651500, 51.4)
    assert sorted(PlaceName.objects.filter(place=winner).values_list("text", "is_main")) == [
        ("Dartford", True),
        ("다트퍼드", True),
        ("다트포드", False),
    ]
    assert [(hit.place, hit.reason) for hit in search_places(query="다트포드")] == [(winner, "alternate")]
    undo_merge(merge_id=merge.pk, by=operator, now=NOW)
    assert everything() == before


def test_a_contact_keeps_its_ties_and_the_record_says_whose_data_without_names() -> None:
    office = make_office()
    actor = make_actor(office=office)
    winner, loser = (make_person(name_ko=name, office=office) for name in ("홍길동", "홍길똥"))
    tie = make_tie(parties=[make_government(), make_body()])
    for person in (winner, loser):
        TieContact.objects.create(tie=tie, person=person)
    before = everything()

    merge = merge_rows(subject="person", winner_id=winner.pk, loser_id=loser.pk, by=actor, now=NOW)

    assert list(TieContact.objects.values_list("person", flat=True)) == [winner.pk]
    record = AuditRecord.objects.get(event="person.merged")
    assert record.person_ids == [winner.pk, loser.pk]
    assert "홍길" not in f"{record.about_label}{record.before}{record.after}"
    undo_merge(merge_id=merge.pk, by=actor, now=NOW)
    assert everything() == before


def test_what_was_changed_after_a_merge_stays_as_it_was_changed(operator: Actor) -> None:
    winner, loser, third = (make_body(name_ko=name) for name in ("가", "나", "다"))
    post = Post.objects.create(person=make_person(office=None), body=loser)
    merge = merge_rows(subject="body", winner_id=winner.pk, loser_id=loser.pk, by=operator, now=NOW)
    Post.objects.filter(pk=post.pk).update(body=third)

    undo_merge(merge_id=merge.pk, by=operator, now=NOW)

    post.refresh_from_db()
    assert post.body == third


def test_a_body_that_was_part_of_the_loser_is_not_part_of_itself(operator: Actor) -> None:
    loser = make_body(name_ko="켄트")
    winner = make_body(name_ko="켄트주", parent=loser)
    before = everything()
    merge = merge_rows(subject="body", winner_id=winner.pk, loser_id=loser.pk, by=operator, now=NOW)
    winner.refresh_from_db()
    assert winner.parent is None
    undo_merge(merge_id=merge.pk, by=operator, now=NOW)
    assert everything() == before


def test_a_merge_is_refused_twice_over_and_so_is_its_undo(operator: Actor) -> None:
    winner, loser = make_body(name_ko="가"), make_body(name_ko="나")
    merge = merge_rows(subject="body", winner_id=winner.pk, loser_id=loser.pk, by=operator, now=NOW)
    with pytest.raises(UnableToMerge):
        merge_rows(subject="body", winner_id=winner.pk, loser_id=loser.pk, by=operator, now=NOW)
    with pytest.raises(UnableToMerge):
        merge_rows(subject="body", winner_id=winner.pk, loser_id=winner.pk, by=operator, now=NOW)
    undo_merge(merge_id=merge.pk, by=operator, now=NOW)
    with pytest.raises(UnableToMerge):
        undo_merge(merge_id=merge.pk, by=operator, now=NOW)


def test_an_officer_merges_neither_shared_bodies_nor_another_offices_contacts() -> None:
    officer = make_actor()
    one, two = make_body(name_ko="가"), make_body(name_ko="나")
    with pytest.raises(NotYoursError):
        merge_rows(subject="body", winner_id=one.pk, loser_id=two.pk, by=officer, now=NOW)
    people = [make_person(office=make_office(), visibility=Visibility.SHARED) for _ in range(2)]
    with pytest.raises(NotYoursError):
        merge_rows(subject="person", winner_id=people[0].pk, loser_id=people[1].pk, by=officer, now=NOW)
    assert Body.objects.filter(archived_at=None).count() == 2
    assert Person.objects.filter(archived_at=None).count() == 2


def test_likely_duplicates_are_suggested_with_reasons_until_somebody_says_no(operator: Actor) -> None:
    geonames = with_names(make_place(geoname_id=2651500, latitude=51.446, longitude=0.214))
    entered = with_names(make_place(name_ko="다트퍼드시", name_en="Dartford City", latitude=51.44, longitude=0.21))
    with_names(make_place(name_en="Dartford", latitude=55.0, longitude=0.2))  # too far away
    with_names(make_place(country="US"))

    found = suggestions(subject="place", actor=operator)
    assert [(each.first, each.second, each.reasons, each.distance_km) for each in found] == [
        (geonames, entered, ("name",), 0.7)
    ]

    say_not_duplicate(subject="place", first_id=entered.pk, second_id=geonames.pk, by=operator, now=NOW)
    assert suggestions(subject="place", actor=operator) == []


def test_bodies_and_contacts_are_suggested_too_but_not_namesakes_elsewhere(operator: Actor) -> None:
    one, two = make_body(website="https://www.dartford.gov.uk/"), make_body(website="http://dartford.gov.uk")
    seoul, busan = make_government(name_ko="서울", name_en=""), make_government(name_ko="부산", name_en="")
    for parent in (seoul, busan):
        make_government(name_ko="중구", name_en="Jung-gu", parent=parent)
    found = suggestions(subject="body", actor=operator)
    assert [(each.first, each.second, each.reasons) for each in found] == [(one, two, ("name", "website"))]

    office = make_office()
    people = [make_person(name_ko=name, office=office, email="a@example.org") for name in ("김", "Kim")]
    make_person(name_ko="김", email="A@example.org", office=make_office(), visibility=Visibility.SHARED)
    mine = suggestions(subject="person", actor=make_actor(office=office))
    assert [(each.first, each.second, each.reasons) for each in mine] == [(people[0], people[1], ("email",))]
