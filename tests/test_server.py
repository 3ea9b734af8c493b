"""The web app as a program sees it."""

from __future__ import annotations

import gc
import json
import logging
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from markupsafe import Markup

from assistant.chat import Assistant
from assistant.errors import IndexDamaged
from assistant.settings import Settings
from assistant.types import Answer, Document, Passage, Turn
from ui import texts
from ui.chat import Page, Talk
from ui.examples import questions
from ui.paragraphs import heading_spans, page_starts, paragraphs
from ui.server import create_app


@pytest.fixture(scope="module")
def client(web_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(web_settings)) as opened:
        yield opened


@pytest.fixture(scope="module")
def documents(web_settings: Settings) -> dict[str, Document]:
    """The documents of the index by the name of their file."""
    with Assistant.open(web_settings) as assistant:
        found = [assistant.store.document(listed.id) for listed in assistant.store.documents()]
    return {Path(document.source).name: document for document in found}


def test_health_is_json(client: TestClient) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"


def test_what_is_loaded_at_the_start_is_not_looked_over_for_garbage(
    web_settings: Settings, serve: Callable[[FastAPI], AbstractContextManager[str]]
) -> None:
    with serve(create_app(web_settings)) as url:
        assert httpx.get(f"{url}healthz").status_code == 200
        assert gc.get_freeze_count() > 10_000


def test_the_chat_page_is_dutch_and_names_no_other_host(client: TestClient) -> None:
    html = client.get("/").text
    assert '<html\n\tlang="nl"' in html
    assert "<title>Vraagbaak</title>" in html
    assert not re.search(r"""(?:src|href|content)=["']?(?:https?:)?//""", html)


def test_every_script_of_the_chat_page_carries_the_nonce_of_its_policy(client: TestClient) -> None:
    first, second = client.get("/"), client.get("/")
    nonces = re.findall(r"'nonce-([^']+)'", first.headers["content-security-policy"])
    assert len(nonces) == 1
    assert len(re.findall(r"<script", first.text)) == first.text.count(f'nonce="{nonces[0]}"') > 0
    assert nonces[0] not in second.headers["content-security-policy"]
    assert "'unsafe-inline'" not in first.headers["content-security-policy"].split("style-src")[0]


@pytest.mark.parametrize("path", ["/", "/bron/nee", "/healthz", "/ui/chat.css", "/theme.css", "/nergens"])
def test_every_response_has_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors" in headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/config",
        "/docs",
        "/openapi.json",
        "/gradio_api/info",
        "/gradio_api/openapi.json",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/proxy=https://example.org/",
        "/gradio_api/runs",
        "/monitoring",
        "/manifest.json",
        "/gradio_api/heartbeat/../file=/etc/passwd",
        "/nergens",
    ],
)
def test_what_the_chat_does_not_need_is_not_there(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_files_cannot_be_uploaded(client: TestClient) -> None:
    for path in ("/gradio_api/upload", "/upload", "/gradio_api/component_server", "/gradio_api/run/predict"):
        assert client.post(path, files={"files": ("a.txt", b"a")}).status_code in (404, 405)


def test_the_viewer_shows_every_character_of_the_text(client: TestClient, documents: dict[str, Document]) -> None:
    for document in documents.values():
        html = client.get(f"/bron/{document.id}").text
        article = re.search(r"<article[^>]*>(.*?)</article>", html, re.DOTALL)
        assert article
        shown = re.sub(r"</?(?:p|h2)\b[^>]*>", "", article[1])
        assert "<" not in shown
        assert Markup(shown).unescape() == document.text


def test_the_viewer_marks_the_offsets_of_the_address(client: TestClient, documents: dict[str, Document]) -> None:
    portrait = documents["ria.txt"]
    wanted = "𝔇at team werkt in het oude postkantoor."
    start = portrait.text.index(wanted)
    html = client.get(f"/bron/{portrait.id}", params={"start": start, "end": start + len(wanted)}).text
    assert f'<mark id="c{start}-{start + len(wanted)}" tabindex="-1">{wanted}</mark>' in html


@pytest.mark.parametrize("query", ["start=5&end=5", "start=9&end=3", "start=0&end=9999999"])
def test_a_place_that_is_not_in_the_text_marks_nothing(
    client: TestClient, documents: dict[str, Document], query: str
) -> None:
    answer = client.get(f"/bron/{documents['ria.txt'].id}?{query}")
    assert answer.status_code == 200
    assert "<mark" not in answer.text


@pytest.mark.parametrize("id", ["nee", quote("<script>alert(1)</script>"), "..%2f..%2fetc%2fpasswd", quote("' OR 1=1")])
def test_an_unknown_source_is_a_dutch_page(client: TestClient, id: str) -> None:
    answer = client.get(f"/bron/{id}")
    assert answer.status_code == 404
    assert '<html lang="nl">' in answer.text
    assert "<script" not in answer.text


def test_the_index_is_closed_at_shutdown(web_settings: Settings) -> None:
    app = create_app(web_settings)
    closed: list[bool] = []
    close = app.state.assistant.close
    app.state.assistant.close = lambda: (closed.append(True), close())
    with TestClient(app):
        assert not closed
    assert closed == [True]


def test_the_viewer_names_every_file_with_the_text(client: TestClient, documents: dict[str, Document]) -> None:
    html = client.get(f"/bron/{documents['ria.txt'].id}").text
    assert "Bestanden met deze tekst" in html
    assert re.search(r"bronnen\d*/ria.txt, bronnen\d*/tweede-kopie.txt", html)


def test_paragraphs_are_the_text_and_mark_only_what_was_asked() -> None:
    text = "Een.\n\nTwee en\nmeer.\n \n\nDrie. "
    for mark in [(0, 0), (1, 3), (2, 9), (0, len(text)), (12, 20)]:
        cut = paragraphs(text, mark, {0: 1, 11: 2})
        assert "".join(p.before + p.marked + p.after for p in cut) == text
        assert "".join(p.marked for p in cut) == text[slice(*mark)]
        assert [p.first for p in cut].count(True) == (mark[0] < mark[1])
        assert {p.start: p.page for p in cut if p.page} == {0: 1, 11: 2}


def test_a_page_begins_at_its_first_passage() -> None:
    places = [(0, 1), (50, 1), (90, 2), (120, 4), (150, None)]
    passages = [Passage(f"d:{at}", "d", n, at, at + 5, (), None, page) for n, (at, page) in enumerate(places)]
    assert page_starts(passages) == {0: 1, 90: 2, 120: 4}


def test_a_heading_is_a_line_of_its_own_that_a_passage_names() -> None:
    text = "Zorg\n\nZorg is er voor wie Zorg nodig heeft.\nGeld\nDat kost geld."
    places = [(0, 42, "Zorg"), (7, 42, "Zorg"), (42, len(text), "Geld"), (10, 42, "nodig")]
    passages = [Passage(f"d:{n}", "d", n, start, end, (), heading) for n, (start, end, heading) in enumerate(places)]
    spans = heading_spans(text, passages)
    cut = paragraphs(text, (0, 0), {}, spans)
    assert [p.before + p.after for p in cut if p.heading] == ["Zorg\n\n", "Geld\n"]
    assert "".join(p.before + p.marked + p.after for p in cut) == text


def test_examples_are_questions_that_make_sense_alone() -> None:
    lines = ("# Vragen", "", "Hoe hoog is de bijdrage?", "Wat doe je daar?", "Wie is hij?", "Wat nu?")
    text = "\n".join((*lines, "## Mag ik met een uitkering op vakantie?"))
    assert questions(text) == ["Mag ik met een uitkering op vakantie?", "Hoe hoog is de bijdrage?"]


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2024-03-12", "12 maart 2024"),
        ("2024-03", "maart 2024"),
        ("2024", "2024"),
        ("2024-13-01", "2024-13-01"),
        ("<b>", "<b>"),
    ],
)
def test_dates_are_written_in_dutch(iso: str, words: str) -> None:
    assert texts.date(iso) == words


def _asked(address: str, question: str) -> str:
    """Ask as the page does, in a session of its own; return all that the server sent back."""
    session = uuid4().hex
    page = httpx.get(address).text
    config = json.loads(re.findall(r"window\.gradio_config = (\{.*?\});</script>", page)[0])
    respond = next(one for one in config["dependencies"] if one["inputs"] and "submit" in str(one["targets"]))
    body = {"data": [question, None], "fn_index": respond["id"], "session_hash": session}
    httpx.post(f"{address}gradio_api/queue/join", json=body).raise_for_status()
    return httpx.get(f"{address}gradio_api/queue/data", params={"session_hash": session}, timeout=60).text


def test_many_at_once_each_get_their_own_answer(address: str) -> None:
    questions = [f"Hoe hoog is de eigen bijdrage, vraag nummer{n}x?" for n in range(24)]
    with ThreadPoolExecutor(12) as pool:
        streams = list(pool.map(lambda question: _asked(address, question), questions))
    for n, stream in enumerate(streams):
        assert "process_completed" in stream
        assert set(re.findall(r"nummer(\d+)x", stream)) == {str(n)}


def test_no_question_is_logged(
    address: str, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    assert "Xylofoon" in _asked(address, "Heeft mevrouw Xylofoon een uitkering?")
    written = capfd.readouterr()
    assert "Xylofoon" not in caplog.text + written.out + written.err


class Damaged(Assistant):
    """An assistant whose index is lost after it was opened."""

    def stream(self, question: str, turns: Sequence[Turn] = ()) -> Iterator[Answer]:
        """Fail as a lost index does."""
        raise IndexDamaged(self.settings.index, "vectors", "weg")
        yield


def test_an_index_that_is_lost_is_one_dutch_sentence(web_settings: Settings) -> None:
    with Damaged.open(web_settings) as assistant:
        *_, (log, box, alert, talk, *_) = Page(assistant).respond("Wie is Ria?", Talk())
    assert "vb-exchange" not in log
    assert box == "Wie is Ria?"
    assert texts.message(IndexDamaged(web_settings.index, "vectors", "weg")) in alert.unescape()
    assert talk == Talk()
