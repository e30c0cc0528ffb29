"""An organiser has a timetable proposed, pins, moves by keyboard, swaps by drag, publishes, compares two versions."""

import re
import sqlite3
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import Words, text_of
from tests.browser.serving import Server, run

SAY = Words("en")
NAME = "Round of four tables"
# Two missions and two cities that all wish for each other, with more slots than they need.
ROUND = f"""
from datetime import date, datetime, time, timedelta
from django.utils import timezone
from gagyo.accounts.models import User
from gagyo.meetings.models import *
from gagyo.registry.models import Body
day = timezone.localdate() + timedelta(days=40)
at = lambda *clock: timezone.make_aware(datetime.combine(day, time(*clock)))
operator = User.objects.get(email="operator@example.org")
made = MeetingRound.objects.create(office=operator.last_office, name_ko="네 테이블 회차", name_en="{NAME}",
                                   state="scheduling", starts_on=day, ends_on=day, board_key="journey")
sides = [RoundSide.objects.create(round=made, name_ko=ko, name_en=en, order=n)
         for n, (ko, en) in enumerate([("주한공관", "Missions"), ("지방자치단체", "Cities")])]
RoundBlock.objects.create(round=made, starts_at=at(10), ends_at=at(12))
for n in range(1, 3):
    RoundTable.objects.create(round=made, name_ko=f"{{n}}번 테이블", name_en=f"Table {{n}}", order=n)
bodies = list(Body.objects.filter(country="KR", kind="mission_in_korea")[:2]) or list(Body.objects.all()[:2])
bodies += list(Body.objects.exclude(pk__in=[one.pk for one in bodies])[:2])
people = [Participant.objects.create(round=made, side=sides[n // 2], body=body, name_ko=f"기관 {{n}}",
                                     name_en=f"Body {{'ABCD'[n]}}", languages="en", badge_key=f"journey-{{n}}",
                                     state="coming", order=n)
          for n, body in enumerate(bodies)]
for one in people[:2]:
    for other in people[2:]:
        Wish.objects.create(asker=one, wanted=other, made_at=timezone.now())
"""


@pytest.fixture(scope="module")
def timetable(server: Server) -> str:
    """The address of the timetable of a round whose wishes are in."""
    run("manage.py", "shell", "-c", ROUND, data=server.data)
    with sqlite3.connect(f"file:{server.data / 'gagyo.sqlite3'}?mode=ro", uri=True) as connection:
        sql = "SELECT id FROM meetings_meetinground WHERE name_en = ? ORDER BY id DESC"
        return f"/en/meetings/{connection.execute(sql, [NAME]).fetchone()[0]}/timetable/"


def place_of(page: Page, names: str) -> str:
    """Return where the grid shows a meeting, as "Table 1 06-16 10:00"."""
    cell = page.locator("td[data-at]", has=page.locator(".grid-cell", has_text=names))
    return cell.first.get_attribute("data-name") or ""


def test_the_organiser_solves_pins_moves_swaps_compares_and_publishes(
    signed_in: Callable[..., Page], timetable: str, check_axe: Callable[[Page], None]
) -> None:
    page = signed_in("operator")
    page.goto(timetable)
    page.get_by_role("button", name=SAY("Propose"), exact=True).click()
    page.get_by_role("link", name="Version 1").wait_for(timeout=60_000)
    page.get_by_role("link", name="Version 1").click()
    page.get_by_role("link", name=SAY("By table")).click()
    cells = page.locator("td[data-at] .grid-cell")
    assert cells.count() == 4

    # P pins the meeting under the focus.
    page.locator("td[data-at]:has(.grid-cell)").first.focus()
    page.keyboard.press("p")
    page.locator(".grid-cell.is-pinned").first.wait_for()

    # Enter picks it up, arrows go to a slot that nobody has, and the consequences stand there before it is put down.
    moved = page.locator(".grid-cell.is-pinned").first.evaluate("cell => cell.firstChild.textContent.trim()")
    was = place_of(page, moved)
    page.keyboard.press("Enter")
    said = page.locator("#grid-said")
    expect(said).to_contain_text(moved)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(said).to_contain_text(SAY("{name} stays where it was.").format(name=moved))
    page.keyboard.press("Enter")
    for _press in range(3):
        page.keyboard.press("ArrowRight")
    expect(said).to_contain_text(SAY("What this does:"))
    expect(said).to_contain_text(re.compile(r"instead of"))
    check_axe(page)
    page.keyboard.press("Enter")
    page.locator(".notice, .krds-notice", has_text=SAY("What the last move did")).wait_for()
    assert place_of(page, moved) != was
    # The focus stands on the meeting at its new place, so that the next key goes on from there.
    assert page.evaluate("document.activeElement.textContent").strip().startswith(moved)

    # Dragged onto the meeting of the other two, it changes places with that.
    all_names = [cells.nth(n).inner_text().split("\n")[0] for n in range(4)]
    other = next(names for names in all_names if not set(names.split(" · ")) & set(moved.split(" · ")))
    places = [place_of(page, names) for names in (moved, other)]
    page.locator(".grid-cell", has_text=moved).drag_to(page.locator(".grid-cell", has_text=other))
    page.wait_for_function(
        "([names, place]) => [...document.querySelectorAll('td[data-name]')]"
        ".some(each => each.dataset.name === place && each.textContent.includes(names))",
        arg=[moved, places[1]],
    )
    assert [place_of(page, names) for names in (other, moved)] == places

    page.get_by_role("link", name=SAY("Publish"), exact=True).click()
    page.get_by_role("button", name=SAY("Publish"), exact=True).click()
    page.get_by_role("button", name=SAY("Copy and change")).wait_for()
    assert SAY("Published", context="state of a timetable") in text_of(page)

    # On a copy a meeting is moved by the form alone; then the two versions stand side by side.
    page.get_by_role("button", name=SAY("Copy and change")).click()
    page.wait_for_url("**/timetable/2/")
    page.get_by_label(SAY("New slot")).select_option(index=4)
    page.get_by_role("button", name=SAY("Show what it does")).click()
    page.locator("form .effects").wait_for()
    page.get_by_role("button", name=SAY("Move and pin")).click()
    page.locator("main", has_text=SAY("What the last move did")).wait_for()
    page.get_by_role("link", name=SAY("Compare"), exact=True).click()
    assert "1 meeting differs" in text_of(page)
    check_axe(page)
