"""The sample sources as numbered sentences, and the statements about them that we wrote."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from assistant.generate.claim import Claim
from assistant.generate.sentences import Numbered, numbered
from assistant.generate.support import Judged, judge
from assistant.types import Hit, Passage
from ingest.clean import clean
from ingest.read import read
from ingest.split import split

DATA = Path(__file__).parent.parent / "data"
Row = dict[str, Any]


def rows(name: str) -> list[Row]:
    """The rows of a test set; one that is carried by a paraphrase gets its sentences, source and half."""
    found = [json.loads(line) for line in (DATA / "testsets" / name).read_text("utf-8").splitlines()]
    if found and "carried_by" in found[0]:
        bases = rows("parafrase.jsonl")
        return [{**bases[row["carried_by"]], **row} for row in found]
    return found


@cache
def prompt(source: str) -> Numbered:
    """Every sentence of a sample source, numbered."""
    extract = clean(read(DATA / source, max_mb=5))
    parts = split(source, extract)
    return numbered([Hit(part, extract.text[part.start : part.end], extract.title, source, 1.0) for part in parts])


@cache
def _numbers(source: str) -> dict[str, int]:
    return {" ".join(sentence.text.split()): number for number, sentence in prompt(source).sentences.items()}


def numbers(row: Row) -> tuple[int, ...]:
    """The numbers of the sentences that a row points to."""
    return tuple(_numbers(row["source"])[sentence] for sentence in row["sentences"])


def judged(row: Row) -> Judged:
    """Check a row's text against its sentences; without a source they are one themselves, under the row's title."""
    if "source" in row:
        return judge(Claim(row["text"], numbers(row)), prompt(row["source"]))
    text, spans = "", list[tuple[int, int]]()
    for sentence in row["sentences"]:
        spans.append((len(text), len(text) + len(sentence)))
        text += f"{sentence} "
    hit = Hit(Passage("p", "d", 0, 0, len(text), tuple(spans)), text, row.get("title", ""), "x.txt", 1.0)
    return judge(Claim(row["text"], tuple(range(1, len(spans) + 1))), numbered([hit]))
