"""An officer enters a foreign government and whom to call there, merges a contact entered twice, and undoes it."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.journeys import Words, days_ago, facts_of, text_of

SAY = Words("ko")
CONTACTS = "/registry/people/"


def save(page: Page) -> None:
    """Press the main button of the page's form."""
    page.locator("main form [type=submit].primary").last.click()


def choose(page: Page, field: str, *, typed: str) -> None:
    """Type a name into a field of the registry, and take the first suggestion: with arrow keys, or from the list."""
    page.locator(f"input[name={field}_text]").press_sequentially(typed, delay=20)
    page.locator(f"#id_{field}_list [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def add_government(page: Page, *, name_ko: str, name_en: str) -> None:
    """Enter a foreign local government."""
    page.goto("/registry/bodies/")
    page.get_by_role("link", name=SAY("Add a body")).click()
    page.locator("input[name=name_ko]").fill(name_ko)
    page.locator("input[name=name_en]").fill(name_en)
    page.locator("select[name=kind]").select_option("foreign_government")
    page.locator("select[name=country]").select_option("FR")
    save(page)
    page.wait_for_url("**/registry/bodies/*/")


def add_contact(page: Page, *, name: str, email: str, body: str) -> str:
    """Enter a contact who holds a post in that body since ten days; return the address of the contact's page."""
    page.goto(CONTACTS)
    page.get_by_role("link", name=SAY("Add a contact")).first.click()
    page.locator("input[name=name_ko]").fill(name)
    page.locator("input[name=email]").fill(email)
    choose(page, "post-body", typed=body)
    page.locator("input[name=post-title_ko]").fill("국제협력과장")
    page.locator("input[name=post-starts_on]").fill(days_ago(10))
    save(page)
    page.wait_for_url(f"**{CONTACTS}*/")
    return page.url


def merge_first_two(page: Page, *, keep: str) -> None:
    """Open the contacts that look alike side by side, and keep one of them."""
    page.goto("/registry/duplicates/?subject=person")
    page.locator("main tbody tr", has_text=keep).get_by_role("link", name=SAY("Compare")).click()
    assert SAY("E-mail") in text_of(page) and "claire@example.org" in text_of(page)
    page.locator("main form button.secondary", has_text=keep).first.click()
    page.wait_for_url("**/duplicates/?**")


def test_an_officer_keeps_a_government_a_contact_and_makes_one_of_two(signed_in: Callable[..., Page]) -> None:
    page = signed_in("officer")
    add_government(page, name_ko="오를레앙시청", name_en="Orléans City Hall")
    assert "오를레앙시청" in text_of(page, "main h1")
    first = add_contact(page, name="클레르 마르탱", email="claire@example.org", body="오를레앙시청")
    assert facts_of(page)[SAY("E-mail")] == "claire@example.org"
    assert "오를레앙시청 · 국제협력과장" in text_of(page, "ul.posts")
    second = add_contact(page, name="클레어 마틴", email="claire@example.org", body="오를레앙시청")
    merge_first_two(page, keep="클레르 마르탱")
    assert [opens(page, address) for address in (first, second)] == [True, False]
    undo_merge(page, name="클레어 마틴")
    assert [opens(page, address) for address in (first, second)] == [True, True]
    leave_post(page, first)
    assert page.get_by_role("link", name=SAY("Leaves %(body)s") % {"body": "오를레앙시청"}).count() == 0


def opens(page: Page, address: str) -> bool:
    """Tell whether a contact's page shows a contact that can be changed."""
    page.goto(address)
    return page.get_by_role("link", name=SAY("Change"), exact=True).count() == 1


def undo_merge(page: Page, *, name: str) -> None:
    """Make two of what was merged."""
    page.goto("/registry/duplicates/?subject=person")
    page.get_by_role("button", name=SAY("Make %(name)s two again") % {"name": name}).click()
    page.get_by_text(SAY("They are two again.")).wait_for()


def leave_post(page: Page, address: str) -> None:
    """Say that the contact left the post yesterday."""
    page.goto(address)
    page.get_by_role("link", name=SAY("Leaves %(body)s") % {"body": "오를레앙시청"}).click()
    page.locator("input[name=on]").fill(days_ago(1))
    save(page)
    page.wait_for_url(address)
