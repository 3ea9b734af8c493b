"""What stands around the hits of a search: the passages next to them, and how their documents open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.types import Hit, Passage

LEAD_CHARS = 600


class Source(Protocol):
    """Whatever can be asked for what stands around a hit: the store."""

    def neighbours(self, passages: Sequence[Passage]) -> list[Hit]:
        """Return the passages just before and after each of these, each once, with score 0."""

    def openings(self, hits: Sequence[Hit], length: int) -> dict[str, str]:
        """Return the first characters of the document of each hit, by its id."""


@dataclass(frozen=True, slots=True)
class Context:
    """Hits, the passages around them (score 0), and the opening characters of each document, by its id."""

    hits: tuple[Hit, ...]
    around: tuple[Hit, ...]
    leads: Mapping[str, str]

    @classmethod
    def of(cls, source: Source, hits: Sequence[Hit]) -> Context:
        """Look up what stands around hits."""
        around = source.neighbours([hit.passage for hit in hits])
        return cls(tuple(hits), tuple(around), source.openings(hits, LEAD_CHARS))

    @property
    def texts(self) -> list[str]:
        """Every text that a word of the question may be met in."""
        shown = [
            text for hit in (*self.hits, *self.around) for text in (hit.text, hit.title, hit.passage.heading or "")
        ]
        return [*shown, *self.leads.values()]
