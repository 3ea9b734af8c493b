"""What a language model's answer costs beside the model: `python -m tests.benchmarks.phrasing [passages]`.

The model is a scripted server on loopback that tells sentences of the prompt after a few words of its own, so that all
checks run.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx
from rich.console import Console

from assistant.chat import Assistant
from assistant.settings import Settings, load
from tests.benchmarks.corpus import REPOSITORY, make
from tests.benchmarks.measure import WARMING, Clock

sys.path.insert(0, str(REPOSITORY / "tests"))

from conftest import served
from scripted import Body, Scripted, Step, Wait, asked, scripted, told

SIZE, STATEMENTS, PAGES = 100_000, 4, 40
SHORTEST, LONGEST = 40, 200
"""Characters of the sentences that the model repeats."""

OWN_MS, FIRST_MS = 60, 300
"""The bars, p95: our own part of an answer, and the first statement after the model made it."""

BEFORE = "Dit is wat er staat:"

PAUSE = 0.5
"""Seconds that the model rests after its first statement."""

LINE = re.compile(r"^\[(\d+)\] (.*)$", re.MULTILINE)


class Clocked:
    """A script that says sentences of its prompt, and notes when it began, said its first statement, and ended."""

    def __init__(self, script: Scripted, *, pause: float = 0.0) -> None:
        self.pause, self.began, self.first, self.ended = pause, 0.0, 0.0, 0.0
        script.reply = self._reply

    def _reply(self, body: Body) -> Iterable[Step]:
        self.began = time.perf_counter()
        lines = [line for line in LINE.findall(asked(body)) if SHORTEST <= len(line[1]) <= LONGEST][:STATEMENTS]
        whole = told(*((f"{BEFORE} {text}", [int(number)]) for number, text in lines))
        cut = whole.index("}") + 1
        yield from _pieces(whole[:cut])
        self.first = time.perf_counter()
        if self.pause:
            yield Wait(seconds=self.pause)
        yield from _pieces(whole[cut:])
        self.ended = time.perf_counter()


def _pieces(text: str) -> Iterator[str]:
    for start in range(0, len(text), 16):
        yield text[start : start + 16]


def run(size: int) -> None:
    """Ingest texts, then time answers, first statements in Python, and first statements on the page."""
    console = Console()
    with tempfile.TemporaryDirectory(prefix="vraagbaak-bench-", ignore_cleanup_errors=True) as folder:
        corpus = make(Path(folder) / "corpus", size)
        index = Path(folder) / "index"
        command = [sys.executable, "-m", "tests.benchmarks.ours", "ingest", str(corpus.folder), str(index)]
        subprocess.run(command, cwd=REPOSITORY, check=True, stdout=subprocess.DEVNULL)
        questions = json.loads(corpus.questions.read_text("utf-8"))
        with scripted() as script:
            settings = script.settings(load(index=index), llm_seconds=30.0)
            with Assistant.open(settings) as assistant:
                walls, processors = _own(assistant, Clocked(script), questions)
                first = _first(assistant, Clocked(script, pause=PAUSE), questions[:PAGES])
            shown = _shown(settings, Clocked(script, pause=PAUSE), list(first))
    console.print(f"{size:,} passages asked for, {len(questions)} questions; p50 and p95 in milliseconds")
    for name, found, bar in (
        ("our own part: search, prompt, HTTP, checks, citations", walls, OWN_MS),
        ("the same, in milliseconds of processors", processors, OWN_MS),
        ("first statement, after the model made it", list(first.values()), FIRST_MS),
        ("first statement at the browser's end of the page's stream", shown, FIRST_MS),
    ):
        p50, p95 = (sorted(found)[len(found) * share // 100] for share in (50, 95))
        mark = "[green]✓[/]" if p95 <= bar else "[red]✗[/]"
        console.print(f"{mark} {name}: p50 {p50:.1f}, p95 {p95:.1f} (bar {bar}; {len(found)} answers)")


def _own(assistant: Assistant, model: Clocked, questions: list[str]) -> tuple[list[float], list[float]]:
    """Milliseconds of each answer, on the wall and of processors, less those in which the model was busy."""
    walls, processors = [], []
    for question in questions[:WARMING] + questions:
        clock = Clock()
        if assistant.ask(question).statements:
            for found, spent in zip((walls, processors), clock.read(), strict=True):
                found.append(1000 * (spent - (model.ended - model.began)))
    return walls[WARMING:], processors[WARMING:]


def _first(assistant: Assistant, model: Clocked, questions: list[str]) -> dict[str, float]:
    """Milliseconds from the model's first statement to the answer that holds it, where that passes the check."""
    found = {}
    for question in questions:
        for answer in assistant.stream(question):
            if answer.verdicts:
                if answer.statements:
                    found[question] = 1000 * (time.perf_counter() - model.first)
                break
    return found


def _shown(settings: Settings, model: Clocked, questions: list[str]) -> list[float]:
    """Milliseconds from the model's first statement to the line of the page's stream that shows it."""
    from ui.server import create_app

    found = []
    with served(create_app(settings)) as address:
        for question in questions:
            with _lines(address, question) as lines:
                if any("vb-worded" in line for line in lines):
                    found.append(1000 * (time.perf_counter() - model.first))
    return found


@contextmanager
def _lines(address: str, question: str) -> Iterator[Iterator[str]]:
    config = json.loads(re.findall(r"window\.gradio_config = (\{.*?\});</script>", httpx.get(address).text)[0])
    respond = next(one for one in config["dependencies"] if one["inputs"] and "submit" in str(one["targets"]))
    session = uuid4().hex
    body = {"data": [question, None], "fn_index": respond["id"], "session_hash": session}
    httpx.post(f"{address}gradio_api/queue/join", json=body).raise_for_status()
    path = f"{address}gradio_api/queue/data"
    with httpx.stream("GET", path, params={"session_hash": session}, timeout=60) as answer:
        yield answer.iter_lines()


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
