"""How much of a question is met: in a sentence, near it, and around it.

Strengths are matrices (sentences, terms) of 0 to 1; what comes out is one number a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.evidence.candidates import AFTER, BEFORE, Candidate
from assistant.evidence.demands import Demand, attribute_demands, place_terms, role_terms
from assistant.evidence.match import Matcher
from assistant.evidence.question import Question
from assistant.evidence.signals import personal

HEADING, TITLE, LEAD, AROUND, SPEAKER = 0.85, 0.8, 0.6, 0.6, 0.85
BEFORE_WEIGHTS, AFTER_WEIGHTS = (0.9, 0.7, 0.5), (0.5, 0.3)
NEARBY, MEANT_BEFORE, MEANT_AFTER = 0.9, 2, 1

Which = Sequence[int]


@dataclass(frozen=True, slots=True)
class Aim:
    """A question with its terms sorted by what they ask: positions of terms, and the demands.

    `weights` and `anywhere` (how well each term is met in meaning in any of the texts) have the shape (terms,).
    """

    question: Question
    weights: np.ndarray
    names: tuple[int, ...]
    others: tuple[int, ...]
    nouns: tuple[int, ...]
    verbs: tuple[int, ...]
    numbers: tuple[int, ...]
    focus: tuple[int, ...]
    roles: tuple[int, ...]
    places: tuple[int, ...]
    demands: tuple[tuple[int, Demand], ...]
    nowhere: tuple[int, ...]
    anywhere: np.ndarray

    @classmethod
    def of(cls, question: Question, matcher: Matcher) -> Aim:
        """Sort the terms of a question."""
        terms = question.terms
        roles, places = role_terms(question), place_terms(question)

        def where(test: Sequence[bool]) -> tuple[int, ...]:
            return tuple(i for i, found in enumerate(test) if found)

        return cls(
            question,
            np.array([t.weight for t in terms]),
            where([t.name for t in terms]),
            where([not t.name for t in terms]),
            where([not (t.name or t.verb or t.number) for t in terms]),
            where([t.verb for t in terms]),
            where([t.number for t in terms]),
            where([t.stem == question.focus and not t.name for t in terms]),
            where([t in roles for t in terms]),
            where([t in places for t in terms]),
            tuple((terms.index(d.term), d) for d in attribute_demands(question)),
            where([not matcher.met(i) for i in range(len(terms))]),
            matcher.anywhere(),
        )


@dataclass(frozen=True, slots=True)
class Met:
    """How well sentences meet each term by form: themselves, with what is near, with what is around.

    `meant` and `meant_near` tell the same in meaning, where the words may be others; `heading` and `previous`
    are those of the heading and of the sentence before. All have the shape (sentences, terms).
    """

    own: np.ndarray
    near: np.ndarray
    wide: np.ndarray
    meant: np.ndarray
    meant_near: np.ndarray
    heading: np.ndarray
    previous: np.ndarray

    @classmethod
    def of(cls, aim: Aim, found: Sequence[Candidate], matcher: Matcher) -> Met:
        """Look at every candidate, and at what stands around it."""
        own, meant = matcher.rows([item.stems for item in found])
        own_of, meant_of = _with_blank(own), _with_blank(meant)
        before = _spots([item.before for item in found], BEFORE)
        after = _spots([item.after for item in found], AFTER)
        heading, heading_meant = matcher.rows([item.heading for item in found])
        title, title_meant = matcher.rows([item.title for item in found])
        close = [own, HEADING * heading, TITLE * title]
        close += [weight * own_of[spots] for weight, spots in zip(BEFORE_WEIGHTS, before, strict=True)]
        close += [weight * own_of[spots] for weight, spots in zip(AFTER_WEIGHTS, after, strict=True)]
        near = np.maximum.reduce(close)
        beside = [meant_of[spots] for spots in (*before[:MEANT_BEFORE], *after[:MEANT_AFTER])]
        meant_near = np.maximum.reduce([meant, *(NEARBY * row for row in (heading_meant, title_meant, *beside))])
        wide = np.maximum(near, _around(aim, found, matcher))
        return cls(own, near, wide, meant, meant_near, heading, own_of[before[0]])

    def of_some(self, rows: Sequence[int]) -> Met:
        """Keep some of the sentences."""
        return Met(*(getattr(self, name)[list(rows)] for name in self.__slots__))


def cover(weights: np.ndarray, strengths: np.ndarray, which: Which | None = None) -> np.ndarray:
    """Share of the terms' weight that is met; 0.5 without terms."""
    if which is not None:
        weights, strengths = weights[list(which)], strengths[:, list(which)]
    total = weights.sum()
    return strengths @ weights / total if total else np.full(len(strengths), 0.5)


def miss(aim: Aim, strengths: np.ndarray, which: Which) -> np.ndarray:
    """The most that a single term falls short, by its weight; 0 without terms."""
    return most(aim.weights * (1.0 - strengths), which, 0.0)


def most(values: np.ndarray, which: Which, default: float) -> np.ndarray:
    """The highest of some columns in each row."""
    return values[:, list(which)].max(axis=1) if len(which) else np.full(len(values), default)


def least(values: np.ndarray, which: Which, default: float) -> np.ndarray:
    """The lowest of some columns in each row."""
    return values[:, list(which)].min(axis=1) if len(which) else np.full(len(values), default)


def _around(aim: Aim, items: Sequence[Candidate], matcher: Matcher) -> np.ndarray:
    """Weigh the passage around and the document's opening; who speaks in the first person is named there."""
    around, _ = matcher.rows([item.around for item in items])
    lead, _ = matcher.rows([item.lead for item in items])
    named = [i in aim.names for i in range(len(aim.weights))]
    speaks = np.array([personal(item.text) for item in items], dtype=bool)
    return np.maximum(AROUND * around, np.where(np.outer(speaks, named), SPEAKER, LEAD) * lead)


def _with_blank(rows: np.ndarray) -> np.ndarray:
    """Add a last row of zeros, for the position -1."""
    return np.vstack([rows, np.zeros((1, rows.shape[1]))])


def _spots(found: Sequence[Sequence[int]], count: int) -> np.ndarray:
    """Positions (count, sentences) of the sentences on one side, nearest first; -1 where there is none."""
    return np.array([[*spots, *[-1] * (count - len(spots))] for spots in found], np.intp).reshape(-1, count).T
