"""Cut a source text into the paragraphs that the viewer shows; together they are exactly that text."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.types import Passage, Span

BREAK = re.compile(r"\n[^\S\n]*\n\s*")
LINE_END = re.compile(r"[^\S\n]*(?:\n\s*|$)")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of the source, cut around its marked part: before + marked + after are exactly its characters.

    `first` says that the mark begins here; `page` is the page that begins here, if one does.
    """

    start: int
    before: str
    marked: str
    after: str
    first: bool
    heading: bool
    page: int | None


def paragraphs(text: str, mark: Span, pages: Mapping[int, int], headings: Collection[Span] = ()) -> list[Paragraph]:
    """Cut at blank lines, at pages (offset to number) and around headings; each takes the white space after it."""
    made: list[Paragraph] = []
    begun, lines = False, frozenset(headings)
    for start, end in _blocks(text, pages, lines):
        one, two = (min(max(place, start), end) for place in mark)
        first = one < two and not begun
        cut = text[start:one], text[one:two], text[two:end]
        made.append(Paragraph(start, *cut, first, (start, end) in lines, pages.get(start)))
        begun = begun or first
    return made


def _blocks(text: str, pages: Mapping[int, int], headings: Collection[Span]) -> list[Span]:
    inside = {place for start, end in headings for place in range(start + 1, end)}
    cuts = (
        {found.end() for found in BREAK.finditer(text)} | pages.keys() | {place for span in headings for place in span}
    )
    places = sorted(place for place in (cuts - inside) | {0, len(text)} if 0 <= place <= len(text))
    return list(pairwise(places))


def page_starts(passages: Sequence[Passage]) -> dict[int, int]:
    """Tell at which offset each page begins, as far as passages tell."""
    starts: dict[int, int] = {}
    known = None
    for passage in passages:
        if passage.page is not None and passage.page != known:
            starts[passage.start] = known = passage.page
    return starts


def heading_spans(text: str, passages: Sequence[Passage]) -> list[Span]:
    """Find the lines that passages call their heading, with the white space after each."""
    spans: list[Span] = []
    last = None
    for passage in passages:
        if passage.heading and passage.heading != last:
            at = text.find(passage.heading, passage.start, passage.end)
            ended = LINE_END.match(text, at + len(passage.heading)) if at >= 0 else None
            if ended and (at == 0 or text[at - 1] == "\n"):
                spans.append((at, ended.end()))
        last = passage.heading
    return spans
