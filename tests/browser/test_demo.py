"""What a newcomer sees after `make demo`, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from demo_process import Demo
from playwright.sync_api import Browser, Locator, Page, Response, expect

QUESTION = "When did Hua Guofeng visit Romania?"
PATIENCE_MS = 20_000
EFFECT_MS = 10_000
TRIES = 4
UNDER_WAY = re.compile("^(Completing|Updating|Switching|Sending)")


def open_page(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 1000}, locale="en-US")
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    expect(composer(page)).to_be_visible(timeout=PATIENCE_MS)
    return page


def composer(page: Page) -> Locator:
    return page.locator("#channel-composer-input")


def messages(page: Page) -> Locator:
    return page.locator("#channel-message-list article")


def ask(page: Page, question: str) -> None:
    ready(page)
    composer(page).press_sequentially("/ask")
    page.get_by_text("Ask the course's documents").first.wait_for()
    composer(page).press("Enter")
    page.locator("#channel-composer").get_by_text("/ask").wait_for()
    page.keyboard.type(question)
    at_rest(page)
    with page.expect_response(lambda response: is_action(response, "run_command")):
        page.keyboard.press("Enter")


def ready(page: Page) -> None:
    """Take back what a try before has left, such as a command that Preview did not complete."""
    at_rest(page)
    chip = page.locator("#channel-composer .command-chip")
    if chip.is_visible():
        chip.press("Backspace")
    composer(page).fill("")


def say(page: Page, words: str) -> None:
    ready(page)
    composer(page).fill(words)
    with page.expect_response(lambda response: is_action(response, "send_message")):
        composer(page).press("Enter")


def press(message: Locator, name: str) -> None:
    ready(message.page)
    with message.page.expect_response(lambda response: is_action(response, "click")):
        message.get_by_role("button", name=name).click()


def look_as(page: Page, name: str) -> None:
    ready(page)
    picker = page.locator("#viewer-picker")
    with page.expect_response(lambda response: is_action(response, "viewer")):
        picker.select_option(label=name)


def at_rest(page: Page) -> None:
    """Preview takes one action at a time and drops what is pressed meanwhile."""
    expect(page.locator("#action-status")).not_to_have_text(UNDER_WAY, timeout=PATIENCE_MS)
    page.wait_for_timeout(500)
    expect(page.locator("#action-status")).not_to_have_text(UNDER_WAY, timeout=PATIENCE_MS)


def until(act: Callable[[], None], seen: Callable[[], None]) -> None:
    """Act as a person would, once more if Preview was busy and dropped it."""
    for attempt in range(TRIES):
        act()
        try:
            seen()
        except AssertionError:
            if attempt == TRIES - 1:
                raise
        else:
            return


def is_action(response: Response, kind: str) -> bool:
    return f'"kind":"{kind}"' in (response.request.post_data or "")


def test_a_student_asks_opens_the_source_and_shares(
    browser: Browser, demo: Demo, screenshots: Path
) -> None:
    page = open_page(browser, demo.addresses[0])
    expect(messages(page).first).to_contain_text("Welcome!")

    private = messages(page).filter(has_text="Only you can see this").first
    until(
        lambda: ask(page, QUESTION),
        lambda: expect(private).to_contain_text("1978", timeout=EFFECT_MS),
    )
    expect(private).to_contain_text("Romania")
    page.screenshot(path=screenshots / "1-ana-asks.png")

    until(
        lambda: press(private, "Show source"),
        lambda: expect(messages(page).last).to_contain_text("The quoted words", timeout=EFFECT_MS),
    )
    page.screenshot(path=screenshots / "2-ana-opens-the-source.png")

    look_as(page, "Ben")
    expect(page.get_by_text("Only you can see this")).to_have_count(0, timeout=PATIENCE_MS)
    expect(page.get_by_text("Yugoslavia")).to_have_count(0)

    look_as(page, "Ana")
    public = messages(page).filter(has_text="1978").filter(has_not_text="Only you can see this")
    until(
        lambda: press(private, "Share"),
        lambda: expect(public.first).to_contain_text("Romania", timeout=EFFECT_MS),
    )
    page.screenshot(path=screenshots / "3-ana-shares.png")

    for name in ("Ben", "Ines", "Max"):
        look_as(page, name)
        expect(public.first).to_be_visible(timeout=PATIENCE_MS)
        expect(page.get_by_text("Only you can see this")).to_have_count(0)
        page.screenshot(path=screenshots / f"4-{name.lower()}-sees-the-shared-answer.png")


def test_staff_and_direct_messages_have_pages_of_their_own(
    browser: Browser, demo: Demo, screenshots: Path
) -> None:
    staff = open_page(browser, demo.addresses[1])
    assert staff.locator("#viewer-picker option").all_inner_texts() == ["Ines", "Max"]
    until(
        lambda: ask(staff, QUESTION),
        lambda: expect(messages(staff).last).to_contain_text("1978", timeout=EFFECT_MS),
    )
    staff.screenshot(path=screenshots / "5-ines-asks-in-staff.png")

    direct = open_page(browser, demo.addresses[2])
    until(
        lambda: say(direct, QUESTION),
        lambda: expect(messages(direct).last).to_contain_text("1978", timeout=EFFECT_MS),
    )
    direct.screenshot(path=screenshots / "6-ana-asks-in-a-direct-message.png")


def test_a_moderator_opens_the_console_by_its_link(browser: Browser, demo: Demo) -> None:
    staff = open_page(browser, demo.addresses[1])
    look_as(staff, "Max")
    link = messages(staff).filter(has_text="The console of this server").last

    def ask_for_it() -> None:
        ready(staff)
        composer(staff).press_sequentially("/logs console")
        staff.get_by_text("Get a link to the log in your browser").first.wait_for()
        composer(staff).press("Enter")
        at_rest(staff)
        with staff.expect_response(lambda response: is_action(response, "run_command")):
            staff.keyboard.press("Enter")

    until(ask_for_it, lambda: expect(link).to_contain_text("/open/", timeout=EFFECT_MS))
    [address] = re.findall(r"http://127\.0\.0\.1:\d+/open/[\w-]+", link.inner_text())
    console = browser.new_page()
    console.goto(address)
    console.get_by_role("button", name="Open the console").click()
    expect(console.get_by_role("heading", level=1)).to_have_text("Overview")
    expect(console.get_by_role("banner")).to_contain_text("Colloquy demo")


def test_a_page_shows_what_others_do_without_a_reload(browser: Browser, demo: Demo) -> None:
    ana, ben = (open_page(browser, demo.addresses[0]) for _ in range(2))
    look_as(ben, "Ben")
    until(
        lambda: say(ana, "@Colloquy hello, who visited Yugoslavia?"),
        lambda: expect(messages(ben).filter(has_text="hello").first).to_be_visible(
            timeout=EFFECT_MS
        ),
    )


def test_it_ends_cleanly_and_starts_again_on_the_same_data(
    browser: Browser, tmp_path: Path
) -> None:
    for question, words in ((QUESTION, "1978"), ("Who founded the Gates Foundation?", "Gates")):
        with Demo(tmp_path) as demo:
            page = open_page(browser, demo.addresses[0])
            until(
                partial(ask, page, question),
                lambda page=page, words=words: expect(messages(page).last).to_contain_text(
                    words, timeout=EFFECT_MS
                ),
            )
            page.close()
            code, said = demo.stop()
            assert (code, said.strip()) == (0, "")
