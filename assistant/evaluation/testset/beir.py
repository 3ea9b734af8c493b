"""Test sets in the BEIR layout (https://github.com/beir-cellar/beir): a corpus, queries, and which belong together."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from assistant.errors import TestSetError
from assistant.evaluation.types import RETRIEVAL, Case, Gold, Problem, TestSet

CORPUS, QUERIES = "corpus.jsonl", "queries.jsonl"
LABELS = ("qrels.tsv", "qrels/test.tsv")


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the corpus."""

    id: str
    title: str
    text: str


def read(folder: Path) -> TestSet:
    """Read the queries that have labels; raise TestSetError when the folder is no test set."""
    labels = next((folder / name for name in LABELS if (folder / name).is_file()), None)
    if labels is None or not all((folder / name).is_file() for name in (CORPUS, QUERIES)):
        raise TestSetError(folder, "folder")
    known = {text.id for text in corpus(folder)}
    queries = {name: (row, text) for row, name, text in _queries(folder)}
    gold: dict[str, list[Gold]] = {}
    problems: list[Problem] = []
    for row, query, name, grade in _labels(labels):
        if query not in queries:
            problems.append(Problem(row, "query_absent", query))
        elif name not in known:
            problems.append(Problem(row, "source_absent", name))
        elif grade > 0:
            gold.setdefault(query, []).append(Gold(name, grade=grade))
    cases = tuple(
        Case(name, row, text, gold=tuple(gold[name])) for name, (row, text) in queries.items() if name in gold
    )
    digest = sha256()
    for path in (folder / CORPUS, folder / QUERIES, labels):
        digest.update(sha256(path.read_bytes()).digest())
    return TestSet(folder.resolve().name, cases, tuple(problems), RETRIEVAL, digest.hexdigest())


def corpus(folder: Path) -> Iterator[Text]:
    """Yield the texts of the corpus."""
    for _, row in _objects(folder / CORPUS):
        yield Text(str(row["_id"]), str(row.get("title") or ""), str(row["text"]))


def _queries(folder: Path) -> Iterator[tuple[int, str, str]]:
    for number, row in _objects(folder / QUERIES):
        yield number, str(row["_id"]), str(row["text"])


def _objects(path: Path) -> Iterator[tuple[int, dict[str, object]]]:
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                yield number, {"_id": row["_id"], "text": row["text"], "title": row.get("title")}
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise TestSetError(path, "line", str(number)) from error


def _labels(path: Path) -> Iterator[tuple[int, str, str, int]]:
    """Yield row, query id, text id and grade; a first line whose grade is no number is the header."""
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            parts = line.rstrip("\r\n").split("\t")
            if len(parts) >= 3 and parts[-1].strip().lstrip("-").isdecimal():
                yield number, parts[0], parts[-2], int(parts[-1])
            elif number > 1 and line.strip():
                raise TestSetError(path, "line", str(number))
