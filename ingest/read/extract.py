"""What every reader hands over: one text, and a map of where its headings and pages stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Heading:
    """A span of the text that names what follows; level 1 is the highest."""

    start: int
    end: int
    level: int = 1


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a file with its maps; `pages` holds the offset at which page 1, 2, … starts, or is empty.

    Keys of `metadata`: "date" (ISO), "author", "language", as far as the file tells them.
    """

    title: str
    text: str
    headings: tuple[Heading, ...] = ()
    pages: tuple[int, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
