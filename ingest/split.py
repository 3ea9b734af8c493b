"""Cut an extract into passages of whole sentences that stay within one section and one page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from assistant.dutch.sentences import sentence_spans
from assistant.evidence.stems import words_of
from assistant.types import Passage, Span
from ingest.read.extract import Extract, Heading

VERSION = "2"
TARGET_WORDS = 90
LONGEST_WORDS = 300
"""Words: a longer sentence (a table, a list on one line) is cut at a line end, clause or space."""

_CUTS = (re.compile(r"\n\s*"), re.compile(r"[;:]\s+"), re.compile(r",\s+"), re.compile(r"\s+"))


def split(document_id: str, extract: Extract) -> list[Passage]:
    """Return the passages in order; every non-blank character of the text is in exactly one of them."""
    passages: list[Passage] = []
    for heading, sentences in _sections(extract):
        for page, spans in _by_page(sentences, extract.pages):
            for group in _pack(extract.text, spans):
                start, end = group[0][0], group[-1][1]
                name = f"{document_id}:{start}-{end}"
                place = (name, document_id, len(passages), start, end, tuple(group), heading, page)
                words = tuple(words_of(extract.text[first:last]) for first, last in group)
                passages.append(Passage(*place, words))
    return passages


def _sections(extract: Extract) -> Iterator[tuple[str | None, list[Span]]]:
    """Yield each section's heading text and sentences; headings with nothing under them join the next section."""
    text, waiting = extract.text, list[Span]()
    for heading, start, end in _bounds(extract.headings, len(text)):
        if heading is None:
            body, name = list(_sentences(text, start, end)), None
        else:
            waiting += _sentences(text, heading.start, heading.end)
            body, name = list(_sentences(text, heading.end, end)), " ".join(text[heading.start : heading.end].split())
        if body or end == len(text):
            if waiting or body:
                yield name, waiting + body
            waiting = []


def _bounds(headings: Sequence[Heading], length: int) -> Iterator[tuple[Heading | None, int, int]]:
    first = headings[0].start if headings else length
    if first:
        yield None, 0, first
    for heading, following in pairwise([*headings, Heading(length, length)]):
        yield heading, heading.start, following.start


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    for first, last in sentence_spans(text[start:end]):
        yield from _pieces(text, start + first, start + last)


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the span itself, or its parts where it is longer than LONGEST_WORDS."""
    while end - start > LONGEST_WORDS * 2 and _words(text, start, end) > LONGEST_WORDS:
        cut = _cut(text, start, end)
        yield start, cut.start() if cut.group().isspace() else cut.start() + 1
        start = cut.end()
    yield start, end


def _cut(text: str, start: int, end: int) -> re.Match[str]:
    """Find the best place to cut: the last line end, else clause, else space, in the reach of TARGET_WORDS words."""
    reach = min(end - 1, start + TARGET_WORDS * 9)
    for pattern in _CUTS:
        found = list(pattern.finditer(text, start + TARGET_WORDS * 2, reach))
        if found:
            return found[-1]
    found = list(_CUTS[-1].finditer(text, start + 1, end))
    return found[0]


def _words(text: str, start: int, end: int) -> int:
    return text.count(" ", start, end) + text.count("\n", start, end) + 1


def _by_page(sentences: Iterable[Span], pages: Sequence[int]) -> Iterator[tuple[int | None, list[Span]]]:
    """Group sentences by the page (from 1) on which they start."""
    if not pages:
        yield None, list(sentences)
        return
    group: list[Span] = []
    current = 0
    for span in sentences:
        page = max(1, bisect_right(pages, span[0]))
        if group and page != current:
            yield current, group
            group = []
        current = page
        group.append(span)
    if group:
        yield current, group


def _pack(text: str, spans: Sequence[Span]) -> Iterator[list[Span]]:
    """Divide the sentences of one section over passages of about TARGET_WORDS words, at paragraph ends if near."""
    if not spans:
        return
    lengths = [_words(text, start, end) for start, end in spans]
    left = sum(lengths)
    group: list[Span] = []
    size = 0
    for i, span in enumerate(spans):
        shares = round((size + left) / TARGET_WORDS)
        goal = (size + left) / max(1, shares)
        if group and shares > 1 and _full(text, group[-1][1], span[0], size, lengths[i], goal):
            yield group
            group, size = [], 0
        group.append(span)
        size += lengths[i]
        left -= lengths[i]
    yield group


def _full(text: str, end: int, start: int, size: int, coming: int, goal: float) -> bool:
    """Say whether a passage of `size` words should close before a sentence of `coming` words."""
    if size + coming <= goal * 0.8:
        return False
    if text.count("\n", end, start) > 1:
        return size >= goal * 0.7 or size + coming > goal * 1.3
    return size + coming / 2 > goal * 1.1
