"""A delegation is late on the day: the plan is mended and published, the big screen and its own page show it."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NARROW
from tests.browser.journeys import Words, text_of
from tests.browser.serving import Server, run

SAY = Words("en")
LATE, OTHER = "Embassy of Iceland", "Embassy of Malta"
KEY, BOARD = "the-link-of-a-late-delegation", "board-of-a-late-delegation"
# Two missions meet two cities in slots of ten minutes that begin soon; near midnight, on the morning that follows.
ROUND = f"""
from datetime import datetime, time, timedelta
from django.utils import timezone
from gagyo.accounts.models import User
from gagyo.meetings.models import Assignment, MeetingRound, RoundBlock
from gagyo.meetings.tests.make import make_link, make_meeting, make_participant, make_round, make_version, make_wish
now = timezone.localtime()
soon = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1 if now.minute < 45 else 2)
if soon.hour >= 21:
    soon = timezone.make_aware(datetime.combine(soon.date() + timedelta(days=1), time(10)))
office = User.objects.get(email="operator@example.org").last_office
made = make_round(office=office, blocks=(), name_en="Late delegation", starts_on=soon.date(), state="running")
MeetingRound.objects.past_access(because="test").filter(pk=made.pk).update(slot_minutes=10, board_key="{BOARD}")
RoundBlock.objects.create(round=made, kind="meetings", starts_at=soon, ends_at=soon + timedelta(minutes=80))
names = {{0: ("{LATE}", "{OTHER}"), 1: ("First city", "Second city")}}
people = [make_participant(of=made, side=side, name_en=each, email="") for side in names for each in names[side]]
make_link(participant=people[0], key="{KEY}")
version = make_version(of=made, state="published", published_at=timezone.now())
tables = list(made.tables.all())
for mission, city, slot in ((0, 2, 0), (1, 3, 0), (0, 3, 1), (1, 2, 1)):
    make_wish(asker=people[mission], wanted=people[city])
    begins = soon + timedelta(minutes=10 * slot)
    meeting = make_meeting(one=people[mission], other=people[city])
    Assignment.objects.create(timetable=version, meeting=meeting, starts_at=begins, table=tables[mission])
"""


@dataclass(frozen=True)
class Prepared:
    """A round of which a delegation will be late; hours: when its slots begin, such as "10:10"."""

    day_address: str
    hours: list[str]


@pytest.fixture(scope="module")
def prepared(server: Server) -> Prepared:
    """A published round whose first slots are still to come."""
    run("manage.py", "shell", "-c", ROUND, data=server.data)
    sql = (
        "SELECT r.id, r.starts_on, strftime('%H:%M', b.starts_at, '+9 hours') FROM meetings_meetinground r "
        "JOIN meetings_roundblock b ON b.round_id = r.id WHERE r.name_en = 'Late delegation'"
    )
    with sqlite3.connect(f"file:{server.data / 'gagyo.sqlite3'}?mode=ro", uri=True) as connection:
        key, day, begins = connection.execute(sql).fetchone()
    hour = begins.partition(":")[0]
    return Prepared(f"/en/meetings/{key}/day/?day={day}", [f"{hour}:{minute}0" for minute in range(6)])


def test_a_delegation_is_late_and_the_plan_is_mended(
    signed_in: Callable[..., Page],
    make_page: Callable[..., Page],
    prepared: Prepared,
    check_axe: Callable[[Page], None],
) -> None:
    hours = prepared.hours
    board, own = make_page(), make_page()
    board.goto(f"/en/meetings/board/{BOARD}/")
    assert [name in text_of(board, "body") for name in (LATE, OTHER)] == [True, True]

    phone = signed_in("operator", viewport=NARROW, is_mobile=True, has_touch=True)
    phone.goto(prepared.day_address)
    phone.get_by_role("link", name=SAY("Mend the timetable")).first.tap()
    phone.get_by_label(SAY("Who or what")).select_option(label=LATE)
    phone.locator("input[name=clock]").fill(hours[2])
    phone.get_by_role("button", name=SAY("Show the mended plan")).tap()
    phone.wait_for_url("**/day/mend/*/")
    shown = text_of(phone)
    assert "2 meetings stay as they are." in shown
    moves = [f"{LATE} · First city", f"{LATE} · Second city", hours[0], hours[1], hours[2], hours[3]]
    assert [words for words in moves if words not in shown] == []
    assert OTHER not in shown
    check_axe(phone)
    # Nothing is told before it is published.
    board.reload()
    assert LATE in text_of(board, "body")

    phone.get_by_role("button", name=SAY("Publish this")).tap()
    phone.wait_for_url("**/day/?day=*")
    assert SAY("The timetable is published.") in text_of(phone, "body")
    board.reload()
    assert [name in text_of(board, "body") for name in (LATE, OTHER)] == [False, True]
    own.goto(f"/en/meet/{KEY}/timetable/")
    agenda = text_of(own)
    assert [hour in agenda for hour in hours[:4]] == [False, False, True, True]
