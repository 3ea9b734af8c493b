"""Lines of a PDF page, and those that are no text of it: running headers, page numbers, the table of contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

EDGE = 0.12
"""Share of the page's height, at top and bottom, where running headers and footers stand."""

LARGE = 1.12
"""Times the usual size from which letters are a heading's."""

REPEATED = 0.4
"""Share of the pages on which a line at the edge must return to be a running header."""

WRAPPED = 2
"""Lines without a page number that may stand between two entries of a table of contents."""

_LEADERS = re.compile(r"(?:\.{4,}|…{2,}|(?:\. ){4,}|_{6,})[\s.…]*(\d{1,4})\s*$")
_TITLE = re.compile(r"(?:inhoud|inhoudsopgave|inhoudstafel|table of contents|contents)", re.IGNORECASE)
_ENTRY = re.compile(r"[^\W\d_].*\s(\d{1,3})$")
_PAGE_NUMBER = re.compile(r"(?:pagina|pag\.?|blz\.?|page|-|–)?\s*#+\s*(?:(?:van|of|/|\||-|–)\s*#*)?", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; the box is in points, with 0 at the bottom of a page of height `height`."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    bold: bool
    page: int
    height: float

    @property
    def size(self) -> float:
        """Height of the letters' box, in points."""
        return max(self.top - self.bottom, 0.1)


def without(lines: Sequence[Line], pages: int) -> list[Line]:
    """Return the lines that are text of the document itself."""
    return _without_contents(_without_running(lines, pages), pages)


def usual_size(lines: Iterable[Line]) -> float:
    """Return the size of most letters, in points."""
    return most_common(line.size for line in lines for _ in range(len(line.text) // 10 + 1))


def most_common(values: Iterable[float], default: float = 10.0) -> float:
    """Return the most common value, in steps of a tenth."""
    counted = Counter(round(value, 1) for value in values)
    return counted.most_common(1)[0][0] if counted else default


def _without_running(lines: Sequence[Line], pages: int) -> list[Line]:
    """Drop lines at the top and bottom edge that return on many pages, and page numbers."""
    large = LARGE * usual_size(lines)
    shapes = [_shape(line, large) if _at_edge(line) else "" for line in lines]
    seen = Counter(shape for _, shape in {(line.page, shape) for line, shape in zip(lines, shapes, strict=True)})
    often = max(3, REPEATED * pages)
    return [
        line
        for line, shape in zip(lines, shapes, strict=True)
        if not shape or (seen[shape] < often and not _PAGE_NUMBER.fullmatch(shape))
    ]


def _shape(line: Line, large: float) -> str:
    """Return the text with `#` for its numbers; large letters are kept: "Bijlage 1" and "Bijlage 2" are headings."""
    return line.text.strip() if line.size > large else _DIGITS.sub("#", line.text.strip())


def _at_edge(line: Line) -> bool:
    return line.bottom < EDGE * line.height or line.top > (1 - EDGE) * line.height


def _without_contents(lines: Sequence[Line], pages: int) -> list[Line]:
    """Drop the entries of the table of contents: they end in page numbers that never go down."""
    kept: list[Line] = []
    waiting: list[Line] | None = None
    last = 0
    for line in lines:
        number = _entry(line.text, pages if waiting is not None else 0)
        if _TITLE.fullmatch(line.text.strip()):
            kept += waiting or []
            waiting, last = [line], 0
        elif number is not None and number >= last:
            waiting, last = [], number
        elif waiting is not None and len(waiting) < WRAPPED:
            waiting.append(line)
        else:
            kept += [*(waiting or []), line]
            waiting = None
    return kept + (waiting or [])


def _entry(text: str, pages: int) -> int | None:
    """Return the page number of an entry: after leaders, or (inside a table, so `pages` > 0) a page that exists."""
    leaders = _LEADERS.search(text)
    if leaders:
        return int(leaders.group(1))
    bare = _ENTRY.search(text)
    return int(bare.group(1)) if bare and int(bare.group(1)) <= pages else None
