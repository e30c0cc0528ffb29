"""Lists of requests: the same rows however they are found, and counts that say when they stop."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gagyo.common.rules import ANYBODY, Actor, system
from gagyo.registry.models import Country
from gagyo.support.actions.approvals import submit_request
from gagyo.support.actions.legs import accept_leg, pause_leg
from gagyo.support.models import SupportRequest
from gagyo.support.queries import few as few_module
from gagyo.support.queries.board import board_columns
from gagyo.support.queries.lists import RequestFilter, listed_requests, requests_for
from gagyo.support.queries.queues import PARTS, VIEWS, parts_of_view
from gagyo.support.queries.reach import countries_of_requests, counts_of_views, few_near, reach_of
from gagyo.support.queries.rows import RequestRows
from gagyo.support.rules.readers import Reader
from gagyo.support.tests.make import NOW, Cast, answered, make_request, sent, under_way, user_id
from gagyo.support.tests.test_screens import browser, html
from gagyo.support.views.lists import request_columns

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english"), pytest.mark.each_engine]
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


# View, state and word of what is asked for.
ASKED = [*((view, "", "") for view in ("", *VIEWS)), ("mine", "all", "통역"), ("", "all", "통역"), ("", "sent", "")]


def paged(actor: Actor) -> list[tuple[list[int], int]]:
    """Return what somebody's page shows of each, in order, and how many it says there are."""
    reach = reach_of(actor=actor, now=LATE)
    found = [RequestRows(reach=reach, wanted=RequestFilter(view=view, state=state, q=q)) for view, state, q in ASKED]
    return [([row.pk for row in rows[:99]], len(rows)) for rows in found]


def listed(actor: Actor) -> list[tuple[list[int], int]]:
    """Return the same by the plain list, of which a worksheet is made."""
    found = []
    for view, state, q in ASKED:
        wanted = RequestFilter(view=view, state=state, q=q)
        rows = [row.pk for row in listed_requests(actor=actor, wanted=wanted, sort="", now=LATE)]
        found.append((rows, len(rows)))
    return found


def test_a_page_shows_the_rows_and_the_number_of_the_list(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    rows_of_all_kinds(cast)
    every = [listed(actor) for actor in cast.everybody]
    assert [paged(actor) for actor in cast.everybody] == every
    monkeypatch.setattr(few_module, "FEW", 0)
    assert [paged(actor) for actor in cast.everybody] == every


def test_auditors_and_programs_see_the_rows_of_the_list_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    rows_of_all_kinds(cast)
    auditor = replace(cast.second_officer, reads_offices=frozenset({cast.city.pk, cast.hanoi.pk}))
    program = replace(cast.officer, user_id=None, token_id=5, role="")
    unsaid = replace(cast.router, office_kind="")
    readers = (auditor, program, unsaid, system(label="test"))
    every = [listed(actor) for actor in readers]
    assert all(any(rows for rows, _number in found) for found in every)
    for most in (few_module.FEW, 0):
        monkeypatch.setattr(few_module, "FEW", most)
        assert [paged(actor) for actor in readers] == every
        for actor in readers:
            reach = reach_of(actor=actor, now=LATE)
            read = SupportRequest.objects.for_user(actor).exclude(country=None)
            codes = {code for code, _name in countries_of_requests(reach)}
            assert codes == set(read.values_list("country", flat=True))
            counted = [requests_for(actor=actor, wanted=RequestFilter(view=view), now=LATE).count() for view in VIEWS]
            assert list(counts_of_views(reach).values()) == counted


def test_a_board_shows_what_the_list_of_each_state_shows(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    rows_of_all_kinds(cast)
    counts = set()
    for most in (few_module.FEW, 0):
        monkeypatch.setattr(few_module, "FEW", most)
        for actor in cast.everybody:
            columns = board_columns(reach=reach_of(actor=actor, now=LATE), wanted=RequestFilter())
            for column in columns:
                wanted = RequestFilter(state=column.state.value)
                rows = [row.pk for row in listed_requests(actor=actor, wanted=wanted, sort="", now=LATE)]
                assert ([row.pk for row in column.rows], column.count) == (rows, len(rows))
                counts.add(column.count)
    assert {0, 1, 2} <= counts


def test_a_row_has_all_that_it_shows_without_a_further_question(cast: Cast) -> None:
    rows_of_all_kinds(cast)
    rows = RequestRows(reach=reach_of(actor=cast.router, now=LATE), wanted=RequestFilter())[:99]
    assert any(row.legs for row in rows)
    with CaptureQueriesContext(connection) as asked:
        for row in rows:
            assert row.name and row.asker and row.number
            assert all(leg.office for leg in row.legs)
            assert request_columns()[5].draw(row) is not None  # type: ignore[misc]  # this column is drawn
    assert not asked.captured_queries


def test_few_and_many_are_found_alike_and_counted_as_listed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    rows_of_all_kinds(cast)
    few = found(cast)
    counts = {actor.label: counts_of_views(reach_of(actor=actor, now=LATE)) for actor in cast.everybody}
    assert counts == {name: {view: len(few[name, view]) for view in VIEWS} for name in counts}
    assert few["하노이 영사", "overdue"] and few["데스크", "waiting"] and few["담당", "mine"]
    assert not any(few["남", view] for view in ("", *VIEWS))
    monkeypatch.setattr(few_module, "FEW", 0)
    assert found(cast) == few
    assert {actor.label: counts_of_views(reach_of(actor=actor, now=LATE)) for actor in cast.everybody} == counts


def test_what_offices_have_to_do_with_holds_all_that_they_read(cast: Cast) -> None:
    rows_of_all_kinds(cast)
    everything = SupportRequest.objects.for_user(system(label="test")).count()
    assert everything > len(few_near(cast.stranger) or ())
    for actor in cast.everybody:
        near = few_near(actor)
        read = set(SupportRequest.objects.for_user(actor).values_list("pk", flat=True))
        assert near is None or read <= near


def test_each_queue_has_the_parts_that_are_said() -> None:
    for view, number in PARTS.items():
        assert len(parts_of_view(view, actor=ANYBODY, today=NOW.date())) == number


def test_a_view_of_very_many_says_that_there_are_more(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("gagyo.support.queries.reach", "gagyo.support.views.lists"):
        monkeypatch.setattr(f"{module}.MOST_COUNTED", 2)
    for number in range(3):
        sent(cast)
        page = html(browser(cast.officer).get("/en/support/"))
        assert ("2+" in page) == (number == 2)
    assert counts_of_views(reach_of(actor=cast.officer, now=NOW))["office"] == 3


def test_the_countries_of_the_filter_are_those_of_what_is_read(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    rows_of_all_kinds(cast)
    assert Country.objects.filter(code="JP").exists()
    SupportRequest.objects.filter(confidentiality="restricted").update(country="JP")
    for most in (few_module.FEW, 0):
        monkeypatch.setattr(few_module, "FEW", most)
        for actor in cast.everybody:
            read = SupportRequest.objects.for_user(actor).exclude(country=None).values_list("country", flat=True)
            codes = [code for code, _name in countries_of_requests(reach_of(actor=actor, now=LATE))]
            assert set(codes) == set(read) and len(codes) == len(set(codes))
