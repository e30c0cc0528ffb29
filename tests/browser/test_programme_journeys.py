"""An officer moves stops without a mouse, and on a telephone, and reads at once what clashes."""

import sqlite3
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NARROW
from tests.browser.journeys import Words, tab_until, text_of, working_day
from tests.browser.serving import Server, run

SAY = Words("en")
GUEST = "guest@example.org"
# A delegation to Sejong, at a site that closes at 18:00 and at talks, with time between.
DELEGATION = """
from datetime import date, datetime, time
from django.utils import timezone
from gagyo.accounts.models import User
from gagyo.visits.models import Site, SiteHours, Stop, Visit, VisitParty
officer, day = User.objects.get(email="visits@example.org"), date.fromisoformat("{day}")
at = lambda *clock: timezone.make_aware(datetime.combine(day, time(*clock)))
site = Site.objects.create(office=officer.last_office, name_ko="작은 박물관", name_en="Small museum")
SiteHours.objects.create(site=site, weekday=day.weekday(), opens_at=time(9), closes_at=time(18))
visit = Visit.objects.create(office=officer.last_office, name_ko="후에 대표단", name_en="Delegation of Hue",
                             starts_on=day, ends_on=day, state="confirmed", officer=officer)
VisitParty.objects.create(visit=visit, country_id="VN", persons=7)
Stop.objects.create(visit=visit, kind="meeting", title_ko="간담회", title_en="Talks", starts_at=at(10), ends_at=at(11))
Stop.objects.create(visit=visit, kind="site", site=site, starts_at=at(17), ends_at=at(18))
"""


@pytest.fixture(scope="module")
def programme(server: Server) -> str:
    """The address of the programme of a delegation to come."""
    run("manage.py", "shell", "-c", DELEGATION.format(day=working_day(ahead=50).isoformat()), data=server.data)
    with sqlite3.connect(f"file:{server.data / 'gagyo.sqlite3'}?mode=ro", uri=True) as connection:
        sql = "SELECT id FROM visits_visit WHERE name_en = 'Delegation of Hue' ORDER BY id DESC"
        return f"/en/visits/{connection.execute(sql).fetchone()[0]}/programme/"


def test_a_stop_is_moved_and_the_programme_sent_without_a_mouse(signed_in: Callable[..., Page], programme: str) -> None:
    page = signed_in("visits")
    page.goto(programme)
    button = f"{SAY('15 min later')} Talks"
    tab_until(page, lambda name: name.endswith(button))
    page.keyboard.press("Enter")
    page.locator("#programme-said", has_text="10:15").wait_for(state="attached")
    page.locator(".programme-stop", has_text="10:15–11:15").wait_for()
    # The focus stays on the button, so that the next press moves the stop on.
    page.wait_for_function("document.activeElement.id.startsWith('later-')")
    page.keyboard.press("Enter")
    page.locator(".programme-stop", has_text="10:30–11:30").wait_for()

    tab_until(page, lambda name: name == SAY("Send to the visitors"), key="Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/programme/send/")
    tab_until(page, lambda name: name.startswith(SAY("E-mail addresses")))
    page.keyboard.type(GUEST)
    tab_until(page, lambda name: name == SAY("Send"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/versions/1/")
    sent = text_of(page)
    assert [word in sent for word in ("10:30–11:30", "Talks", GUEST)] == [True, True, True]


def test_on_a_telephone_a_stop_is_moved_by_its_button_and_the_clash_stands_beside_it(
    signed_in: Callable[..., Page], programme: str, check_axe: Callable[[Page], None]
) -> None:
    phone = signed_in("visits", viewport=NARROW, is_mobile=True, has_touch=True, device_scale_factor=2)
    phone.goto(programme.removesuffix("programme/"))
    phone.get_by_role("link", name=SAY("Open the programme")).tap()
    phone.wait_for_url("**/programme/")
    stop = phone.locator(".programme-stop", has_text="Small museum")
    assert stop.locator(".clash").count() == 0
    stop.get_by_role("button", name=SAY("15 min later")).tap()
    sentence = SAY("%(site)s is open for %(have)s of these %(need)s minutes. Move the stop into its opening hours.")
    beside = stop.locator(".clash", has_text=sentence % {"site": "Small museum", "have": 45, "need": 60})
    beside.wait_for()
    assert "17:15–18:15" in stop.inner_text()
    assert phone.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    check_axe(phone)
    stop.get_by_role("button", name=SAY("15 min earlier")).tap()
    beside.wait_for(state="detached")
