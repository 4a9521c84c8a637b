"""What the tests do with the widget on a page: ask, and read what it shows."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page


def open_panel(page: Page) -> None:
    page.get_by_role("button", name="Ask the briefs").click()


def ask(page: Page, question: str) -> Locator:
    """Type a question, press Enter, and wait for the answer to it."""
    answers = page.locator("article.answer")
    before = answers.count()
    page.get_by_role("textbox", name="Your question").fill(question)
    page.keyboard.press("Enter")
    answer = answers.nth(before)
    answer.wait_for()
    return answer


def focused(page: Page) -> str:
    """The element that has the focus, looked up through shadow roots: its label, text or tag."""
    return page.evaluate(
        """() => {
            let at = document.activeElement;
            while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
            return at.getAttribute("aria-label") || at.textContent.trim().slice(0, 60) || at.tagName;
        }"""
    )


def violations(page: Page) -> list[str]:
    """What axe finds wrong, shadow roots included: rule and elements."""
    page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate("axe.run().then((result) => result.violations)")
    return [f"{one['id']}: {[node['html'][:120] for node in one['nodes']]}" for one in found]
