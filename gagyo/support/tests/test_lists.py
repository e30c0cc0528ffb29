"""Lists of requests: the same rows however they are found, and counts that say when they stop."""

import pytest

from gagyo.common.rules import system
from gagyo.support.actions.approvals import submit_request
from gagyo.support.actions.legs import accept_leg, pause_leg
from gagyo.support.models import SupportRequest
from gagyo.support.queries import lists
from gagyo.support.queries.lists import VIEWS, RequestFilter, counts_of_views, requests_for
from gagyo.support.rules.readers import Reader
from gagyo.support.tests.make import NOW, Cast, answered, make_request, sent, under_way, user_id
from gagyo.support.tests.test_screens import browser, html

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
LATE = NOW.replace(year=NOW.year + 1)


def rows_of_all_kinds(cast: Cast) -> None:
    """Make requests in many states, some of them restricted."""
    draft = make_request(cast)
    submit_request(
        request_id=draft.pk, approver_ids=[user_id(cast.manager)], expected=draft.version, by=cast.officer, now=NOW
    )
    make_request(cast)
    sent(cast)
    answered(cast)
    named = (Reader(cast.desk.pk), Reader(cast.tokyo.pk, user_id(cast.tokyo_consul)))
    open_to_all = under_way(cast, cast.hanoi, cast.bureau)
    restricted = under_way(cast, cast.hanoi, cast.bureau, confidentiality="restricted", readers=named)
    for legs in (open_to_all, restricted):
        accept_leg(leg_id=legs[0].pk, by=cast.consul, now=NOW)
        pause_leg(leg_id=legs[0].pk, reason="언제?", by=cast.consul, now=NOW)


def found(cast: Cast) -> dict[tuple[str, str], set[int]]:
    """Return what everybody finds in each view."""
    return {
        (actor.label, view): set(
            requests_for(actor=actor, wanted=RequestFilter(view=view), now=LATE).values_list("pk", flat=True)
        )
        for actor in cast.everybody
        for view in ("", *VIEWS)
    }


def test_few_and_many_are_found_alike_and_counted_as_listed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    rows_of_all_kinds(cast)
    few = found(cast)
    counts = {actor.label: counts_of_views(actor=actor, now=LATE) for actor in cast.everybody}
    assert counts == {name: {view: len(few[name, view]) for view in VIEWS} for name in counts}
    assert few["하노이 영사", "overdue"] and few["데스크", "waiting"] and few["담당", "mine"]
    assert not any(few["남", view] for view in ("", *VIEWS))
    monkeypatch.setattr(lists, "FEW", 0)
    assert found(cast) == few
    assert {actor.label: counts_of_views(actor=actor, now=LATE) for actor in cast.everybody} == counts


def test_what_offices_have_to_do_with_holds_all_that_they_read(cast: Cast) -> None:
    rows_of_all_kinds(cast)
    everything = SupportRequest.objects.for_user(system(label="test")).count()
    assert everything > len(lists.few_near(cast.stranger) or ())
    for actor in cast.everybody:
        near = lists.few_near(actor)
        read = set(SupportRequest.objects.for_user(actor).values_list("pk", flat=True))
        assert near is None or read <= near


def test_a_view_of_very_many_says_that_there_are_more(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("gagyo.support.queries.lists", "gagyo.support.views.lists"):
        monkeypatch.setattr(f"{module}.MOST_COUNTED", 2)
    for number in range(3):
        sent(cast)
        page = html(browser(cast.officer).get("/en/support/"))
        assert ("2+" in page) == (number == 2)
    assert counts_of_views(actor=cast.officer, now=NOW)["office"] == 3
