"""Every page of the access table, in a real browser: accessible, in one language, within a telephone's width."""

import os
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import Error, Page, ViewportSize

from gagyo.accounts.choices import Role
from tests.access.groups import NOBODY, Group
from tests.browser.accessibility import faults_of
from tests.browser.conftest import Window, shared_folder
from tests.browser.sample_world import SampleWorld
from tests.browser.serving import Server, run
from tests.browser.words import wrong_words
from tests.test_access_matrix import known, line_for, pages

# Who opens a page, the first who may: a visitor reads the Korean page, an account the English one.
VISITORS = (
    NOBODY,
    Role.OFFICER,
    Role.MANAGER,
    Role.OPERATOR,
    Role.AUDITOR,
    Role.DESK_OFFICER,
    Role.MISSION_OFFICER,
)
ACCOUNTS = (*VISITORS[1:], NOBODY)
WIDE, NARROW = ViewportSize(width=1440, height=900), ViewportSize(width=360, height=740)
# Shows the component that holds a page's heading.
TWO_HEADINGS = frozenset({"common:gallery"})
# A participant's screen is one, opened by its link or by an account.
TWO_WAYS = re.compile(":(own|link)_")
# The sample data has no open invitation, no token, no import and no known link; addresses name one of each.
MORE_ROWS = """
from datetime import timedelta
from django.utils import timezone
from gagyo.accounts.models import ApiToken, Invitation, User
office = User.objects.get(email="officer@example.org").last_office
now = timezone.now()
Invitation.objects.create(office=office, email="x@example.org", role="officer", created_at=now, expires_at=now)
ApiToken.objects.create(office=office, name="x", created_at=now)
from gagyo.accounts.tests.make import make_actor
from gagyo.partnerships.actions.imports.prepare import start_import
data = "도시명,체결일\\n다트퍼드,1996".encode()
given = {"filename": "ties.csv", "subject": "ties", "office_id": office.pk, "by": make_actor(office=office), "now": now}
start_import(data=data, **given)
from gagyo.visits.models import InterpreterTask
from gagyo.visits.rules.interpreting import hashes_of
asked = InterpreterTask.objects.filter(state="asked", stop__visit__office=office).first()
asked.token_hash = hashes_of("a-key-of-the-access-table")[0]
asked.save()
from gagyo.meetings.models import Participant
from gagyo.meetings.tests.make import make_link
own = Participant.objects.filter(round__office=office, body__country="GB").first()
make_link(participant=own, key="the-link-of-the-access-table")
from gagyo.kernels.timetable.plan import solve_any
from gagyo.meetings.actions.mending import propose_mended
from gagyo.meetings.models import Presence
gone = {"state": "absent", "noted_at": now}
last = own.round.participants.last()
Presence.objects.update_or_create(participant=last, day=timezone.localdate(now), defaults=gone)
propose_mended(round_id=own.round_id, with_waiting=False, by=make_actor(office=office), now=now, solve=solve_any)
from gagyo.common.models import TranslatedText
from gagyo.support.models import Answer, AnswerItem, Approval, Leg, LegItem, RequestItem, SupportRequest
known = SupportRequest.objects.for_user(make_actor(office=office)).filter(state="under_way").first()
desk = User.objects.get(email="desk_officer@example.org")
abroad = User.objects.get(email="mission_officer@example.org").last_office
from datetime import timedelta
from gagyo.support.models import Absence, RoutingRule, SavedFilter
officer, manager = (User.objects.get(email=f"{who}@example.org") for who in ("officer", "manager"))
SavedFilter.objects.create(office=office, user=officer, name="영국", query="country=GB")
until = now.date() + timedelta(days=9)
Absence.objects.create(user=manager, office=office, starts_on=now.date(), ends_on=until, stand_in=officer)
RoutingRule.objects.create(field="development", office=desk.last_office)
for state in ("under_way", "answer_approval", "answered"):
    given = {"office": office, "asker": known.asker, "router": known.router, "created_at": now, "sent_at": now}
    asked = SupportRequest.objects.create(number=f"X-{state}", name_ko="통역", name_en="Help", state=state, **given)
    outcome = "granted" if state == "answered" else "open"
    item = RequestItem.objects.create(request=asked, text=TranslatedText("통역 소개"), outcome=outcome)
    if state == "under_way":
        leg = Leg.objects.create(request=asked, office=abroad, state="sent", proposed_at=now, sent_at=now)
        LegItem.objects.create(leg=leg, item=item)
    if state == "answer_approval":
        answer = Answer.objects.create(request=asked, round=1, attempt=1, drafted_at=now)
        AnswerItem.objects.create(answer=answer, item=item, outcome="granted", text=TranslatedText("소개합니다"))
        Approval.objects.create(answer=answer, attempt=1, order=1, approver=desk)
from gagyo.ambassadors.models import Activity, Posting
province = Posting.objects.past_access(because="a test").filter(name_ko="박국제").get().province
day = timezone.localdate(now) - timedelta(days=3)
held = {"office": office, "name_ko": "이전임", "name_en": "Lee Jeonim", "starts_on": day}
held["ends_on"] = timezone.localdate(now)
past = Posting.objects.create(province=province, **held)
talk = {"name_ko": "면담", "name_en": "Talk", "day": day, "outcome": "promised", "created_at": now}
Activity.objects.create(office=office, posting=past, **talk)
from gagyo.ambassadors.models import AnnualPlan, PlanGoal, PlannedActivity, PlanVersion
from gagyo.ambassadors.queries.plan_content import content_of
from gagyo.registry.models import Body
first = Body.objects.get(code="41")
for year, state in ((2051, "draft"), (2052, "submitted"), (2053, "approved"), (2054, "results_submitted")):
    given = {"office": office, "province": first, "created_at": now, "visibility": "shared", "is_sample": True}
    plan = AnnualPlan.objects.create(year=year, state=state, words=TranslatedText("한 해의 계획"), **given)
    goal = PlanGoal.objects.create(plan=plan, field="exports", words=TranslatedText("수출 상담"))
    PlannedActivity.objects.create(goal=goal, name_ko="상담회", name_en="Consultation", month=4, budget_krw=5_000_000)
    PlanVersion.objects.create(plan=plan, number=1, state=state, content=content_of(plan), at=now)
from gagyo.ambassadors.models import AdviceQuestion
waits = {"asker_office": office, "state": "waiting", "asked_at": now, "confirmed_at": now, "due_at": now}
words = {"subject": "통관 서류", "question": "어떤 서류가 필요합니까?"}
AdviceQuestion.objects.create(office=office, number="Q-X", **waits, **words)
from gagyo.ambassadors.models import Case, CaseFigure
told = {name: TranslatedText("이야기") for name in ("situation", "done", "result", "lesson")}
for state, seen in (("draft", "office"), ("submitted", "office"), ("approved", "public")):
    given = {"office": office, "province": first, "created_at": now, "year": 2026, "field": "exports", **told}
    case = Case.objects.create(name_ko="사례", name_en=f"Case {state}", state=state, visibility=seen, **given)
    number = {"label_ko": "상담", "label_en": "Talks", "value": 3, "unit": "item", "as_of": timezone.localdate(now)}
    CaseFigure.objects.create(case=case, url="https://example.org/", **number)
"""


def opened_by(group: Group, order: tuple[str, ...]) -> str:
    """Return who opens a page of this group."""
    return next((who for who in order if who in group.may), "")


def is_a_page(name: str) -> bool:
    """Tell whether an address shows a page to somebody. The admin's are Django's own, for superusers only."""
    line = line_for(name)
    return bool(
        line
        and line.method == "get"
        and line.group.ok == HTTPStatus.OK
        and not name.startswith("admin")
        and opened_by(line.group, VISITORS)
    )


NAMES = sorted(name for name in pages() if is_a_page(name))


@dataclass(frozen=True)
class Titles:
    """Which page has which title: a file each, because several processes open pages."""

    folder: Path

    def first_with(self, title: str, *, name: str) -> str:
        """Return the page that had this title first, which may be this one."""
        path, mine = self.folder / sha256(title.encode()).hexdigest(), self.folder / uuid4().hex
        mine.write_text(name)
        with suppress(FileExistsError):
            os.link(mine, path)
        return path.read_text()


def resize(page: Page, *, size: ViewportSize) -> None:
    """Give the page's window that size; what has it already would be laid out and painted anew."""
    if page.viewport_size != size:
        page.set_viewport_size(size)


@dataclass(frozen=True)
class Visit:
    """One page that is open, and what is known to be wrong with it."""

    name: str
    window: Window
    address: str
    faults: list[str]

    def measure(self, *, size: ViewportSize, again: bool) -> None:
        """Look at the page in one width; again: in its second."""
        page = self.window.page
        resize(page, size=size)
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wider > 0:
            self.faults.append(f"{self.address} is {wider} px wider than {size['width']} px")
        self.faults.extend(f"{self.address} at {size['width']} px: {fault}" for fault in faults_of(page, again=again))

    def read(self, *, language: str, headings: int, titles: Titles) -> None:
        """Read the page's frame and words."""
        found = self.window.page.evaluate(
            "() => ({lang: document.documentElement.lang, title: document.title, "
            "h1: document.querySelectorAll('h1').length, "
            "h1words: (document.querySelector('h1') || {textContent: ''}).textContent.trim()})"
        )
        if found["lang"] != language:
            self.faults.append(f"{self.address} has the language {found['lang']!r}")
        if found["h1"] != headings or not found["h1words"]:
            self.faults.append(f"{self.address} has {found['h1']} headings of the first level")
        if not found["title"].partition("|")[0].strip():
            self.faults.append(f"{self.address} has no title of its own")
        screen = TWO_WAYS.sub(":", self.name)
        same = titles.first_with(f"{language} {found['title']}", name=screen)
        if same != screen:
            self.faults.append(f"{self.address} has the title of {same}: {found['title']!r}")
        self.faults.extend(f"{self.address}: {words}" for words in wrong_words(self.window.page, language=language))


@pytest.fixture(scope="session")
def sample(server: Server) -> SampleWorld:
    """The rows of the sample data."""
    run("manage.py", "shell", "--verbosity", "0", "--command", MORE_ROWS, data=server.data)
    return SampleWorld(server.data / "gagyo.sqlite3")


@pytest.fixture(scope="session")
def titles(tmp_path_factory: pytest.TempPathFactory) -> Titles:
    """The titles of the pages that were opened: no two may have the same."""
    folder = shared_folder(tmp_path_factory) / "titles"
    folder.mkdir(exist_ok=True)
    return Titles(folder)


@pytest.fixture
def visit(window: Callable[..., Window], sample: SampleWorld) -> Callable[..., Visit | None]:
    """visit("pages:work", who="officer", language="en", size=WIDE) opens a page; None if the address gives a file."""

    def open_page(name: str, *, who: str, language: str, size: ViewportSize) -> Visit | None:
        line = known(name)
        given = {key: value for key, value in line.args(sample).items() if key in pages()[name].takes}  # type: ignore[arg-type] # a World's double
        with override(language):
            address = reverse(name, kwargs=given) + line.query
        found = window("" if who == NOBODY else who, contrast="high" if language == "en" else "light")
        resize(found.page, size=size)
        try:
            shown = found.page.goto(address)
        except Error as error:
            if "Download is starting" in error.message:
                return None
            raise
        assert shown is not None
        if "text/html" not in shown.headers.get("content-type", ""):
            return None
        faults = [] if shown.status == HTTPStatus.OK else [f"{address} answers {shown.status}"]
        return Visit(name, found, address, faults)

    return open_page


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_accessible_in_both_languages_and_widths(
    name: str,
    visit: Callable[..., Visit | None],
    titles: Titles,
) -> None:
    """Korean by a visitor in light colours, both widths; English by an account in high contrast, narrow."""
    group, faults = known(name).group, []
    for language, order, sizes in (("ko", VISITORS, (WIDE, NARROW)), ("en", ACCOUNTS, (NARROW,))):
        found = visit(name, who=opened_by(group, order), language=language, size=sizes[0])
        if found is None:
            continue
        found.read(language=language, headings=2 if name in TWO_HEADINGS else 1, titles=titles)
        for size in sizes:
            found.measure(size=size, again=size != sizes[0])
        faults += found.faults + found.window.watcher.seen
    assert faults == [], "\n".join(faults)
