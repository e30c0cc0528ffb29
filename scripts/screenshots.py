"""
Take the pictures of docs/screenshots: the main screens, in Korean and English, wide and narrow.

    python scripts/screenshots.py                          start a server on fresh sample data, take all
    python scripts/screenshots.py --only home,tie          take some
    python scripts/screenshots.py --server http://127.0.0.1:8000 --password WORD    of a server that runs

A picture shows what one sees without scrolling. Dates in it are those of the day on which it was taken.
"""

import argparse
import base64
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.serving import PASSWORD, ROOT, make_template, serving

TARGET = ROOT / "docs" / "screenshots"
WIDE, NARROW = ViewportSize(width=1440, height=960), ViewportSize(width=360, height=760)
SIZES = {"wide": (WIDE, 1), "narrow": (NARROW, 2)}
LANGUAGES = {"ko": "", "en": "/en"}
# What an officer's list looks like: dates in several forms, one row known, one name doubtful, two rows wrong.
SHEET = """지자체,자매도시,국가,구분,체결일,교류분야
남양주시,다트포드,영국,자매결연,1996.5.3,문화
남양주시,브레아,미국,자매결연,2020년,교육
남양주시,하노이,베트남,우호교류,2019.11,경제
남양주시,삿포로,일본,우호교류,'21.07,관광
남양주시,울란바토르,몽골,우호교류,2022-13-01,행정
남양주시,가나다라시,프랑스,자매결연,2023.3.2,문화
"""


@dataclass(frozen=True)
class Shot:
    """
    One screen: its address, who sees it, and what is done on it before the picture is taken.

    do: gets the page and the language's prefix of addresses, for a screen that is reached by steps
    sizes: what it is looked at with: keys of SIZES
    """

    address: str
    who: str = ""
    do: Callable[[Page, str], None] | None = None
    sizes: tuple[str, ...] = ("wide", "narrow")


def open_first(selector: str) -> Callable[[Page, str], None]:
    """Return a step that follows the first link that fits."""

    def step(page: Page, _prefix: str) -> None:
        page.goto(str(page.locator(selector).first.get_attribute("href")))

    return step


def open_part(part: str) -> Callable[[Page, str], None]:
    """Return the step that opens the first visit of a list, and a part of it."""

    def step(page: Page, _prefix: str) -> None:
        page.goto(str(page.locator("main table tbody a[href*='/visits/']").first.get_attribute("href")) + part)

    return step


def open_round(part: str = "") -> Callable[[Page, str], None]:
    """Return the step that opens the first round of a list, and a part of it."""

    def step(page: Page, _prefix: str) -> None:
        page.goto(str(page.locator("main table tbody a[href*='/meetings/']").first.get_attribute("href")) + part)

    return step


def open_own(part: str, link: str = "") -> Callable[[Page, str], None]:
    """
    Return the step that opens the first round of a list, the office's own part in it, and a screen of that.

    link: what is followed from there, the first that fits
    """

    def step(page: Page, prefix: str) -> None:
        open_round()(page, prefix)
        page.goto(str(page.locator("main a[href*='/meetings/as/']").first.get_attribute("href")) + part)
        if link:
            open_first(link)(page, prefix)

    return step


def open_handover(page: Page, _prefix: str) -> None:
    """Open the hand-over of the sample's ambassador, from the list of provinces."""
    page.locator("main a", has_text="박국제").or_(page.locator("main a", has_text="Park Gukje")).first.click()
    page.wait_for_load_state()
    page.locator("main a[href*='/hand-over/']").first.click()
    page.wait_for_load_state()


def type_search(page: Page, _prefix: str) -> None:
    """Move the pointer away, so that no button looks pressed."""
    page.mouse.move(0, 0)


def preview_import(page: Page, _prefix: str) -> None:
    """Upload the sheet and go on until the preview."""
    page.locator("input[type=file]").set_input_files(
        {"name": "자매도시 현황.csv", "mimeType": "text/csv", "buffer": SHEET.encode("cp949")}
    )
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url("**/columns/")
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url("**/matches/")
    while "/matches/" in page.url:
        skip = page.locator("button[name=skip]")
        if skip.count():
            skip.click()
        else:
            page.locator(".form-buttons a.primary").click()
        page.wait_for_load_state()


SHOTS = {
    "home": Shot("/"),
    "directory": Shot("/ties/?country=JP"),
    "map": Shot("/ties/map/"),
    "tie": Shot("/ties/?q=다트포드", "officer", open_first("main table tbody a[href*='/ties/']")),
    "country": Shot("/countries/CN/"),
    "statistics": Shot("/statistics/"),
    "work": Shot("/work/", "officer"),
    "import": Shot("/imports/new/", "officer", preview_import),
    "handover": Shot("/handover/", "officer"),
    "visits": Shot("/visits/", "visits"),
    "visit": Shot("/visits/?q=디지털정부", "visits", open_first("main table tbody a[href*='/visits/']")),
    "programme": Shot("/visits/?q=디지털정부", "visits", open_part("programme/")),
    "interpreters": Shot("/visits/?q=디지털정부", "visits", open_part("interpreters/")),
    "half-year": Shot("/visits/half-year/?half=2024H1&as_of=2024-06-19&table=region", "visits"),
    "welcome": Shot("/welcome/", "", open_first("main a[href*='/welcome/']")),
    "meeting-round": Shot("/meetings/?state=wishing", "operator", open_round(), ("wide",)),
    "wishes": Shot("/meetings/?state=wishing", "officer", open_own("wishes/"), ("narrow",)),
    "agenda": Shot("/meetings/?state=running", "officer", open_own("timetable/"), ("narrow",)),
    "minutes": Shot(
        "/meetings/?state=running", "officer", open_own("agreed/", ".wish-answer a:last-of-type"), ("narrow",)
    ),
    "briefing": Shot(
        "/meetings/?state=running", "officer", open_own("agreed/", ".wish-answer a[href*='/briefing/']"), ("wide",)
    ),
    "round-figures": Shot("/meetings/?state=done", "operator", open_round("figures/"), ("wide",)),
    "request": Shot(
        "/support/?q=다트퍼드 청소년", "officer", open_first("main table tbody a[href*='/support/']"), ("wide",)
    ),
    "request-routing": Shot(
        "/support/board/?state=sent", "desk_officer", open_first("a[href$='/routing/']"), ("wide",)
    ),
    "request-board": Shot("/support/board/", "desk_officer"),
    "request-leg": Shot(
        "/support/board/?view=mine", "mission_officer", open_first("a[href*='/legs/'][href$='/answer/']"), ("narrow",)
    ),
    "request-hours": Shot("/support/settings/hours/", "manager", None, ("wide",)),
    "ambassadors": Shot("/ambassadors/", "desk_officer", None, ("wide",)),
    "ambassador-handover": Shot("/ambassadors/", "ambassador", open_handover, ("wide",)),
    "activity-add": Shot("/ambassadors/activities/add/", "ambassador", None, ("narrow",)),
    "advice-desk": Shot("/ambassadors/advice/", "ambassador", None, ("wide",)),
    "search": Shot("/search/?q=다트포드", "", type_search),
    "audit": Shot("/audit/", "auditor"),
    "signin": Shot("/accounts/login/"),
}


def sign_in(page: Page, *, who: str, password: str) -> None:
    """Sign in as a person does."""
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(f"{who}@example.org")
    page.locator("input[name=password]").fill(password)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/work/")


def picture(page: Page, *, file: Path, kind: str) -> None:
    """Write what the page shows now; Chromium itself writes WebP."""
    session = page.context.new_cdp_session(page)
    quality = {"quality": 82} if kind == "webp" else {}
    answer = session.send("Page.captureScreenshot", {"format": kind, **quality})
    file.write_bytes(base64.b64decode(answer["data"]))
    session.detach()


@contextmanager
def pages(browser: Browser, *, url: str, size: str, who: str, password: str) -> Iterator[Page]:
    """Open a page of that size, signed in as that role, with nothing moving."""
    viewport, scale = SIZES[size]
    context = browser.new_context(
        base_url=url,
        viewport=viewport,
        device_scale_factor=scale,
        locale="ko-KR",
        timezone_id="Asia/Seoul",
        reduced_motion="reduce",
    )
    context.set_default_timeout(60_000)
    page = context.new_page()
    if who:
        sign_in(page, who=who, password=password)
    yield page
    context.close()


def take(
    browser: Browser, *, language: str, url: str, password: str, names: list[str], folder: Path, kind: str
) -> None:
    """Take the named screens in one language and both widths."""
    prefix = LANGUAGES[language]
    for who in sorted({SHOTS[name].who for name in names}):
        for size in SIZES:
            with pages(browser, url=url, size=size, who=who, password=password) as page:
                for name in (name for name in names if SHOTS[name].who == who and size in SHOTS[name].sizes):
                    page.goto(prefix + SHOTS[name].address)
                    if step := SHOTS[name].do:
                        step(page, prefix)
                    page.evaluate("document.fonts.ready")
                    page.wait_for_timeout(100)
                    file = folder / f"{name}.{language}.{size}.{kind}"
                    picture(page, file=file, kind=kind)
                    print(f"- {file.name}: {file.stat().st_size // 1024} KB", flush=True)


def take_all(*, url: str, **options: Any) -> None:
    """Take the named screens in both languages."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for language in LANGUAGES:
            take(browser, language=language, url=url, **options)
        browser.close()


def arguments() -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(SHOTS), help="names of screens, with commas between")
    parser.add_argument("--to", type=Path, default=TARGET, help="folder")
    parser.add_argument("--kind", choices=["webp", "png"], default="webp", help="kind of picture")
    parser.add_argument("--server", default="", help="address of a running server with the sample data")
    parser.add_argument("--password", default=PASSWORD, help="password of its sample accounts")
    return parser.parse_args()


def main() -> int:
    """Take the pictures."""
    chosen = arguments()
    names = chosen.only.split(",")
    options: dict[str, Any] = {"names": names, "folder": chosen.to, "kind": chosen.kind, "password": chosen.password}
    chosen.to.mkdir(parents=True, exist_ok=True)
    if chosen.server:
        take_all(url=chosen.server, **options)
        return 0
    with tempfile.TemporaryDirectory(prefix="gagyo-pictures-") as folder:
        data = make_template(Path(folder))
        with serving(data=data, log=Path(folder) / "server.log") as server:
            take_all(url=server.url, **options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
