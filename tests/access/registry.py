"""The registry: bodies, places, countries, people, duplicates."""

from functools import cached_property

from gagyo.accounts.choices import Visibility
from gagyo.accounts.tests.make import NOW, make_actor
from gagyo.registry.actions import merge_rows
from gagyo.registry.models import Body, Merge, Person, Place, PlaceName, Post
from gagyo.registry.tests.make import make_body, make_government, make_person, make_place
from tests.access.accounts import AccountRows
from tests.access.groups import (
    CHANGES_PERSON,
    CONTACTS,
    KEEPERS,
    PUBLIC,
    READS_PERSON,
    SIGNED_IN,
    WORKERS,
    WRITERS,
    Group,
    Line,
    back,
)


class RegistryRows(AccountRows):
    """A local government, a city and a contact."""

    @cached_property
    def body(self) -> Body:
        """A local government."""
        return make_government()

    @cached_property
    def partner(self) -> Body:
        """A foreign local government."""
        return make_body()

    @cached_property
    def place(self) -> Place:
        """A city."""
        return make_place()

    @cached_property
    def person(self) -> Person:
        """A contact of the office."""
        return make_person(office=self.office, visibility=Visibility.OFFICE)

    @cached_property
    def post(self) -> Post:
        """The contact's post."""
        return Post.objects.create(person=self.person, body=self.body)

    @cached_property
    def place_name(self) -> PlaceName:
        """A name that waits for the operator."""
        return PlaceName.objects.create(
            place=self.place, text="다트포드", is_proposed=True, country_code="GB", folded="x"
        )

    @cached_property
    def merge(self) -> Merge:
        """Two contacts of the office, merged."""
        twin = make_person(office=self.office, visibility=Visibility.OFFICE)
        by = make_actor(office=self.office)
        return merge_rows(subject="person", winner_id=self.person.pk, loser_id=twin.pk, by=by, now=NOW)


URLS: dict[str, Line] = {
    "registry:place_search": Line(PUBLIC),
    "registry:body_search": Line(PUBLIC),
    "registry:bodies": Line(SIGNED_IN),
    "registry:body": Line(SIGNED_IN, args=lambda world: {"body_id": world.body.pk}),
    "registry:body_add": Line(WRITERS),
    "registry:body_edit": Line(KEEPERS, args=lambda world: {"body_id": world.body.pk}),
    "registry:body_rename": Line(KEEPERS, args=lambda world: {"body_id": world.body.pk}),
    "registry:body_succeed": Line(KEEPERS, args=lambda world: {"body_id": world.body.pk}),
    "registry:body_archive": Line(back(KEEPERS), args=lambda world: {"body_id": world.body.pk}, method="post"),
    "registry:body_restore": Line(back(KEEPERS), args=lambda world: {"body_id": world.body.pk}, method="post"),
    "registry:places": Line(SIGNED_IN),
    "registry:place": Line(SIGNED_IN, args=lambda world: {"place_id": world.place.pk}),
    "registry:place_add": Line(WRITERS),
    "registry:place_edit": Line(KEEPERS, args=lambda world: {"place_id": world.place.pk}),
    "registry:place_name_add": Line(
        back(WRITERS), args=lambda world: {"place_id": world.place.pk}, method="post", data={"text": "다트포드"}
    ),
    "registry:place_name_decide": Line(
        back(KEEPERS), args=lambda world: {"name_id": world.place_name.pk}, method="post", data={"decision": "accept"}
    ),
    "registry:place_archive": Line(back(KEEPERS), args=lambda world: {"place_id": world.place.pk}, method="post"),
    "registry:place_restore": Line(back(KEEPERS), args=lambda world: {"place_id": world.place.pk}, method="post"),
    "registry:countries": Line(SIGNED_IN),
    "registry:country": Line(SIGNED_IN, args=lambda world: {"code": world.place.country_id}),
    "registry:people": Line(CONTACTS),
    "registry:people_contacts": Line(CONTACTS),
    "registry:person_add": Line(WRITERS),
    "registry:person": Line(READS_PERSON, args=lambda world: {"person_id": world.person.pk}),
    "registry:person_edit": Line(CHANGES_PERSON, args=lambda world: {"person_id": world.person.pk}),
    "registry:post_add": Line(CHANGES_PERSON, args=lambda world: {"person_id": world.person.pk}),
    "registry:post_leave": Line(CHANGES_PERSON, args=lambda world: {"post_id": world.post.pk}),
    "registry:person_archive": Line(
        back(CHANGES_PERSON), args=lambda world: {"person_id": world.person.pk}, method="post"
    ),
    "registry:person_restore": Line(
        back(CHANGES_PERSON), args=lambda world: {"person_id": world.person.pk}, method="post"
    ),
    "registry:duplicates": Line(WRITERS),
    "registry:compare": Line(WRITERS.answering(ok=404)),  # asks for two rows
    "registry:merge": Line(WRITERS.answering(ok=404), method="post", data={"subject": "body"}),
    "registry:merge_undo": Line(back(Group(WORKERS)), args=lambda world: {"merge_id": world.merge.pk}, method="post"),
}

API: dict[str, Line] = {
    "GET /api/v1/countries": Line(PUBLIC),
    "GET /api/v1/regions": Line(PUBLIC),
    "GET /api/v1/places": Line(PUBLIC, query="?q=Dartford"),
    "GET /api/v1/bodies": Line(PUBLIC),
}
