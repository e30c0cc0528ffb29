"""Addresses of this app."""

from django.urls import path

from gagyo.registry.views import bodies, countries, duplicates, people, places, search

app_name = "registry"
urlpatterns = [
    path("registry/bodies/", bodies.bodies, name="bodies"),
    path("registry/bodies/search/", search.body_search, name="body_search"),
    path("registry/bodies/new/", bodies.body_add, name="body_add"),
    path("registry/bodies/<int:body_id>/", bodies.body, name="body"),
    path("registry/bodies/<int:body_id>/edit/", bodies.body_edit, name="body_edit"),
    path("registry/bodies/<int:body_id>/rename/", bodies.body_rename, name="body_rename"),
    path("registry/bodies/<int:body_id>/successor/", bodies.body_succeed, name="body_succeed"),
    path("registry/bodies/<int:body_id>/archive/", bodies.body_archive, name="body_archive"),
    path("registry/bodies/<int:body_id>/restore/", bodies.body_restore, name="body_restore"),
    path("registry/places/", places.places, name="places"),
    path("registry/places/search/", search.place_search, name="place_search"),
    path("registry/places/new/", places.place_add, name="place_add"),
    path("registry/places/<int:place_id>/", places.place, name="place"),
    path("registry/places/<int:place_id>/edit/", places.place_edit, name="place_edit"),
    path("registry/places/<int:place_id>/names/", places.place_name_add, name="place_name_add"),
    path("registry/places/<int:place_id>/archive/", places.place_archive, name="place_archive"),
    path("registry/places/<int:place_id>/restore/", places.place_restore, name="place_restore"),
    path("registry/names/<int:name_id>/", places.place_name_decide, name="place_name_decide"),
    path("registry/countries/", countries.countries, name="countries"),
    path("registry/countries/<str:code>/", countries.country, name="country"),
    path("registry/people/", people.people, name="people"),
    path("registry/people/addresses/", people.people_contacts, name="people_contacts"),
    path("registry/people/new/", people.person_add, name="person_add"),
    path("registry/people/<int:person_id>/", people.person, name="person"),
    path("registry/people/<int:person_id>/edit/", people.person_edit, name="person_edit"),
    path("registry/people/<int:person_id>/posts/", people.post_add, name="post_add"),
    path("registry/people/<int:person_id>/archive/", people.person_archive, name="person_archive"),
    path("registry/people/<int:person_id>/restore/", people.person_restore, name="person_restore"),
    path("registry/posts/<int:post_id>/leave/", people.post_leave, name="post_leave"),
    path("registry/duplicates/", duplicates.duplicates, name="duplicates"),
    path("registry/duplicates/compare/", duplicates.compare, name="compare"),
    path("registry/duplicates/merge/", duplicates.merge, name="merge"),
    path("registry/duplicates/<int:merge_id>/undo/", duplicates.merge_undo, name="merge_undo"),
]
