"""The sentences that may answer, each with what stands around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.evidence.context import Context
from assistant.evidence.stems import table, words_of
from assistant.types import Hit, Passage, Span

BEFORE, AFTER = 3, 2
"""Sentences that are looked at on either side."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage, with its words by their stems, and the stems of what it belongs to.

    `before` and `after` are the positions, among all candidates, of the sentences next to it, nearest first.
    """

    passage: Passage
    span: Span
    text: str
    words: Mapping[str, str]
    stems: frozenset[str]
    before: tuple[int, ...]
    after: tuple[int, ...]
    heading: frozenset[str]
    title: frozenset[str]
    lead: frozenset[str]
    around: frozenset[str]
    hit: float


def candidates(context: Context) -> list[Candidate]:
    """Line up the sentences of the hits; neighbours lend context and are candidates too, with a hit score of 0."""
    rows: dict[str, Hit] = {hit.passage.id: hit for hit in (*context.around, *context.hits)}
    ordered = sorted(rows.values(), key=lambda hit: (hit.passage.document_id, hit.passage.position))
    best = max((hit.score for hit in context.hits), default=0.0) or 1.0
    found: list[Candidate] = []
    for run in _runs(ordered):
        count = sum(len(hit.passage.sentences) for hit in run)
        spots = range(len(found), len(found) + count)
        for hit in run:
            lead = context.leads.get(hit.passage.document_id, "")
            found += _sentences(hit, lead, hit.score / best, len(found), spots)
    return found


def _runs(ordered: Sequence[Hit]) -> Iterator[list[Hit]]:
    """Yield hits that follow one another in one document, together."""
    run: list[Hit] = []
    for hit in ordered:
        if run and not _adjoin(run[-1], hit):
            yield run
            run = []
        run.append(hit)
    if run:
        yield run


def _sentences(hit: Hit, lead: str, share: float, first: int, run: range) -> list[Candidate]:
    """Make candidates of a passage: its first sentence gets the position `first`, in a run of positions."""
    passage = hit.passage
    texts = [hit.text[a - passage.start : b - passage.start] for a, b in passage.sentences]
    words = [table(found) for found in passage.words or map(words_of, texts)]
    stems = [frozenset(found) for found in words]
    shared = (
        _stems(words_of(passage.heading or "")),
        _stems(words_of(hit.title)),
        _stems(lead),
        frozenset[str]().union(*stems),
        max(0.0, share),
    )
    return [
        Candidate(
            passage,
            span,
            text,
            known,
            own,
            tuple(range(at - 1, max(run.start, at - BEFORE) - 1, -1)),
            tuple(range(at + 1, min(run.stop, at + 1 + AFTER))),
            *shared,
        )
        for at, (span, text, known, own) in enumerate(zip(passage.sentences, texts, words, stems, strict=True), first)
    ]


@lru_cache(maxsize=2000)
def _stems(words: str) -> frozenset[str]:
    return frozenset(table(words))


def _adjoin(a: Hit, b: Hit) -> bool:
    return a.passage.document_id == b.passage.document_id and b.passage.position - a.passage.position <= 1
