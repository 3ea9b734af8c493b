"""Sources and an index that several tests share."""

from __future__ import annotations

import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.chat import Assistant

SAMPLES = Path(__file__).parent.parent / "data" / "bronnen"
HELP = """---
title: Hulp bij het huishouden
date: 2024-03-12
---
# Hulp bij het huishouden

## Wie krijgt hulp bij het huishouden?

Hulp bij het huishouden is er voor inwoners die zelf niet meer kunnen schoonmaken. De gemeente kijkt eerst of een
partner of kind kan helpen.

## Hoe hoog is de eigen bijdrage?

De eigen bijdrage voor hulp bij het huishouden is € 20,60 per maand. Het CAK stuurt u daarvoor een rekening.

## Hoe vraagt u hulp aan?

Bel het wijkteam op 099-5550100. Een medewerker van het wijkteam komt binnen zes weken bij u thuis langs.
"""
RIA = """Portret van een coördinator

😀😀 Ria de Vries is sinds 2009 coördinator van het wijkteam Noord. 𝔇at team werkt in het oude postkantoor.
Ria de Vries woont in Meerwolde. Zij fietst elke dag naar haar werk.
"""
HOSTILE = """Handleiding <script>window.gehackt = 1</script> dossiersysteem

De beheerder van het dossiersysteem heet <img src=x onerror="window.gehackt=1"> Karel Bos. De licentie van het
dossiersysteem kost $$ 5 $$ **duizend** euro per `jaar`, zie [de prijslijst](javascript:window.gehackt=1).
Het dossiersysteem toont {{ 7 * 7 }} en ${window.gehackt = 1} als gewone tekst.
</mark></p><svg onload="window.gehackt=1">
"""
HOSTILE_NAME = '"><img src=x onerror=window.gehackt=1>.txt'


@pytest.fixture(scope="session")
def web_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of an index over a help page, a portrait with emoji, and a text full of HTML and script."""
    from ingest.build import build

    folder: Path = tmp_path_factory.mktemp("bronnen")
    texts = {"hulp.md": HELP, "ria.txt": RIA, "tweede-kopie.txt": RIA, HOSTILE_NAME: HOSTILE}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    settings = Settings(index=tmp_path_factory.mktemp("web") / "index")
    build([folder], settings)
    return settings


@pytest.fixture(scope="session")
def sample_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of an index over the sample sources, built once; read it, never write to it."""
    from ingest.build import build

    settings = Settings(index=tmp_path_factory.mktemp("samples") / "index")
    build([SAMPLES], settings)
    return settings


@pytest.fixture(scope="session")
def samples(sample_settings: Settings) -> Iterator[Assistant]:
    """An assistant over the sample sources."""
    from assistant.chat import Assistant

    with Assistant.open(sample_settings) as opened:
        yield opened


@pytest.fixture
def example_run(tmp_path: Path) -> Path:
    """A small made-up run folder in which every outcome occurs."""
    from made_run import make_run

    return make_run(tmp_path / "run")


@pytest.fixture
def earlier_run(tmp_path: Path) -> Path:
    """The same questions, run earlier with other outcomes."""
    from made_run import EARLIER, make_run

    return make_run(tmp_path / "eerder", EARLIER, "2026-11-20T09:30:00+00:00")


@pytest.fixture(scope="session")
def questions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Questions of the sample test set, with follow-ups among them, as a file."""
    from evaluating import some

    return some(tmp_path_factory.mktemp("vragen") / "vragen.jsonl", 20)


@pytest.fixture(scope="session")
def undisturbed(questions: Path, sample_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of those questions that nobody disturbed; read it only."""
    from evaluating import evaluate

    out = tmp_path_factory.mktemp("rustig") / "run"
    done = evaluate(questions, "--index", sample_settings.index, "--out", out)
    assert done.returncode == 0, done.stderr
    assert done.stderr == "", "quiet in a pipe"
    assert "Juist antwoord" in done.stdout
    return out


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Serve an app on a free loopback port, in a thread; give its address."""
    import uvicorn

    from ui.server import Server

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="info"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}/"
    server.handle_exit(signal.SIGINT, None)
    thread.join(20)


@pytest.fixture(scope="session")
def serve() -> Callable[[FastAPI], AbstractContextManager[str]]:
    """Hand out `served` to tests in other folders."""
    return served


@pytest.fixture(scope="session")
def address(web_settings: Settings) -> Iterator[str]:
    """Serve the shared index for the whole run."""
    from ui.server import create_app

    with served(create_app(web_settings)) as url:
        yield url
