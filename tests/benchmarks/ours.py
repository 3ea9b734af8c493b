"""Vraagbaak, whole: read, clean, split and store a folder, or answer questions from what was stored."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from assistant import embedding
from assistant.chat import Assistant
from assistant.settings import load
from ingest.build import build
from tests.benchmarks.measure import SHORT, Clock, disk_mb, report, time_questions


def ingest(folder: Path, index: Path) -> None:
    """Ingest a folder, after a short text: loading libraries, model and lexicon is not counted."""
    settings = load(index=index)
    encoder = embedding.load(settings)
    with tempfile.TemporaryDirectory() as warming:
        (Path(warming) / "kort.txt").write_text(SHORT, "utf-8")
        build([Path(warming) / "kort.txt"], load(index=Path(warming) / "index"), encoder=encoder)
    clock = Clock()
    done = build([folder], settings, encoder=encoder)
    wall, cpu = clock.read()
    report(passages=done.passages, seconds=wall, cpu=cpu, disk_mb=disk_mb(index))


def ask(questions: Path, index: Path) -> None:
    """Answer questions: search, evidence, and citations that were checked against the stored text."""
    with Assistant.open(load(index=index)) as assistant:
        report(**time_questions(assistant.ask, questions))


if __name__ == "__main__":
    {"ingest": ingest, "ask": ask}[sys.argv[1]](*map(Path, sys.argv[2:]))
