"""A language model that fails costs nobody the answer, and nobody more than the deadline."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from scripted import Body, Cut, Scripted, Status, Step, Wait, number, scripted, told

from assistant.chat import Assistant
from assistant.generate import breaker
from assistant.prompts import SILENT, STOPPED, UNSUPPORTED
from assistant.settings import Settings
from assistant.types import Answer, Turn

ROOT = Path(__file__).parents[1]
FEE = "Hoe hoog is de eigen bijdrage voor hulp bij het huishouden?"
FEE_SENTENCE = "De eigen bijdrage voor hulp bij het huishouden is € 20,60 per maand."
FEE_SAID = "De eigen bijdrage is 20,60 euro per maand."
DEADLINE = 2.0
HUNG = 30.0
"""Seconds after which a question hangs; far beyond the deadline, as the machine may be busy."""


@pytest.fixture
def script() -> Iterator[Scripted]:
    with scripted() as made:
        yield made


@pytest.fixture
def assistant(script: Scripted, web_settings: Settings) -> Iterator[Assistant]:
    with Assistant.open(script.settings(web_settings, llm_seconds=DEADLINE)) as opened:
        yield opened


def within(ask: Callable[[], Answer]) -> Answer:
    """Ask in another thread, so that a question that hangs fails the test."""
    pool = ThreadPoolExecutor(1)
    try:
        return pool.submit(ask).result(HUNG)
    finally:
        pool.shutdown(wait=False)


def _fee(body: Body) -> Iterable[Step]:
    return [told((FEE_SAID, [number(body, FEE_SENTENCE)]))]


def endless(piece: Step, seconds: float) -> Iterable[Step]:
    """Say the same again and again."""
    while True:
        yield piece
        yield Wait(seconds=seconds)


DEAD: dict[str, Any] = {
    "500": [Status(500)],
    "503 with a wait": [Status(503, {"Retry-After": "120"})],
    "429": [Status(429, {"Retry-After": "3600"})],
    "429 without a wait": [Status(429)],
    "a key that was revoked": [Status(401)],
    "a model that was removed": [Status(404)],
    "a refusal of every request": [Status(400)],
    "an error that is no JSON": [Status(502, body=b"<html>kapot</html>")],
    "nothing": [],
    "nothing, and no end": [Wait()],
    "white space": [" \n"] * 20,
    "a connection that ends at once": [Cut()],
    "events that are no JSON": [b"data: {kapot\n\n"],
    "events of another kind": [b'data: {"choices": 3}\n\n', b'data: {"x": []}\n\n', b"data: null\n\n"],
    "an error in the stream": [b'data: {"error": {"message": "vol", "code": 500}}\n\n'],
    "a web page": [b"<html><body>Log in</body></html>"],
    "bytes that are no text": [b"data: \xff\xfe\x00\n\n"],
    "keep-alives for ever": lambda body: endless(b": nog even\n\n", 0.05),
    "half a sentence": ["De eigen bijdrage is", Cut()],
}
NONSENSE: dict[str, Any] = {
    "half a JSON": ['{"geen_antwoord": false, "uitspraken": [{"tekst": "De eigen bij'],
    "JSON of another kind": ['{"antwoord": 42}'],
    "a list of lists": ["[[[[[[" * 500],
    "a long word": ["a" * 20_000],
    "10 MB in one piece": ["woord " * 1_700_000],
    "10 MB in pieces": ["woord " * 1000] * 1700,
    "one letter a moment": lambda body: endless("a", 0.1),
    "numbers only": ["[1] [2] [3] [999]\n" * 50],
}


@pytest.mark.parametrize("reply", DEAD.values(), ids=DEAD)
def test_no_reply_gives_the_extractive_answer_and_a_line_about_it(
    script: Scripted, assistant: Assistant, reply: Any
) -> None:
    script.reply = reply
    answer = within(lambda: assistant.ask(FEE))
    extracted = assistant.extract(FEE)
    assert (answer.mode, answer.text, answer.citations) == ("extractive", extracted.text, extracted.citations)
    assert answer.notice == SILENT


@pytest.mark.parametrize("reply", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_never_an_answer(script: Scripted, assistant: Assistant, reply: Any) -> None:
    script.reply = reply
    answer = within(lambda: assistant.ask(FEE))
    assert (answer.mode, answer.text) == ("extractive", assistant.extract(FEE).text)
    assert answer.notice in (SILENT, UNSUPPORTED)


@pytest.mark.parametrize("end", [[Cut()], [Wait()], [b"data: {\n\n"], ["woord " * 2000] * 100])
def test_what_passed_before_a_stream_broke_off_stays(script: Scripted, assistant: Assistant, end: list[Step]) -> None:
    script.reply = lambda body: [f"{FEE_SAID} [{number(body, FEE_SENTENCE)}]\n", "En verder ", *end]
    answer = within(lambda: assistant.ask(FEE))
    assert (answer.mode, answer.notice) == ("llm", STOPPED)
    assert [one.text for one in answer.statements] == [FEE_SAID]


@pytest.mark.parametrize("first", [[Status(500)], [Status(429, {"Retry-After": "1"})], [Cut()], []])
def test_a_failure_that_passes_is_tried_once_more(script: Scripted, web_settings: Settings, first: list[Step]) -> None:
    replies = iter([first, None])
    with Assistant.open(script.settings(web_settings)) as assistant:
        script.reply = lambda body: _fee(body) if (reply := next(replies)) is None else reply
        answer = assistant.ask(FEE)
    assert [one.text for one in answer.statements] == [FEE_SAID]
    assert len(script.prompts) == 2


def test_tries_are_few(script: Scripted, web_settings: Settings) -> None:
    with Assistant.open(script.settings(web_settings)) as assistant:
        script.reply = [Status(500)]
        assistant.ask(FEE)
    assert len(script.prompts) == 2


def test_a_server_that_is_down_is_left_alone_and_tried_again_later(
    script: Scripted, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    script.reply = [Status(503)]
    for _ in range(6):
        assert assistant.ask(FEE).notice == SILENT
    asked = len(script.prompts)
    assert asked == 2 * breaker.FAILURES
    script.reply = _fee
    now = time.monotonic()
    monkeypatch.setattr(breaker, "clock", lambda: now + breaker.REST_SECONDS + 1)
    assert assistant.ask(FEE).statements
    assert assistant.ask(FEE).statements
    assert len(script.prompts) == asked + 2


@pytest.mark.parametrize("said", ["", f"{FEE_SAID} [1]\n"])
def test_the_request_ends_when_the_user_leaves(script: Scripted, web_settings: Settings, said: str) -> None:
    waiting = threading.Event()
    with Assistant.open(script.settings(web_settings, llm_seconds=60)) as assistant:
        script.reply = lambda body: [said, waiting.set, Wait()]
        growing = assistant.stream(FEE)
        for _ in growing:
            if waiting.is_set():
                break
        growing.close()
        assert script.left.wait(10)


def test_a_request_in_a_way_that_the_server_does_not_know_is_made_simpler(
    script: Scripted, web_settings: Settings
) -> None:
    def reply(body: Body) -> Iterable[Step]:
        if "response_format" in body or "temperature" in body:
            return [Status(400)]
        return _fee(body)

    with Assistant.open(script.settings(web_settings)) as assistant:
        script.reply = reply
        assert assistant.ask(FEE).statements
        asked = len(script.prompts)
        assert assistant.ask(FEE).statements
        assert len(script.prompts) == asked + 1


TALK = """
import logging, sys
logging.basicConfig(level=logging.DEBUG, stream=sys.stdout)
from assistant.chat import Assistant
from assistant.settings import load
from assistant.types import Turn
with Assistant.open(load()) as assistant:
    for turns in ((), (Turn("Wie is Zebedeus?", "Wie is Zebedeus?", "Zebedeus is ziek."),)):
        answer = assistant.ask("Heeft mevrouw Xylofoon een uitkering?", turns)
        assert answer.notice
"""


@pytest.mark.parametrize(
    "reply", [[Status(500, body=b'{"error": {"message": "Xylofoon"}}')], ["Xylofoon [1]\n"], [Cut()]]
)
def test_no_text_of_a_user_is_logged_or_traced(web_settings: Settings, reply: list[Step]) -> None:
    with scripted() as script, scripted() as tracer:
        script.reply = reply
        ours = {
            "VRAAGBAAK_INDEX": str(web_settings.index),
            "VRAAGBAAK_LLM": "openai:proef",
            "VRAAGBAAK_LLM_BASE_URL": f"{script.address}/v1",
            "VRAAGBAAK_LLM_API_KEY": "sleutel-die-niemand-ziet",
        }
        talkative = dict.fromkeys(("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"), "true") | {
            "OPENAI_LOG": "debug",
            "LANGSMITH_API_KEY": "x",
            "LANGSMITH_ENDPOINT": tracer.address,
            "LANGCHAIN_ENDPOINT": tracer.address,
        }
        environment = {**os.environ, **ours, **talkative, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", TALK]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    assert "Xylofoon" in str(script.bodies) and "Zebedeus" in str(script.bodies)
    assert script.headers[-1]["authorization"] == "Bearer sleutel-die-niemand-ziet"
    for secret in ("Xylofoon", "Zebedeus", "sleutel-die"):
        assert secret not in done.stdout + done.stderr
    assert tracer.bodies == []


def test_what_fails_is_logged_without_what_was_asked(
    script: Scripted, assistant: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    script.reply = [Status(503)]
    assistant.ask("Heeft mevrouw Xylofoon een uitkering?")
    assert "status 503" in caplog.text
    assert "Xylofoon" not in caplog.text


def test_a_question_that_the_window_cannot_hold_is_left_to_the_sentences(
    script: Scripted, web_settings: Settings
) -> None:
    question = FEE + " huishouden" * 5000
    with Assistant.open(script.settings(web_settings, llm_context=2048)) as assistant:
        answer = assistant.ask(question, [Turn(FEE, FEE, FEE_SAID)])
    assert (answer.mode, answer.notice) == ("extractive", SILENT)
    assert script.prompts == []
