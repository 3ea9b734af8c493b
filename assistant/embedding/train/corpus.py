"""Read the training folder: `prose/*.txt.gz` (paragraphs, a blank line between texts) and `pairs/*.jsonl.gz`."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

WINDOW_WORDS = 90
LONGEST_QUERY = 40
LONGEST_PASSAGE = 160
COMMON_QUERY = 12

_NUMBER = re.compile(r"^(?:\d+\w?|[a-z]|[ivx]+)[.)] ")
_ARTICLE = re.compile(r",? Artikel \S+$")
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=[A-Z“‘\"'])")


@dataclass(frozen=True, slots=True)
class Pair:
    """A query and a passage that belong together; pairs of one `group` are never each other's negatives."""

    query: str
    passage: str
    group: str


def texts(folder: Path) -> Iterator[list[str]]:
    """Yield each text of the prose as its paragraphs, without those that an earlier text of the file had."""
    for path in sorted((folder / "prose").glob("*.txt.gz")):
        seen: set[str] = set()
        paragraphs: list[str] = []
        for line in _lines(path):
            bare = _NUMBER.sub("", line)
            if bare and bare not in seen:
                seen.add(bare)
                paragraphs.append(bare)
            elif not bare and paragraphs:
                yield paragraphs
                paragraphs = []
        if paragraphs:
            yield paragraphs


def windows(folder: Path) -> list[tuple[str, ...]]:
    """Cut every text in runs of whole sentences of about `WINDOW_WORDS` words."""
    found: list[tuple[str, ...]] = []
    for paragraphs in texts(folder):
        run: list[str] = []
        size = 0
        for sentence in (s for p in paragraphs for s in _SENTENCE_END.split(p)):
            run.append(sentence)
            size += len(sentence.split())
            if size >= WINDOW_WORDS:
                found.append(tuple(run))
                run, size = [], 0
        if run:
            found.append(tuple(run))
    return [window for window in found if len(window) > 1]


def pairs(folder: Path) -> list[Pair]:
    """Read the pairs; a heading that heads many sections ("Zie ook") is replaced by its page's title."""
    rows = [row for path in sorted((folder / "pairs").glob("*.jsonl.gz")) for row in _rows(path)]
    counts = Counter(query for query, _, _ in rows)
    found = []
    for query, title, passage in rows:
        words = query if counts[query] <= COMMON_QUERY else ""
        if title and title.lower() not in words.lower():
            words = f"{title} {words}".strip()
        if words and len(passage.split()) > 2:
            found.append(Pair(_cut(words, LONGEST_QUERY), _cut(passage, LONGEST_PASSAGE), title or words))
    return found


def _rows(path: Path) -> Iterator[tuple[str, str, str]]:
    for line in _lines(path):
        row = json.loads(line)
        if "a" in row:
            yield row["a"], "", row["b"]
        else:
            title = row.get("title", "")
            yield _ARTICLE.sub("", row["query"]), title, row["passage"]


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield _unscramble(line.strip())


def _unscramble(text: str) -> str:
    """Undo UTF-8 that was once read as Windows-1252 ("financiÃ«le")."""
    if "Ã" not in text and "Â" not in text:
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text.replace("Â", " ")


def _cut(text: str, words: int) -> str:
    return " ".join(text.split()[:words])
