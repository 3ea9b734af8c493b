"""The sources that an index holds, as a test set names and quotes them."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Protocol

from assistant.evaluation.citing import Place
from assistant.evaluation.types import Case, Gold
from assistant.types import Document, Span

_LOOKALIKES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "…": "..."})


class Listed(Protocol):
    """A document as an index lists it."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def sources(self) -> tuple[str, ...]: ...


class Documents(Protocol):
    """An index, as far as its documents go."""

    def documents(self) -> Sequence[Listed]:
        """List the documents."""

    def document(self, document_id: str) -> Document:
        """Read a document."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one gold stands: in these documents, and there at these places; anywhere in them when it has no quote."""

    documents: frozenset[str]
    places: tuple[Place, ...] = ()

    def touches(self, place: Place) -> bool:
        """Say whether a place lies on it, with at least one character."""
        name, start, end = place
        if not self.places:
            return name in self.documents
        return any(name == other and start < last and first < end for other, first, last in self.places)


class Library:
    """Finds sources by name and quotes by their words; it keeps the texts that it read."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._names: dict[str, set[str]] = defaultdict(set)
        for listed in documents.documents():
            for source in listed.sources:
                for name in _names(source):
                    self._names[name].add(listed.id)
            self._names[_name(listed.title)].add(listed.id)
        self._ids = sorted({listed.id for listed in documents.documents()})
        self._document = lru_cache(maxsize=4096)(documents.document)

    def text(self, document_id: str) -> str:
        """The text of a document."""
        return self._document(document_id).text

    def named(self, source: str) -> frozenset[str]:
        """Ids of the documents with this name: a path or its last parts, with or without suffix, or a title."""
        return frozenset(self._names.get(_name(source), ()))

    def places(self, quote: str, among: frozenset[str] | None = None) -> tuple[Place, ...]:
        """Every place at which a quote stands, white space folded, in these documents or in all."""
        ids = self._ids if among is None else sorted(among)
        return tuple((name, *span) for name in ids for span in spans(quote, self.text(name)))

    def nearly(self, quote: str, among: frozenset[str] | None = None) -> bool:
        """Say whether a quote would stand there if case, quotation marks and dashes did not count."""
        wanted = _alike(quote)
        return any(wanted in _alike(self.text(name)) for name in (self._ids if among is None else among))

    def locate(self, case: Case) -> tuple[Spot, ...]:
        """Find where each gold of a question stands; what is not there gives a spot without documents."""
        return tuple(self._spot(gold) for gold in case.gold)

    def _spot(self, gold: Gold) -> Spot:
        named = self.named(gold.source) if gold.source else None
        if not gold.quote:
            return Spot(named or frozenset())
        places = self.places(gold.quote, named)
        return Spot(frozenset(place[0] for place in places), places)


def spans(quote: str, text: str) -> Iterator[Span]:
    """Yield where a quote stands in a text, with every run of white space as one space."""
    words = quote.split()
    if words:
        yield from (match.span() for match in re.finditer(r"\s+".join(map(re.escape, words)), text))


def _names(source: str) -> Iterator[str]:
    """Yield what a source may be called: its path and its last parts, with and without suffix."""
    parts = PurePosixPath(source).parts
    for first in range(len(parts)):
        path = PurePosixPath(*parts[first:])
        yield _name(str(path))
        yield _name(str(path.with_suffix("")))


def _name(source: str) -> str:
    folded = unicodedata.normalize("NFC", " ".join(source.replace("\\", "/").split())).lower()
    return folded.removeprefix("./")


def _alike(text: str) -> str:
    return " ".join(text.translate(_LOOKALIKES).lower().split())
