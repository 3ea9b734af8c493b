"""Practice questions: JSON lines with a question and, where it can be answered, the quote that does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from assistant.store import Store
from assistant.types import Span


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
    """Yield the questions of a file, their quotes looked up in an index; ValueError where a quote stands nowhere."""
    texts = {one.id: (one.sources, store.document(one.id).text) for one in store.documents()}
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            yield _practice(json.loads(line), texts)


def _practice(row: Mapping[str, object], texts: Mapping[str, tuple[Sequence[str], str]]) -> Practice:
    question, quote, source = str(row["question"]), str(row["quote"] or ""), PurePath(str(row["source"])).name
    gold = {
        name: found
        for name, (sources, text) in texts.items()
        if quote and any(PurePath(one).name == source for one in sources) and (found := _spans(text, quote))
    }
    if row["answerable"] and not gold:
        raise ValueError(f"the quote of {question!r} is not in {source}")
    needed = tuple(tuple(" ".join(word.lower().split()) for word in group) for group in row["needed"])  # type: ignore[attr-defined]
    return Practice(question, row.get("after"), bool(row["answerable"]), gold, needed)  # type: ignore[arg-type]


def _spans(text: str, quote: str) -> tuple[Span, ...]:
    """Every place of a quote, whatever white space stands between its words."""
    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    return tuple(match.span() for match in re.finditer(pattern, text, re.I))
