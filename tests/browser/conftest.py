"""A real Chromium; every page is watched for requests elsewhere and errors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
SECONDS = 1000


@pytest.fixture(scope="module")
def chromium() -> Iterator[playwright.Browser]:
    """Start Debian's Chromium once a file; while it is open, Playwright keeps an event loop running in this thread."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not there")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


LEAVING = ("AbortError: signal is aborted", "Unexpected error Connection errored out")
"""What Gradio reports of a request that was under way when its page was left or closed; no page met an error."""


@dataclass
class Watched:
    """A browser session: what its pages asked of the network, and what went wrong in them."""

    context: playwright.BrowserContext
    address: str
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.set_default_timeout(20 * SECONDS)
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.context.on("console", lambda said: said.type == "error" and self._met(said.text))
        self.context.on("weberror", lambda error: self._met(str(error.error)))

    def _met(self, error: str) -> None:
        if not error.startswith(LEAVING):
            self.errors.append(error)

    def chat(self) -> playwright.Page:
        """Open the chat and wait until it can be used."""
        page = self.context.new_page()
        page.goto(self.address)
        page.get_by_label("Uw vraag").wait_for()
        page.locator(".vb-log").wait_for(state="attached")
        return page

    def ask(self, page: playwright.Page, question: str) -> playwright.Locator:
        """Type a question, press Enter and return the exchange once it has an answer."""
        number = page.locator(".vb-exchange").count()
        page.get_by_label("Uw vraag").fill(question)
        page.get_by_label("Uw vraag").press("Enter")
        exchange = page.locator(".vb-exchange").nth(number)
        exchange.locator(".vb-answer").wait_for()
        page.locator('.vb-log[aria-busy="false"]').wait_for()
        return exchange

    def elsewhere(self) -> list[str]:
        """List the requests to any other host than our own."""
        ours = urlsplit(self.address).netloc
        return [url for url in self.requests if urlsplit(url).netloc not in ("", ours)]


@pytest.fixture
def session(chromium: playwright.Browser, address: str) -> Iterator[Watched]:
    """Open a browser session of its own; afterwards prove that it stayed home and met no errors."""
    context = chromium.new_context(viewport={"width": 1280, "height": 860}, locale="en-US")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    watched = Watched(context, address)
    yield watched
    context.close()
    assert not watched.elsewhere()
    assert not watched.errors
