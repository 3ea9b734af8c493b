"""Leaves out each step of search and evidence in turn, to see what it is worth."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np

from assistant.evaluation.asking import OneLeg
from assistant.evidence import score
from assistant.evidence.choose import Evidence, choose
from assistant.evidence.context import Context
from assistant.evidence.features import NAMES
from assistant.evidence.score import Layer
from assistant.store import lexical
from assistant.types import Hit

FEATURES: Mapping[str, Sequence[str]] = {
    "names": ("name_own", "name_near", "name_wide", "miss_name", "unmet_names", "far_name"),
    "kind of answer": ("typed", "untyped", "typed_cover", "typed_around", "strict", "bare"),
    "question in the source": ("asked_before", "asks", "heading"),
    "attribute, role, place": ("attr_missing", "attr_shown", "attr_and_focus", "role_missing", "role_own",
                               "place_missing", "place_near"),
    "years and counts": ("other_year", "counts", "uncounted", "closeness"),
    "likeness of meaning": ("likeness", "likeness_near"),
    "novelty": ("novel", "spelled", "fresh", "echo"),
    "likeness of words": ("soft_own", "soft_near", "soft_least", "soft_rarest", "soft_nowhere"),
    "what is named": ("unspelled", "unnamed", "names_one", "private"),
    "rank in the search": ("hit",),
}  # fmt: skip
"""Features of a sentence that belong together; leaving them out gives them a weight of 0."""


@dataclass(frozen=True, slots=True)
class Meaningless:
    """A static model to which no word means anything."""

    dimension: int

    def sums(self, texts: list[str]) -> np.ndarray:
        """Return zeros (texts, dimension)."""
        return np.zeros((len(texts), self.dimension), dtype=np.float32)

    def likeness(self, words: list[str], asked: list[str]) -> np.ndarray:
        """Return zeros (words, asked)."""
        return np.zeros((len(words), len(asked)), dtype=np.float32)


class Ablated(OneLeg):
    """An assistant without a step: sentences around the hits, openings of documents, or vectors of sentences."""

    without: frozenset[str] = frozenset()

    def _evidence(self, query: str, hits: Sequence[Hit]) -> Evidence:
        context = Context.of(self.store, hits)
        if "around" in self.without:
            context = replace(context, around=())
        if "leads" in self.without:
            context = replace(context, leads={})
        return choose(query, context, Meaningless(self._words.dimension) if "vectors" in self.without else self._words)


@dataclass(frozen=True, slots=True)
class Step:
    """A step that can be left out, by attributes of an Ablated and inside a context.

    `ranks` tells that it changes the ranking; without `talks`, a follow-up is asked without what went before.
    """

    name: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    context: Callable[[], AbstractContextManager[None]] = nullcontext
    ranks: bool = False
    talks: bool = True


def steps(*, ranking_only: bool = False) -> list[Step]:
    """List the steps; `ranking_only` gives those that a ranking without answers can show."""
    found = [
        Step("meaning (dense leg)", {"legs": "lexical"}, ranks=True),
        Step("words (lexical leg)", {"legs": "dense"}, ranks=True),
        Step("roots of words", context=lambda: _boosts(roots=0.0), ranks=True),
        Step("letter groups", context=lambda: _boosts(grams=0.0), ranks=True),
        Step("follow-ups made whole", talks=False),
        Step("sentences around the hits", {"without": frozenset(("around",))}),
        Step("openings of documents", {"without": frozenset(("leads",))}),
        Step("vectors of sentences", {"without": frozenset(("vectors",))}),
    ]
    found += [Step(name, context=partial(_weightless, names)) for name, names in FEATURES.items()]
    return [step for step in found if step.ranks or not ranking_only]


@contextmanager
def _boosts(**weights: float) -> Iterator[None]:
    shipped = dict(lexical.BOOSTS)
    lexical.BOOSTS.update(weights)
    try:
        yield
    finally:
        lexical.BOOSTS.update(shipped)


@contextmanager
def _weightless(names: Sequence[str]) -> Iterator[None]:
    """Let features count for nothing, in the ranking of sentences and in the confidence."""
    shipped = score.layers
    sentence, answer = shipped()
    changed = _without(sentence, NAMES, names), _without(answer, score.SUMMARY, names)
    score.layers = lambda: changed  # type: ignore[assignment]
    try:
        yield
    finally:
        score.layers = shipped


def _without(layer: Layer, order: Sequence[str], names: Sequence[str]) -> Layer:
    kept = np.array([name not in names for name in order], dtype=np.float32)
    return replace(layer, weight=layer.weight * kept)
