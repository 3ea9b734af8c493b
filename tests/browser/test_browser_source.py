"""The source viewer in a real browser."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def portrait(session: Any) -> tuple[str, int, int, str]:
    """Address and offsets of a quote with characters outside the basic plane before and in it."""
    page = session.chat()
    card = session.ask(page, "Waar werkt het team van Ria de Vries?").locator(".vb-card").first
    path = card.locator("a").get_attribute("href").split("?")[0]
    page.goto(session.address + path)
    text = page.locator("#vb-text").text_content()
    quote = "𝔇at team werkt in het oude postkantoor."
    start = text.index(quote)
    return path, start, start + len(quote), quote


def test_the_script_counts_characters_as_python_does(session: Any, portrait: tuple[str, int, int, str]) -> None:
    path, start, end, quote = portrait
    page = session.context.new_page()
    page.goto(f"{session.address}{path}#c{start}-{end}")
    assert "".join(page.locator("#vb-text mark").all_text_contents()) == quote
    page.locator(f"mark#c{start}-{end}:focus").wait_for()
    assert "Het citaat is gemarkeerd" in page.get_by_role("status").inner_text()


def test_a_quote_over_several_paragraphs_is_marked_whole(session: Any, portrait: tuple[str, int, int, str]) -> None:
    path, _, end, _ = portrait
    page = session.context.new_page()
    page.goto(f"{session.address}{path}#c5-{end}")
    text = page.locator("#vb-text").text_content()
    assert "".join(page.locator("#vb-text mark").all_text_contents()) == text[5:end]
    page.evaluate("location.hash = '#c0-8'")
    page.locator("mark#c0-8").wait_for()
    assert "".join(page.locator("#vb-text mark").all_text_contents()) == text[:8]
    assert page.locator("#vb-text").text_content() == text


def test_without_script_the_quote_is_marked_too(
    session: Any, chromium: Any, portrait: tuple[str, int, int, str]
) -> None:
    path, start, end, quote = portrait
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 300})
    page = context.new_page()
    page.goto(f"{session.address}{path}?start={start}&end={end}#c{start}-{end}")
    assert "".join(page.locator("#vb-text mark").all_text_contents()) == quote
    box = page.locator("#vb-text mark").first.bounding_box()
    assert 0 <= box["y"] < 300
    context.close()


@pytest.mark.parametrize("place", ["c5-999999", "c-1-5", "c9-9", "constructor", "c1-<img src=x>"])
def test_a_place_that_is_not_there_marks_nothing(session: Any, portrait: tuple[str, int, int, str], place: str) -> None:
    page = session.context.new_page()
    page.goto(f"{session.address}{portrait[0]}#{place}")
    assert page.locator("#vb-text").is_visible()
    assert page.locator("mark").count() == 0
