"""The chat with a language model, in a real browser."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from scripted import Scripted, Status, Wait, number, scripted

from assistant.settings import Settings
from ui import texts
from ui.server import create_app

pytestmark = pytest.mark.browser

FEE = "Hoe hoog is de eigen bijdrage voor hulp bij het huishouden?"
FEE_SAID = "De eigen bijdrage is 20,60 euro per maand."
BILL_SAID = "Het CAK stuurt daarvoor een rekening."
SECONDS = 1000


@pytest.fixture
def script() -> Iterator[Scripted]:
    with scripted() as made:
        yield made


@pytest.fixture
def page(chromium: Any, serve: Callable[..., Any], script: Scripted, web_settings: Settings) -> Iterator[Any]:
    with serve(create_app(script.settings(web_settings, llm_seconds=60.0))) as address:
        opened = chromium.new_page()
        opened.set_default_timeout(20 * SECONDS)
        opened.goto(address)
        opened.locator(".vb-log").wait_for(state="attached")
        yield opened
        opened.close()


def ask(page: Any) -> None:
    page.get_by_label("Uw vraag").fill(FEE)
    page.get_by_label("Uw vraag").press("Enter")


def test_statements_appear_one_by_one_with_their_quotes(page: Any, script: Scripted) -> None:
    release = threading.Event()
    script.reply = lambda body: [
        f"{FEE_SAID} [{number(body, 'De eigen bijdrage voor hulp')}]\n",
        Wait(release),
        f"{BILL_SAID} [{number(body, 'Het CAK stuurt')}]\n",
    ]
    ask(page)
    page.get_by_text(FEE_SAID).first.wait_for()
    assert not release.is_set()
    assert page.locator(".vb-answer p").count() == page.locator(".vb-card").count() == 1
    assert page.locator(".vb-log").get_attribute("aria-busy") == "true"
    page.get_by_label("Uw vraag").fill("Wie is")
    release.set()
    page.locator('.vb-log[aria-busy="false"]').wait_for()
    assert page.get_by_label("Uw vraag").input_value() == "Wie is", "what is typed meanwhile stays"
    assert page.locator(".vb-answer p").all_inner_texts() == [f"{FEE_SAID} [1]", f"{BILL_SAID} [2]"]
    assert page.locator(".vb-worded").inner_text() == texts.PAGE_WORDS["worded"]
    assert page.locator(".vb-quote").count() == 2
    assert page.locator(".vb-told").count() == 0


def test_a_silent_model_is_told_above_the_quotes(page: Any, script: Scripted) -> None:
    script.reply = [Status(500)]
    ask(page)
    told = page.locator(".vb-told")
    told.wait_for()
    assert "Het taalmodel gaf geen antwoord." in told.inner_text()
    page.locator('.vb-log[aria-busy="false"]').wait_for()
    assert "€ 20,60" in page.locator(".vb-card mark").first.inner_text()
    assert page.locator(".vb-worded").count() == 0


def test_while_the_model_is_busy_the_page_says_so_and_leaving_stops_it(page: Any, script: Scripted) -> None:
    waiting = threading.Event()
    script.reply = [waiting.set, Wait()]
    ask(page)
    page.get_by_text(texts.PAGE_WORDS["writing"]).wait_for()
    assert waiting.wait(10)
    page.goto("about:blank")
    assert script.left.wait(20)


def test_clearing_stops_the_model_and_nothing_comes_back(page: Any, script: Scripted) -> None:
    waiting = threading.Event()
    script.reply = lambda body: [
        f"{FEE_SAID} [{number(body, 'De eigen bijdrage voor hulp')}]\n",
        waiting.set,
        Wait(),
    ]
    ask(page)
    page.get_by_text(FEE_SAID).first.wait_for()
    assert waiting.wait(10)
    page.get_by_role("button", name="Wis gesprek").click()
    assert script.left.wait(20)
    page.locator(".vb-exchange").wait_for(state="detached")
    page.wait_for_timeout(2 * SECONDS)
    assert page.locator(".vb-exchange").count() == 0
    assert page.get_by_role("alert").inner_text() == ""
    script.reply = lambda body: [f"{BILL_SAID} [{number(body, 'Het CAK stuurt')}]\n"]
    ask(page)
    page.get_by_text(BILL_SAID).first.wait_for()
