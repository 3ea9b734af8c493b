"""The chat in a real browser."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from assistant.chat import Assistant
from assistant.settings import Settings
from assistant.types import Answer, Turn
from ui.chat import Page, Talk, View
from ui.server import assemble, create_app

pytestmark = pytest.mark.browser

QUESTION = "Hoe hoog is de eigen bijdrage voor hulp bij het huishouden?"


def test_an_answer_has_cards_that_lead_to_the_same_words_in_the_source(session: Any) -> None:
    page = session.chat()
    card = session.ask(page, QUESTION).locator(".vb-card").first
    assert "€ 20,60" in card.locator("mark").inner_text()
    assert card.locator(".vb-title").inner_text() == "Hulp bij het huishouden"
    assert "12 maart 2024" in card.locator(".vb-where").inner_text()
    quote = card.locator(".vb-quote").text_content()
    with session.context.expect_page() as opened:
        card.get_by_role("link").click()
    source = opened.value
    mark = source.locator("#vb-text mark")
    assert "".join(mark.all_text_contents()) == quote
    assert mark.first.evaluate("mark => mark === document.activeElement")
    assert mark.first.evaluate(
        "mark => { const b = mark.getBoundingClientRect(); return b.top > 0 && b.bottom < innerHeight }"
    )


def test_a_refusal_is_plain_and_related_quotes_stand_apart(session: Any) -> None:
    page = session.chat()
    exchange = session.ask(page, "Wie is de burgemeester van Meerwolde?")
    assert exchange.locator(".vb-answer").inner_text() == "Dat staat niet in de bronnen."
    related = exchange.locator(".vb-related")
    assert related.get_by_role("heading", name="Wel gevonden over dit onderwerp").is_visible()
    assert related.locator(".vb-card").count() == exchange.locator(".vb-card").count() > 0


def test_a_follow_up_shows_what_was_searched(session: Any) -> None:
    page = session.chat()
    assert session.ask(page, "Wie is coördinator van het wijkteam Noord?").locator(".vb-searched").count() == 0
    searched = session.ask(page, "En waar woont zij?").locator(".vb-searched").inner_text()
    assert searched.startswith("Gezocht naar: ")
    assert "wijkteam Noord" in searched or "Ria de Vries" in searched


def test_clear_empties_the_page_and_the_memory(session: Any) -> None:
    page = session.chat()
    session.ask(page, "Wie is coördinator van het wijkteam Noord?")
    page.get_by_role("button", name="Wis gesprek").click()
    page.locator(".vb-exchange").wait_for(state="detached")
    assert session.ask(page, "En waar woont zij?").locator(".vb-searched").count() == 0


def test_copy_takes_the_answer_its_quotes_and_their_sources(session: Any) -> None:
    page = session.chat()
    exchange = session.ask(page, QUESTION)
    exchange.get_by_role("button", name="Kopieer antwoord").click()
    exchange.get_by_text("Gekopieerd").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    for part in (
        f"Vraag: {QUESTION}",
        exchange.locator(".vb-answer p").first.text_content(),
        exchange.locator(".vb-quote").first.text_content(),
        "Hulp bij het huishouden",
        "hulp.md",
    ):
        assert part in copied


def test_text_that_looks_like_code_stays_text(session: Any) -> None:
    page = session.chat()
    for question in ("Wie is de beheerder van het dossiersysteem?", "Hoeveel kost de licentie van het dossiersysteem?"):
        exchange = session.ask(page, question)
        quotes = "".join(exchange.locator(".vb-quote").all_text_contents())
        assert "<img src=x onerror=" in quotes or "[de prijslijst](javascript:window.gehackt=1)" in quotes
        assert "<img src=x onerror=window.gehackt=1>.txt" in exchange.locator(".vb-file").first.inner_text()
        with session.context.expect_page() as opened:
            exchange.locator(".vb-card a").first.click()
        opened.value.locator("#vb-text mark").first.wait_for()
        assert opened.value.evaluate("window.gehackt") is None
        assert opened.value.locator("#vb-text :is(img, svg, script)").count() == 0
    assert page.evaluate("window.gehackt") is None
    assert page.locator(".vb-log :is(img, svg, script, strong, code, .katex)").count() == 0


@pytest.mark.parametrize(
    "question",
    [
        "<img src=x onerror=window.gehackt=1> wie is Ria de Vries?",
        "<script>window.gehackt=1</script>",
        "Wie is [Ria](javascript:window.gehackt=1) ${window.gehackt=1} {{ 7*7 }} {% raw %} $$x$$ **vet**?",
        "</h2></article></div><svg onload=window.gehackt=1>",
    ],
)
def test_a_question_that_looks_like_code_stays_text(session: Any, question: str) -> None:
    page = session.chat()
    exchange = session.ask(page, question)
    assert question in exchange.locator(".vb-question").text_content()
    assert page.evaluate("window.gehackt") is None
    assert page.locator(".vb-log :is(img, svg, script, strong)").count() == 0


def test_an_example_is_a_question_that_gets_an_answer(session: Any) -> None:
    page = session.chat()
    example = page.locator("button.vb-example:visible").first
    text = example.inner_text()
    assert text.endswith("?")
    example.click()
    exchange = page.locator(".vb-exchange").first
    exchange.locator(".vb-card").first.wait_for()
    assert text in exchange.locator(".vb-question").text_content()
    assert exchange.locator(".vb-refused").count() == 0
    page.wait_for_function("document.activeElement.matches('.vb-exchange')")
    page.get_by_role("button", name="Wis gesprek").click()
    page.wait_for_function("document.activeElement.matches('#vb-question textarea')")
    page.locator("button.vb-example:visible").first.click()
    exchange.wait_for()
    assert page.locator("button.vb-example:visible").count() == 0


def test_a_question_that_is_too_long_stays_in_the_box_with_a_reason(session: Any) -> None:
    page = session.chat()
    long = "a" * 1001
    page.get_by_label("Uw vraag").fill(long)
    page.get_by_label("Uw vraag").press("Enter")
    alert = page.get_by_role("alert")
    alert.get_by_text("1000 tekens").wait_for()
    assert page.get_by_label("Uw vraag").input_value() == long
    assert page.locator(".vb-exchange").count() == 0


def test_an_empty_question_is_not_searched(session: Any) -> None:
    page = session.chat()
    page.get_by_role("button", name="Verstuur").click()
    page.get_by_role("alert").get_by_text("Typ eerst uw vraag.").wait_for()
    assert page.locator(".vb-exchange").count() == 0


def test_the_keyboard_is_enough(session: Any) -> None:
    page = session.chat()
    page.locator("button.vb-example:visible").first.wait_for()
    steps = _tab_to(page, "#vb-question textarea")
    assert steps <= 6
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".vb-card").first.wait_for()
    _tab_to(page, ".vb-card a", back=True)
    with session.context.expect_page() as opened:
        page.keyboard.press("Enter")
    opened.value.locator("mark:focus").wait_for()


def _tab_to(page: Any, selector: str, *, back: bool = False) -> int:
    for step in range(30):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return step
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"{selector} cannot be reached by keyboard")


def test_two_sessions_do_not_see_each_other(session: Any, chromium: Any) -> None:
    mine, other = session.chat(), session.chat()
    session.ask(mine, "Wie is coördinator van het wijkteam Noord?")
    assert session.ask(other, "En waar woont zij?").locator(".vb-searched").count() == 0
    assert other.locator(".vb-exchange").count() == 1
    assert "coördinator" not in other.locator(".vb-log").inner_text().splitlines()[0]
    assert session.ask(mine, "En waar woont zij?").locator(".vb-searched").count() == 1
    stranger = chromium.new_context()
    page = stranger.new_page()
    page.goto(session.address)
    page.locator(".vb-log").wait_for(state="attached")
    assert page.locator(".vb-exchange").count() == 0
    stranger.close()


def test_the_page_is_dutch_and_says_what_one_talks_to(session: Any) -> None:
    page = session.chat()
    assert page.evaluate("document.documentElement.lang") == "nl"
    assert page.title() == "Vraagbaak"
    notice = page.get_by_text("U stelt uw vraag aan een computerprogramma")
    assert notice.is_visible()
    for question in (QUESTION, "Wie is coördinator van het wijkteam Noord?", "Waar woont Ria de Vries?"):
        session.ask(page, question)
    box = notice.bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= 860
    assert page.get_by_label("Uw vraag").get_attribute("aria-describedby") == "vb-notice"
    body = page.locator("body").inner_text()
    assert not any(word in body for word in ("Gradio", "Settings", "Use via API", "Submit", "Clear", "Loading"))


def test_nothing_of_the_conversation_stays_in_the_browser(session: Any) -> None:
    page = session.chat()
    session.ask(page, QUESTION)
    kept = page.evaluate(
        "async () => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, "
        "(await indexedDB.databases()).map(d => d.name)])"
    )
    assert "bijdrage" not in kept
    assert page.evaluate("async () => (await indexedDB.databases()).length") == 0


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_page_scrolls_sideways(session: Any, width: int) -> None:
    page = session.chat()
    page.set_viewport_size({"width": width, "height": 740})
    exchange = session.ask(page, "Wie is de beheerder van het dossiersysteem?")
    session.ask(page, "a" * 300)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(session.address + exchange.locator(".vb-card a").first.get_attribute("href"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_next_question_is_taken_as_soon_as_the_log_is_at_rest(
    session: Any, serve: Any, web_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    respond = Page.respond

    def ends_late(page: Page, typed: str, talk: Talk) -> Iterator[View]:
        yield from respond(page, typed, talk)
        time.sleep(0.5)  # Gradio drops what is asked before the event has ended

    monkeypatch.setattr(Page, "respond", ends_late)
    with serve(create_app(web_settings)) as session.address:
        page = session.chat()
        session.ask(page, QUESTION)
        session.ask(page, "Wie is de burgemeester van Meerwolde?")
        page.close()


class Surprised(Assistant):
    """An assistant with a bug."""

    def stream(self, question: str, turns: Sequence[Turn] = ()) -> Iterator[Answer]:
        """Fail in a way that nobody foresaw."""
        raise ZeroDivisionError
        yield


def test_a_bug_and_a_lost_server_are_told_in_dutch(chromium: Any, serve: Any, web_settings: Settings) -> None:
    page = chromium.new_page(locale="en-US")
    with serve(assemble(Surprised.open(web_settings))) as address:
        page.goto(address)
        page.get_by_label("Uw vraag").fill("Wie is Ria?")
        page.get_by_label("Uw vraag").press("Enter")
        page.get_by_role("alert").get_by_text("Er ging iets mis.").wait_for()
        assert page.get_by_label("Uw vraag").input_value() == "Wie is Ria?"
        assert page.locator(".vb-exchange").count() == 0
    page.get_by_label("Uw vraag").press("Enter")
    page.get_by_text("Er is geen verbinding met Vraagbaak.").first.wait_for()
    assert "Connection" not in page.locator("body").inner_text()
    page.close()


def test_the_command_serves_and_stops_at_once_with_a_page_open(chromium: Any, web_settings: Settings) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    main = "from ui.cli import main; main()"
    command = [sys.executable, "-c", main, "serve", "--index", str(web_settings.index), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert f"http://127.0.0.1:{port}/" in server.stdout.readline()
    page = chromium.new_page()
    page.goto(f"http://127.0.0.1:{port}/")
    page.locator("button.vb-example:visible").first.wait_for()
    second = subprocess.run(command, capture_output=True, text=True, check=False)
    assert second.returncode == 2
    assert "VRAAGBAAK_PORT" in second.stdout + second.stderr
    server.send_signal(signal.SIGINT)
    printed, _ = server.communicate(timeout=10)
    assert "Traceback" not in printed
    page.close()
