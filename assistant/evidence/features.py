"""What tells an answering sentence from one that only shares words: one number each, 0 to 1 unless said."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.dutch.tokens import fold
from assistant.evidence.candidates import Candidate
from assistant.evidence.cover import Aim, Met, cover, least, miss, most
from assistant.evidence.demands import (
    closeness,
    counts,
    defines,
    instance,
    names_one,
    other_year,
    shows,
    unnamed,
)
from assistant.evidence.signals import STRICT, TYPED, leans, offers, personal, spells_out

EARLY = (
    "own", "near", "wide", "own_other", "near_other", "wide_other", "name_own", "name_near", "name_wide",
    "miss_near", "miss_wide", "miss_name", "miss_number", "miss_noun", "miss_noun_wide", "miss_verb", "unmet_names",
    "focus_own", "focus_near", "unmet", "unmet_own", "tight", "lower_near", "rare_own", "nowhere", "nowhere_noun",
    "share_near", "full", "pair", "soft_own", "soft_near", "soft_least", "soft_rarest", "soft_nowhere", "hit",
)  # fmt: skip
"""How far the question is met, which is measured of every sentence; the rest only of the most promising ones."""

NAMES = (
    *EARLY,
    "likeness", "likeness_near",
    "typed", "untyped", "typed_cover", "typed_around", "asked_before", "asks", "heading", "length", "leans",
    "personal", "strict", "bare",
    "attr_missing", "attr_shown", "role_missing", "role_own", "place_missing", "place_near", "other_year", "counts",
    "uncounted", "focus_missing", "instance", "no_instance", "defines", "closeness", "far_name", "attr_and_focus",
    "novel", "spelled", "fresh", "echo", "unspelled", "unnamed", "names_one", "private",
)  # fmt: skip

ENOUGH, LEANED_ON, ASKED_ABOVE = 0.5, 0.9, 0.8
SENTENCE_ENDS, QUOTATION = ".!?:;", "‘’“”\"'"

Columns = list[np.ndarray]


@dataclass(frozen=True, slots=True)
class Spot:
    """A candidate with the sentences next to it; `before` and `after` are None at the ends of a passage."""

    item: Candidate
    before: Candidate | None
    after: Candidate | None

    @classmethod
    def of(cls, found: Sequence[Candidate], position: int) -> Spot:
        """Look up the sentences next to a candidate."""
        item = found[position]
        return cls(item, *(found[near[0]] if near else None for near in (item.before, item.after)))

    @property
    def previous(self) -> str:
        """The text of the sentence before."""
        return self.before.text if self.before else ""

    @property
    def next(self) -> str:
        """The text of the sentence after."""
        return self.after.text if self.after else ""

    @property
    def close(self) -> frozenset[str]:
        """Stems of the sentence and of those next to it."""
        return self.item.stems.union(*(near.stems for near in (self.before, self.after) if near))


def early(aim: Aim, found: Sequence[Candidate], met: Met) -> np.ndarray:
    """Measure how far candidates (n, len(EARLY)) meet the question, in the order of EARLY."""
    return np.column_stack([*_coverage(aim, met), *_meaning(aim, met), [item.hit for item in found]])


def late(aim: Aim, spots: Sequence[Spot], met: Met, touched: frozenset[str], likeness: Columns) -> np.ndarray:
    """Measure the rest (n, len(NAMES) - len(EARLY)) in the order of NAMES.

    `touched` holds the stems that meet any term; `likeness` the cosines with the question of each sentence, alone and
    with the one before it.
    """
    return np.column_stack([
        *likeness, *_form(aim, spots, met), *_demands(aim, spots, met), *_novelty(aim, spots, touched),
        *_naming(aim, spots, met),
    ])  # fmt: skip


def _coverage(aim: Aim, met: Met) -> Columns:
    """How much of the question is met by the sentence, by what is near, by what is around."""
    weights, own, near, wide = aim.weights, met.own, met.near, met.wide
    every, count = range(len(weights)), len(weights)
    reached = (near >= ENOUGH).sum(axis=1)
    gone = weights * (near < ENOUGH)
    return [
        cover(weights, own), cover(weights, near), cover(weights, wide),
        cover(weights, own, aim.others), cover(weights, near, aim.others), cover(weights, wide, aim.others),
        cover(weights, own, aim.names), cover(weights, near, aim.names), cover(weights, wide, aim.names),
        miss(aim, near, every), miss(aim, wide, every), miss(aim, wide, aim.names),
        most(1.0 - near, aim.numbers, 0.0),
        miss(aim, near, aim.nouns), miss(aim, wide, aim.nouns), miss(aim, near, aim.verbs),
        (wide < ENOUGH)[:, list(aim.names)].sum(axis=1) / 3,
        most(own, aim.focus, 0.5), most(near, aim.focus, 0.5),
        (near < ENOUGH).sum(axis=1) / 5, (own < ENOUGH).sum(axis=1) / 5,
        least(near, every, 0.5), cover(weights**2, near**2), most(own, _rarest(weights, every), 0.5),
        most(gone, aim.nowhere, 0.0), most(gone, [i for i in aim.nowhere if i in aim.nouns], 0.0),
        reached / max(1, count), (reached == count) & (count > 0),
        np.minimum(own[:, :-1], own[:, 1:]).sum(axis=1) / (count - 1) if count > 1 else np.full(len(own), 0.5),
    ]  # fmt: skip


def _rarest(weights: np.ndarray, which: Sequence[int]) -> list[int]:
    return [max(which, key=lambda i: weights[i])] if which else []


def _form(aim: Aim, spots: Sequence[Spot], met: Met) -> Columns:
    """What the sentence looks like, and whether that fits the kind of answer."""
    kind, words = aim.question.kind, aim.question.words
    asked = _asked_before(aim, spots, met)
    typed, around, rows = [], [], []
    for spot in spots:
        text, leaning = spot.item.text, leans(spot.item.text)
        own, before, after = (offers(kind, part, words) if part else 0.0 for part in (text, spot.previous, spot.next))
        typed.append(max(own, LEANED_ON * before) if leaning else own)
        around.append(max(before, after))
        ending, count = text.rstrip("’”\"' "), len(spot.item.stems)
        rows.append((
            ending.endswith("?"), ending[-1:] not in SENTENCE_ENDS and count < 12,
            min(1.0, math.log1p(count) / 4), leaning, personal(text),
        ))  # fmt: skip
    fits, near = np.array(typed), np.array(around)
    return [
        fits, (kind in TYPED) & (fits == 0.0), fits * cover(aim.weights, met.near), near,
        asked, *np.array(rows, dtype=float).T,
        (kind in STRICT) & (fits == 0.0), (kind in STRICT) & (np.maximum(fits, near) == 0.0),
    ]  # fmt: skip


def _asked_before(aim: Aim, spots: Sequence[Spot], met: Met) -> np.ndarray:
    """Cover by the question, in the source itself, that each sentence follows."""
    before = np.array([spot.previous.rstrip("’”\"' ").endswith("?") for spot in spots])
    above = np.array([(spot.item.passage.heading or "").endswith("?") for spot in spots])
    under = ASKED_ABOVE * cover(aim.weights, met.heading)
    return np.where(before, cover(aim.weights, met.previous), np.where(above, under, 0.0))


def _demands(aim: Aim, spots: Sequence[Spot], met: Met) -> Columns:
    """Whether what the question names as asked is shown: attribute, role, place, year, count, name."""
    question, near = aim.question, met.near
    shown = _shown(aim, spots, near)
    counted, close_by = (np.array([test(question, s.item.text) for s in spots]) for test in (counts, closeness))
    named = [instance(question, spot.item.stems) for spot in spots]
    is_one = np.array([0.5 if value is None else value for value in named])
    focus = [i for i in aim.focus if i not in aim.verbs]
    unmet = most(1.0 - near, focus, 0.0)
    return [
        most(1.0 - shown, range(shown.shape[1]), 0.0), least(shown, range(shown.shape[1]), 0.5),
        most(1.0 - near, aim.roles, 0.0), least(met.own, aim.roles, 0.5),
        most(1.0 - met.wide, aim.places, 0.0), least(near, aim.places, 0.5),
        np.array([other_year(question, spot.item.text) for spot in spots]), counted, counted == 0.0,
        np.array([float(u) if value is None else 1.0 - value for u, value in zip(unmet, named, strict=True)]),
        is_one, is_one == 0.0, np.array([defines(question, spot.item.text) for spot in spots]),
        close_by, close_by == 0.0,
        (shown < ENOUGH).any(axis=1) & (near[:, list(aim.focus)] < ENOUGH).any(axis=1),
    ]  # fmt: skip


def _shown(aim: Aim, spots: Sequence[Spot], near: np.ndarray) -> np.ndarray:
    """How well (sentences, demands) each demand is met, by its term or by one of its signals."""
    found = near[:, [i for i, _ in aim.demands]].copy()
    for row, spot in enumerate(spots if aim.demands else ()):
        close = spot.close | spot.item.heading
        folded = fold(f"{spot.previous} {spot.item.text} {spot.next} {spot.item.passage.heading or ''}")
        for column, (_, demand) in enumerate(aim.demands):
            if shows(demand, close, folded):
                found[row, column] = 1.0
    return found


def _novelty(aim: Aim, spots: Sequence[Spot], touched: frozenset[str]) -> Columns:
    """Whether the sentence tells anything that the question does not."""
    new = np.array([len(spot.item.stems - touched) for spot in spots])
    acronyms = [t.text for t in aim.question.terms] if aim.question.kind == "afkorting" else []
    spelled = [any(spells_out(word, spot.item.text) for word in acronyms) for spot in spots]
    echo = [spot.item.text.strip(QUOTATION) == spot.previous.strip(QUOTATION) for spot in spots]
    return [np.minimum(1.0, new / 8), np.array(spelled), new == 0, np.array(echo)]


def _meaning(aim: Aim, met: Met) -> Columns:
    """How much of the question is met in meaning, where its words may be others."""
    weights, near = aim.weights, met.meant_near
    words = [i for i in range(len(weights)) if i not in aim.numbers]
    nowhere = max((weights[i] * (1.0 - aim.anywhere[i]) for i in words), default=0.0)
    return [
        cover(weights, met.meant), cover(weights, near), least(near, words, 0.5),
        most(near, _rarest(weights, words), 0.5), np.full(len(near), nowhere),
    ]  # fmt: skip


def _naming(aim: Aim, spots: Sequence[Spot], met: Met) -> Columns:
    """Whether what is asked is named: an abbreviation spelled out, one of a kind, something of a person."""
    question = aim.question
    acronyms = [t.text for t in question.terms if not t.number] if question.kind == "afkorting" else []
    rows = [
        (
            bool(acronyms) and not any(spells_out(word, spot.item.text) for word in acronyms),
            unnamed(question, spot.item.text, spot.item.stems),
            names_one(question, spot.item.text),
        )
        for spot in spots
    ]
    return [*np.array(rows, dtype=float).T, _private(aim, spots, met.own)]


def _private(aim: Aim, spots: Sequence[Spot], own: np.ndarray) -> np.ndarray:
    """1 where something of a person is asked that neither the sentence nor its neighbours show."""
    asked = [(i, demand) for i, demand in aim.demands if demand.private]
    found = np.zeros(len(spots))
    for row, spot in enumerate(spots if asked else ()):
        folded = fold(f"{spot.previous} {spot.item.text} {spot.next}")
        found[row] = any(own[row, i] < ENOUGH and not shows(demand, spot.close, folded) for i, demand in asked)
    return found
