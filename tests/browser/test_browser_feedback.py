"""Saying whether an answer was useful, in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import Settings
from ui.feedback import NOT_USEFUL, REFUSED, Feedback
from ui.server import create_app

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
pytestmark = pytest.mark.browser

QUESTION = "Hoe hoog is de eigen bijdrage voor hulp bij het huishouden?"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def keeping(web_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a copy of the shared index that keeps questions."""
    folder = tmp_path_factory.mktemp("keeping") / "index"
    shutil.copytree(web_settings.index, folder)
    return Settings(index=folder, keep_questions=True, keep_days=30)


@pytest.fixture(scope="module")
def address(keeping: Settings, serve: Callable[..., AbstractContextManager[str]]) -> Iterator[str]:
    with serve(create_app(keeping)) as url:
        yield url


@pytest.fixture
def kept(keeping: Settings) -> Iterator[Feedback]:
    opened = Feedback.of(keeping)
    assert opened
    opened.empty()
    yield opened
    opened.close()


def test_the_page_says_what_is_kept_and_keeps_what_it_says(session: Any, kept: Feedback) -> None:
    page = session.chat()
    notice = page.locator("#vb-notice").inner_text()
    assert "30 dagen bewaard om de bronnen te verbeteren" in notice
    exchange = session.ask(page, QUESTION)
    exchange.get_by_role("group", name="Was dit nuttig?").get_by_role("button", name="Nee").click()
    page.get_by_role("status").get_by_text("Bedankt voor uw oordeel.").wait_for()
    assert [(row.question, row.reason) for row in kept.rows()] == [(QUESTION, NOT_USEFUL)]
    assert exchange.get_by_role("button", name="Nee", pressed=True).evaluate("e => e === document.activeElement")
    session.ask(page, "Wie is de burgemeester van Meerwolde?")
    assert page.locator(".vb-judge:visible").count() == 0
    assert page.get_by_text("Bedankt voor uw oordeel.").count() == 0
    assert {row.reason for row in kept.rows()} == {NOT_USEFUL, REFUSED}


def test_only_the_newest_answer_is_judged_and_by_keyboard_too(session: Any, kept: Feedback) -> None:
    page = session.chat()
    session.ask(page, QUESTION)
    session.ask(page, "Waar werkt het team van Ria de Vries?")
    group = page.get_by_role("group", name="Was dit nuttig?")
    assert group.count() == 1
    for key, rows in (("Nee", 1), ("Ja", 0)):
        group.get_by_role("button", name=key).focus()
        page.keyboard.press("Enter")
        group.get_by_role("button", name=key, pressed=True).wait_for()
        page.locator(".vb-thanks").get_by_text("Bedankt").wait_for()
        page.wait_for_timeout(300)
        assert len(kept.rows()) == rows


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_about_judging(session: Any, kept: Feedback, width: int, scheme: str) -> None:
    page = session.chat()
    page.set_viewport_size({"width": width, "height": 740})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    exchange = session.ask(page, QUESTION)
    exchange.get_by_role("button", name="Nee").click()
    page.get_by_text("Bedankt voor uw oordeel.").wait_for()
    assert not axe.Axe().run(page, options=RULES).response["violations"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    sizes = page.locator(".vb-judge button").evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")
    assert min(sizes) >= 24


def test_the_file_is_not_served(session: Any, keeping: Settings) -> None:
    assert Path(keeping.index / "questions.sqlite").exists()
    for path in ("questions.sqlite", "ui/../questions.sqlite", "gradio_api/file=questions.sqlite"):
        assert session.context.request.get(session.address + path).status == 404
