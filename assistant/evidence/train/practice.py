"""Practice questions: JSON lines with a question and, where it can be answered, the quote that does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from assistant.store import Store
from assistant.types import Span

Texts = Mapping[str, tuple[Sequence[str], str]]
"""Documents by id: the names of their files, and their text."""


@dataclass(frozen=True, slots=True)
class Practice:
    """A question, the question before it (if it follows one up), and where its answer stands, by document id."""

    question: str
    after: str | None
    answerable: bool
    gold: Mapping[str, tuple[Span, ...]]
    needed: tuple[tuple[str, ...], ...]

    def covers(self, document: str, span: Span) -> bool:
        """Tell whether a sentence shares characters with the gold quote."""
        return any(start < span[1] and span[0] < end for start, end in self.gold.get(document, ()))

    def tells(self, text: str) -> bool:
        """Tell whether a sentence holds every needed word, wherever it stands."""
        folded = " ".join(text.lower().split())
        return bool(self.needed) and all(any(word in folded for word in group) for group in self.needed)


def read(path: Path, store: Store) -> Iterator[Practice]:
    """Yield the questions of a file, with their gold looked up in an index; ValueError where it is not there."""
    texts = {one.id: (one.sources, store.document(one.id).text) for one in store.documents()}
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            yield _practice(json.loads(line), texts)


def _practice(row: Mapping[str, Any], texts: Texts) -> Practice:
    needed = tuple(tuple(" ".join(word.lower().split()) for word in group) for group in row["needed"])
    gold = _gold(row, texts) if row["answerable"] else {}
    if row["answerable"] and not gold:
        raise ValueError(f"the answer to {row['question']!r} is not in the index")
    return Practice(row["question"], row.get("after"), row["answerable"], gold, needed)


def _gold(row: Mapping[str, Any], texts: Texts) -> Mapping[str, tuple[Span, ...]]:
    source = PurePath(row["source"]).name
    named = {name: text for name, (sources, text) in texts.items() if source in map(_last, sources)}
    return {name: found for name, text in named.items() if (found := _spans(text, row["quote"]))}


def _last(source: str) -> str:
    return PurePath(source).name


def _spans(text: str, quote: str) -> tuple[Span, ...]:
    """Every place of a quote, whatever white space stands between its words."""
    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    return tuple(match.span() for match in re.finditer(pattern, text, re.I))
