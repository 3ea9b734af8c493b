"""The chat page with a language model, over the HTTP that a browser uses."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from markupsafe import Markup
from scripted import Body, Scripted, Status, Step, Wait, number, scripted

from assistant.chat import Assistant
from assistant.prompts import SILENT
from assistant.settings import Settings
from assistant.types import Statement
from ui import render, texts
from ui.server import create_app

FEE = "Hoe hoog is de eigen bijdrage voor hulp bij het huishouden?"
FEE_SENTENCE = "De eigen bijdrage voor hulp bij het huishouden is € 20,60 per maand."
FEE_SAID = "De eigen bijdrage is 20,60 euro per maand."
BILL_SAID = "Het CAK stuurt daarvoor een rekening."
WORDED = texts.PAGE_WORDS["worded"]

Serve = Callable[[FastAPI], AbstractContextManager[str]]


@pytest.fixture
def script() -> Iterator[Scripted]:
    with scripted() as made:
        yield made


@pytest.fixture
def address(script: Scripted, web_settings: Settings, serve: Serve) -> Iterator[str]:
    with serve(create_app(script.settings(web_settings, llm_seconds=60.0))) as url:
        yield url


@contextmanager
def asking(address: str, question: str) -> Iterator[Iterator[str]]:
    """Ask as the page does, in a session of its own; give the lines that come back, as they come."""
    session = uuid4().hex
    config = json.loads(re.findall(r"window\.gradio_config = (\{.*?\});</script>", httpx.get(address).text)[0])
    respond = next(one for one in config["dependencies"] if one["inputs"] and "submit" in str(one["targets"]))
    body = {"data": [question, None], "fn_index": respond["id"], "session_hash": session}
    httpx.post(f"{address}gradio_api/queue/join", json=body).raise_for_status()
    path = f"{address}gradio_api/queue/data"
    with httpx.stream("GET", path, params={"session_hash": session}, timeout=60) as answer:
        yield (_plain(line) for line in answer.iter_lines())


def _plain(line: str) -> str:
    return Markup(line.replace("\\u20ac", "€").replace('\\"', '"')).unescape()


def fee(body: Body) -> Iterable[Step]:
    """Say one statement, in text."""
    return [f"{FEE_SAID} [{number(body, FEE_SENTENCE)}]\n"]


def test_a_statement_is_on_the_page_before_the_model_is_done(script: Scripted, address: str) -> None:
    release = threading.Event()
    script.reply = lambda body: [*fee(body), Wait(release), f"{BILL_SAID} [{number(body, 'Het CAK stuurt')}]\n"]
    with asking(address, FEE) as lines:
        first = next(line for line in lines if FEE_SAID in line)
        assert not release.is_set()
        assert 'aria-busy="true"' in first and BILL_SAID not in first
        release.set()
        rest = list(lines)
    whole = next(line for line in rest if BILL_SAID in line)
    assert WORDED in first + whole
    assert any("process_completed" in line for line in rest)


def test_a_user_who_leaves_ends_the_request_to_the_model(script: Scripted, address: str) -> None:
    waiting = threading.Event()
    script.reply = lambda body: [waiting.set, Wait()]
    with asking(address, FEE) as lines:
        for _ in lines:
            if waiting.is_set():
                break
    assert script.left.wait(20)


def test_a_model_that_fails_is_told_beside_the_quotes(script: Scripted, address: str) -> None:
    script.reply = [Status(500)]
    with asking(address, FEE) as lines:
        shown = "".join(lines)
    assert SILENT in shown and "€ 20,60" in shown
    assert WORDED not in shown


def test_what_a_model_says_is_text_and_no_mark_up(script: Scripted, web_settings: Settings) -> None:
    script.reply = fee
    with Assistant.open(script.settings(web_settings)) as assistant:
        answer = assistant.ask(FEE)
    bad = "<img src=x onerror=alert(1)> {{ 7 * 7 }} [link](javascript:alert(1))"
    statements = (Statement(bad, answer.citations),)
    shown = render.exchange(FEE, replace(answer, text=bad, statements=statements, notice=bad))
    assert "<img" not in shown
    assert shown.unescape().count(bad) == 4  # the answer, the notice, and both in the text to copy


def test_examples_are_found_without_the_model(script: Scripted, address: str) -> None:
    asked = len(script.bodies)
    config = json.loads(re.findall(r"window\.gradio_config = (\{.*?\});</script>", httpx.get(address).text)[0])
    load = next(one for one in config["dependencies"] if "load" in str(one["targets"]))
    body = {"data": [], "fn_index": load["id"], "session_hash": "voorbeelden"}
    httpx.post(f"{address}gradio_api/queue/join", json=body).raise_for_status()
    told_ = httpx.get(f"{address}gradio_api/queue/data", params={"session_hash": "voorbeelden"}, timeout=60).text
    assert "eigen bijdrage" in told_
    assert len(script.bodies) == asked


def test_a_user_whose_model_is_slow_does_not_hold_up_another(script: Scripted, address: str) -> None:
    release, waiting = threading.Event(), threading.Event()
    home = "Ria de Vries woont in Meerwolde."

    def reply(body: Body) -> Iterable[Step]:
        if FEE in str(body):
            return [waiting.set, Wait(release), *fee(body)]
        return [f"{home} [{number(body, home)}]\n"]

    script.reply = reply
    with asking(address, FEE) as slow:
        next(slow)
        assert waiting.wait(20)
        with asking(address, "Waar woont Ria de Vries?") as quick:
            assert any(WORDED in line for line in quick)
        release.set()
        assert any(FEE_SAID in line for line in slow)
