"""From scored sentences to the one to three places that are shown, or to a refusal with related places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.embedding.static import unit
from assistant.evidence.candidates import Candidate, candidates
from assistant.evidence.context import Context
from assistant.evidence.cover import Aim, Met
from assistant.evidence.features import NAMES, Spot, early, late
from assistant.evidence.match import Matcher, Meaning
from assistant.evidence.question import Question, analyse
from assistant.evidence.score import confidence, promise, scores
from assistant.evidence.signals import leans
from assistant.evidence.stems import table
from assistant.types import Passage, Span

PLACES, RELATED = 3, 2
QUOTE_CHARS, ANSWER_CHARS = 420, 800
SENTENCES, NEW_STEMS = 3, 2
BEHIND = 4.0
CANDIDATES = 20
"""Sentences that are looked at whole, of those that meet the question best."""


@dataclass(frozen=True, slots=True)
class Place:
    """A run of text to quote; `mark` is the sentence inside it that answers."""

    passage: Passage
    start: int
    end: int
    mark: Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """The places that answer, best first, and how sure that is (0 to 1)."""

    places: tuple[Place, ...]
    confidence: float


def choose(question: str, context: Context, meaning: Meaning) -> Evidence:
    """Find the places in the hits (and in the passages around them) that best answer a question."""
    found = candidates(context)
    asked = analyse(question)
    measured, kept = measure(asked, found, context, meaning)
    scored = scores(measured)
    places = _places(found, dict(zip(kept, scored.tolist(), strict=True)))
    sure = 0.0 if _unexplained(asked, measured) else confidence(measured, scored)
    return Evidence(tuple(places), sure)


def _unexplained(asked: Question, measured: np.ndarray) -> bool:
    """Tell that an abbreviation is asked which no candidate spells out: only its letters can be quoted then."""
    return asked.kind == "afkorting" and not measured[:, NAMES.index("spelled")].any()


def measure(
    asked: Question, found: Sequence[Candidate], context: Context, meaning: Meaning, limit: int | None = CANDIDATES
) -> tuple[np.ndarray, list[int]]:
    """Features (n, len(NAMES)) of the most promising candidates, at most `limit`, and their positions in `found`."""
    if not found:
        return np.zeros((0, len(NAMES)), dtype=np.float32), []
    vocabulary: dict[str, str] = {}
    for words in (*(item.words for item in found), *map(table, context.above)):
        vocabulary.update(words)
    matcher = Matcher(asked.terms, vocabulary, meaning)
    aim = Aim.of(asked, matcher)
    met = Met.of(aim, found, matcher)
    first = early(aim, found, met)
    kept = sorted(np.argsort(-promise(first), kind="stable")[:limit].tolist())
    spots = [Spot.of(found, i) for i in kept]
    second = late(aim, spots, met.of_some(kept), matcher.touched, _likeness(asked.text, spots, meaning))
    return np.hstack([first[kept], second]).astype(np.float32), kept


def _likeness(question: str, spots: Sequence[Spot], meaning: Meaning) -> list[np.ndarray]:
    """Cosines (sentences,) with the question of each sentence, alone and with the one before it."""
    texts = list(dict.fromkeys([question, *(spot.item.text for spot in spots), *(spot.previous for spot in spots)]))
    vectors = dict(zip(texts, meaning.sums(texts), strict=True))
    own = np.array([vectors[spot.item.text] for spot in spots])
    before = np.array([vectors[spot.previous] for spot in spots])
    about = unit(vectors[question])
    return [unit(own) @ about, unit(before + own) @ about]


def _places(found: Sequence[Candidate], scored: Mapping[int, float]) -> list[Place]:
    order = sorted(scored, key=lambda index: -scored[index])
    places: list[Place] = []
    told: frozenset[str] = frozenset()
    used = 0
    for index in order:
        if len(places) == PLACES or scored[index] < scored[order[0]] - BEHIND:
            break
        if places and len(found[index].stems - told) < NEW_STEMS:
            continue
        place = _run(found, index, min(QUOTE_CHARS, ANSWER_CHARS - used) if places else QUOTE_CHARS)
        if any(_touch(other, place) for other in places):
            continue
        if places and used + place.end - place.start > ANSWER_CHARS:
            continue
        places.append(place)
        told |= found[index].stems
        used += place.end - place.start
    return places


def _touch(one: Place, other: Place) -> bool:
    same = one.passage.document_id == other.passage.document_id
    return same and one.start < other.end and other.start < one.end


def _run(found: Sequence[Candidate], index: int, limit: int) -> Place:
    """Widen the answering sentence to a quote that can be read by itself, within `limit` characters.

    A question or a heading in the source is answered by what follows it, so the mark moves on.
    """
    first = index
    while index - first < SENTENCES - 1 and _opens(found[index]) and _joins(found, index, index + 1):
        index += 1
    last = index
    if first == index and leans(found[index].text) and _joins(found, index - 1, index) and not _asks(found[index - 1]):
        first = index - 1
    while last - first < SENTENCES - 1 and _joins(found, last, last + 1) and not _asks(found[last + 1]):
        last += 1
    while first < last and found[last].span[1] - found[first].span[0] > limit:
        if last > index:
            last -= 1
        else:
            first += 1
    return Place(found[first].passage, found[first].span[0], found[last].span[1], found[index].span)


def _joins(found: Sequence[Candidate], left: int, right: int) -> bool:
    """Tell whether two sentences follow each other in one section."""
    if left < 0 or right >= len(found):
        return False
    a, b = found[left], found[right]
    near = a.passage.document_id == b.passage.document_id and b.passage.position - a.passage.position <= 1
    return near and a.passage.heading == b.passage.heading and 0 <= b.span[0] - a.span[1] <= 3


def _opens(item: Candidate) -> bool:
    return _asks(item) or item.text == item.passage.heading


def _asks(item: Candidate) -> bool:
    return item.text.rstrip("’”\"' ").endswith("?")
