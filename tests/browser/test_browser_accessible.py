"""WCAG 2.2 AA, as far as axe-core can tell."""

from __future__ import annotations

from typing import Any

import pytest

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def _violations(page: Any) -> list[str]:
    found = axe.Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {node['html'][:200]} {node.get('failureSummary')}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(session: Any, width: int, scheme: str) -> None:
    page = session.chat()
    page.set_viewport_size({"width": width, "height": 740})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.locator("button.vb-example:visible").first.wait_for()
    assert not _violations(page)
    exchange = session.ask(page, "Hoe hoog is de eigen bijdrage voor hulp bij het huishouden?")
    session.ask(page, "Wie is de burgemeester van Meerwolde?")
    page.get_by_role("button", name="Verstuur").click()
    page.get_by_role("alert").get_by_text("Typ eerst uw vraag.").wait_for()
    assert not _violations(page)
    page.goto(session.address + exchange.locator(".vb-card a").first.get_attribute("href"))
    assert not _violations(page)
    page.goto(session.address + "bron/nee")
    assert not _violations(page)
    session.errors.clear()  # Chromium logs a 404 as an error


def test_targets_are_large_enough(session: Any) -> None:
    page = session.chat()
    page.set_viewport_size({"width": 360, "height": 740})
    session.ask(page, "Hoe hoog is de eigen bijdrage voor hulp bij het huishouden?")
    sizes = page.locator(":is(a, button, textarea):visible").evaluate_all(
        "all => all.map(e => [e.textContent, e.getBoundingClientRect().width, e.getBoundingClientRect().height])"
    )
    assert sizes
    assert not [size for size in sizes if size[1] < 24 or size[2] < 24]
