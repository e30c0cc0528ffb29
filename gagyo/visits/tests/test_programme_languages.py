"""Languages of stops and sites: every one of the pool's is offered, shown by its name, and kept by a save."""

import pytest
from django.test import Client
from django.urls import reverse

from gagyo.accounts.models import Membership
from gagyo.common.components.cells import language
from gagyo.common.forms.merging import answers_of
from gagyo.common.rules import Actor
from gagyo.visits.forms.programme import ProposalForm, StopForm, stop_initial, values_of_stop
from gagyo.visits.forms.sites import SiteForm
from gagyo.visits.models import Site, Stop, Visit
from gagyo.visits.queries.programme_choices import stop_choices
from gagyo.visits.rules.languages import LANGUAGES
from gagyo.visits.tests.make import make_site, make_stop
from gagyo.visits.tests.make_programme import sentences, visit_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def stop_form(visit: Visit, actor: Actor, stop: Stop | None = None) -> StopForm:
    initial = stop_initial(values_of_stop(stop)) if stop else {}
    return StopForm(visit=visit, choices=stop_choices(actor=actor, stop=stop), shown_in=language(), initial=initial)


@pytest.mark.parametrize("code", ["en", "uz", "tl", "qu"])
def test_a_stop_keeps_its_language_when_something_else_is_saved(
    member: Membership, actor: Actor, client: Client, code: str
) -> None:
    visit = visit_of(member)
    stop = make_stop(visit=visit, site=make_site(office=member.office), language=code)
    answers = answers_of(stop_form(visit, actor, stop))
    client.force_login(member.user)
    page = reverse("visits:stop_edit", args=[visit.pk, stop.pk])
    answer = client.post(page, {**answers, "note": "Bring water", "version": stop.version})
    stop.refresh_from_db()
    assert (answer.status_code, stop.language, stop.note) == (302, code, "Bring water")


def test_a_stop_and_a_proposal_offer_every_language_of_the_pool_but_korean(member: Membership, actor: Actor) -> None:
    visit = visit_of(member)
    wanted = {"", *(code for code in LANGUAGES if code != "ko")}
    proposal = ProposalForm(visit=visit, sites=Site.objects.none())
    for form in (stop_form(visit, actor), proposal):
        assert {code for code, _name in form.fields["language"].choices} == wanted  # type: ignore[attr-defined]  # a choice field


def test_a_site_guides_in_every_language_korean_and_english_first() -> None:
    form = SiteForm(people=Site.objects.none())
    codes = [code for code, _name in form.fields["languages"].choices]  # type: ignore[attr-defined]  # a choice field
    assert (codes[:2], set(codes)) == (["ko", "en"], set(LANGUAGES))


def test_a_missing_interpreter_is_said_with_the_language_s_name(member: Membership) -> None:
    visit = visit_of(member)
    make_stop(visit=visit, site=make_site(office=member.office), language="tl")
    assert sentences(visit) == ["No interpreter for Filipino has said yes yet."]


def test_languages_of_a_site_are_read_with_or_without_blanks() -> None:
    assert Site(languages="ko, en,uz").language_codes == ["ko", "en", "uz"]
