"""What stands around the hits of a search: the passages next to them, and how their documents open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.evidence.stems import words_of
from assistant.types import Hit, Passage

READ, BESIDE = 7, 2
"""Hits whose sentences are read, and the best of them whose neighbours are read too; more finds no more answers."""


class Source(Protocol):
    """Whatever can be asked for what stands around a hit: the store."""

    def neighbours(self, passages: Sequence[Passage]) -> list[Hit]:
        """Return the passages just before and after each of these, each once, with score 0."""

    def openings(self, hits: Sequence[Hit]) -> dict[str, str]:
        """Return the words with which the document of each hit opens, by its id."""


@dataclass(frozen=True, slots=True)
class Context:
    """Hits, the passages around them (score 0), and the words with which each document opens, by its id."""

    hits: tuple[Hit, ...]
    around: tuple[Hit, ...]
    leads: Mapping[str, str]

    @classmethod
    def of(cls, source: Source, hits: Sequence[Hit]) -> Context:
        """Look up what stands around the best hits."""
        read = tuple(hits[:READ])
        around = source.neighbours([hit.passage for hit in read[:BESIDE]])
        return cls(read, tuple(around), source.openings(read))

    @property
    def above(self) -> list[str]:
        """The words of the titles and headings over every passage, and those with which the documents open."""
        named = [text for hit in (*self.hits, *self.around) for text in (hit.title, hit.passage.heading or "")]
        return [*map(words_of, named), *self.leads.values()]
