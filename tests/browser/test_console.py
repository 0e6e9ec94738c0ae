"""The moderators' web pages in a real browser: without scripts, by keyboard, on a telephone."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
PAGES = ("/", "/queue", "/queue/next", "/search", "/learners", "/themes", "/gaps", "/confusion")
STAFF_PAGES = ("/quizzes", "/audit")


class Bot:
    """The process with the bot and its console."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("console_process.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        assert self._process.stdin is not None
        self._out, self._in = self._process.stdout, self._process.stdin
        said = self._out.readline().strip()
        assert said == "ready", f"{said}; it ended with {self.stop()}"

    def link(self, name: str) -> str:
        print(name, file=self._in, flush=True)
        return self._out.readline().strip()

    def stop(self) -> int:
        """Its exit code, once it has closed everything."""
        self._in.close()
        code = self._process.wait(timeout=60)
        self._out.close()
        return code


@pytest.fixture(scope="module")
def bot(browser: Browser) -> Iterator[Bot]:
    running = Bot()
    yield running
    assert running.stop() == 0


def enter(browser: Browser, bot: Bot, name: str, **options: object) -> Page:
    """A browser without scripts in which somebody has opened the console."""
    context = browser.new_context(
        **{"viewport": DESKTOP, "java_script_enabled": False, "locale": "en-US", **options}
    )
    page = context.new_page()
    page.goto(bot.link(name))
    page.get_by_role("button", name="Open the console").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
    return page


def at(page: Page, path: str) -> None:
    page.goto(re.sub(r"(https?://[^/]+).*", rf"\1{path}", page.url))


def test_a_moderator_searches_reads_and_reviews_without_a_script(
    browser: Browser, bot: Bot
) -> None:
    page = enter(browser, bot, "mona")
    page.get_by_role("link", name="Search", exact=True).click()
    page.get_by_label("Words, or a receipt").fill("cost")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("table")).to_contain_text("What did the Tollan Bridge cost?")
    page.get_by_role("table").get_by_role("link", name=re.compile("^A-")).first.click()

    expect(page.locator("mark").filter(has_text="48,000 pounds")).to_be_visible()
    expect(page.get_by_text("Disliked by")).to_be_visible()
    page.get_by_label("Note").fill("Says the sum and not the year.")
    page.get_by_role("button", name="Wrong").click()
    expect(page.get_by_role("status")).to_have_text("Your review is saved.")
    expect(page.locator("dl").first).to_contain_text("wrong")
    expect(page.locator("dl").first).to_contain_text("Says the sum and not the year.")


def test_the_queue_is_worked_off_one_by_one_with_the_keyboard_alone(
    browser: Browser, bot: Bot
) -> None:
    page = enter(browser, bot, "mona")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    press_until(page, "Review")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Review")
    press_until(page, "Review one by one")
    page.keyboard.press("Enter")
    first = page.get_by_role("heading", level=1).inner_text()
    press_until(page, "OK")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Your review is saved.")
    press_until(page, "Next unreviewed")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).not_to_have_text(first)


def press_until(page: Page, name: str) -> None:
    """Tab on, as somebody without a mouse does, up to the link or button of that name."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and focused.inner_text() == name:
            # What has the focus is seen to have it.
            assert page.locator(":focus-visible").count() == 1
            return
    raise AssertionError(f"no way to {name!r} with the keyboard")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_its_screen_and_breaks_no_rule_of_its_own(
    browser: Browser, bot: Bot, screenshots: Path, viewport: dict[str, int], scheme: str
) -> None:
    page = enter(
        browser, bot, "max", viewport=viewport, color_scheme=scheme, java_script_enabled=True
    )
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda sent: complaints.append(sent.url) if outside(sent.url) else None)
    at(page, "/quizzes")
    quiz = page.get_by_role("table").get_by_role("link").first.inner_text()
    at(page, "/search")
    answer = (
        page.get_by_role("table").get_by_role("link", name=re.compile("^A-")).first.inner_text()
    )
    reader = page.get_by_role("table").get_by_role("link", name=re.compile("^Reader")).first
    learner = f"/learners?reader={reader.inner_text().replace(' ', '+')}"
    records = (f"/quizzes/{quiz}", f"/record/{quiz}", f"/record/{answer}")
    for path in (*PAGES, *STAFF_PAGES, *records, learner):
        at(page, path)
        page.evaluate("document.querySelectorAll('details').forEach(lid => lid.open = true)")
        name = re.sub(r"\W+", "-", path).strip("-") or "home"
        page.screenshot(
            path=screenshots / f"{name}-{viewport['width']}-{scheme}.png", full_page=True
        )
        assert page.get_by_role("heading", level=1).count() == 1, path
        assert page.get_by_role("main").count() == 1, path
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, f"{path} is wider than its screen by {wider}"
        assert cut(page) == [], path
        assert faint(page) == [], path
        assert unnamed(page) == [], path
    assert complaints == []


def cut(page: Page) -> list[str]:
    """Tables of which a part is out of sight until it is scrolled to sideways."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('.wide')]
            .filter(e => e.scrollWidth > e.clientWidth)
            .map(e => e.getAttribute('aria-label'))"""
    )
    return found


def faint(page: Page) -> list[str]:
    """Words whose contrast with what is behind them is below 4.5 (WCAG 2.2 AA, 1.4.3)."""
    found: list[str] = page.evaluate(
        """() => {
            const parts = colour => colour.match(/[\\d.]+/g).map(Number);
            const linear = c => c <= 10.31475 ? c / 3294.6 : ((c / 255 + .055) / 1.055) ** 2.4;
            const light = ([r, g, b]) =>
                .2126 * linear(r) + .7152 * linear(g) + .0722 * linear(b);
            const ground = e => {
                for (; e; e = e.parentElement) {
                    const found = parts(getComputedStyle(e).backgroundColor);
                    if (found.length < 4 || found[3] === 1) return found;
                    if (found[3] > 0) throw new Error('a ground that shows through');
                }
                throw new Error('no ground');
            };
            const contrast = (one, other) => {
                const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
                return (high + .05) / (low + .05);
            };
            const speaks = e =>
                [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
            const told = [...document.querySelectorAll('body, body *')].filter(speaks)
                .map(e => [e, null]);
            for (const e of document.querySelectorAll('[placeholder]'))
                told.push([e, '::placeholder']);
            for (const e of document.querySelectorAll('[data-label]'))
                if (getComputedStyle(e, '::before').content !== 'none') told.push([e, '::before']);
            return told
                .map(([e, part]) => [e, part, parts(getComputedStyle(e, part).color)])
                .map(([e, part, ink]) => [contrast(ink, ground(e)), e.outerHTML, part])
                .filter(([found]) => found < 4.5)
                .map(([found, ...where]) => `${found.toFixed(2)} ${where}`);
        }"""
    )
    return found


def outside(address: str) -> bool:
    return not address.startswith(("http://127.0.0.1", "data:"))


def unnamed(page: Page) -> list[str]:
    """Fields without a label, and links and buttons without words."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('a, button, input, select, textarea')]
            .filter(e => e.type !== 'hidden')
            .filter(e => !(e.labels?.length || e.innerText?.trim()))
            .map(e => e.outerHTML)"""
    )
    return found


def test_what_was_asked_is_shown_as_words_and_runs_nothing(browser: Browser, bot: Bot) -> None:
    page = enter(browser, bot, "mona", java_script_enabled=True)
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    at(page, "/search?text=everyone")
    expect(page.get_by_role("table")).to_contain_text("<script>alert(1)</script> @everyone")
    assert page.locator("main script").count() == 0
    assert page.locator("a[href*='evil.example']").count() == 0


def test_a_name_is_shown_for_a_reason_to_those_who_may(browser: Browser, bot: Bot) -> None:
    page = enter(browser, bot, "mona")
    at(page, "/queue/next")
    expect(page.get_by_role("button", name="Show name")).to_have_count(0)

    page = enter(browser, bot, "max")
    at(page, "/queue/next")
    page.get_by_label("Why do you need to know?").fill("A threat against a pupil")
    page.get_by_role("button", name="Show name").click()
    expect(page.get_by_role("status")).to_contain_text(re.compile("was asked by (Ana|Ben)"))
