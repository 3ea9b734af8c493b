"""How well the words of a text meet a word of the question: the same stem, a part of a compound, a typo, a synonym."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from functools import lru_cache, partial
from itertools import pairwise
from typing import Protocol

import numpy as np

from assistant.dutch.lexicon import groups, synonyms
from assistant.dutch.rarity import rarity
from assistant.dutch.roots import root
from assistant.evidence.question import Term

SYNONYM, FAMILY, TYPO, LIKENESS = 0.8, 0.8, 0.85, 0.6
KIND_OF, PART_OF, BEGINS_ALIKE = 0.85, 0.65, 0.45
LIKE_ENOUGH = 0.45
_LINKS = ("", "s", "en", "e", "n")

_SPELLINGS = tuple(
    pair.split(":") for pair in "sch:sx ch:x ck:k ph:f th:t qu:kw ij:i y:i ei:i au:ou c:k z:s v:f ie:i".split()
)
_DOUBLED = re.compile(r"(.)\1+")

_NONE: frozenset[int] = frozenset()


class Meaning(Protocol):
    """What words mean, as a static model tells it."""

    def sums(self, texts: list[str]) -> np.ndarray:
        """Return float32 vectors (texts, dimension) of any length; that of two texts together is the sum."""

    def likeness(self, words: list[str], asked: list[str]) -> np.ndarray:
        """Return the cosines (words, asked) of words with a few others."""


@lru_cache(maxsize=65536)
def _bigrams(word: str) -> frozenset[str]:
    padded = f"_{word}_"
    return frozenset(padded[i : i + 2] for i in range(len(padded) - 1))


def distance(a: str, b: str, limit: int) -> int:
    """Letters to add, drop, change or swap to make one word from the other; limit + 1 when it takes more."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        older, before = before, row
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


@lru_cache(maxsize=65536)
def misspelt(a: str, b: str) -> bool:
    """Tell whether two words are likely the same word with a typo; words with digits never are."""
    shortest, limit = min(len(a), len(b)), 2
    if shortest < 8:
        limit = 1
    if shortest < 4 or abs(len(a) - len(b)) > limit:
        return False
    if len(_bigrams(a) & _bigrams(b)) * 2 < 0.5 * (len(a) + len(b)) or any(c.isdigit() for c in a + b):
        return False
    return distance(a, b, limit) <= limit


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """Spell a folded word as Dutch says it, so that "Dijk" and "Dyck", "Thijssen" and "Tijsen" are one."""
    for spelling, said in _SPELLINGS:
        word = word.replace(spelling, said)
    return _DOUBLED.sub(r"\1", word)


@lru_cache(maxsize=65536)
def compounded(term: str, found: str) -> float:
    """Strength with which one of two words is a part of the other.

    A longer word that ends in the term is a kind of it ("netwerksecretaris" is a "secretaris"); one that only
    begins alike is near it at most ("programmaraad" is no "programma").
    """
    part, whole = sorted((term, found), key=len)
    if len(part) < 4 or len(whole) - len(part) < 2:
        return 0.0
    if whole.endswith(part):
        return KIND_OF if whole == found else PART_OF
    return BEGINS_ALIKE if whole.startswith(part) and len(part) >= 5 else 0.0


class Matcher:
    """Match strengths between the terms of one question and every stem of one set of texts."""

    def __init__(self, terms: Sequence[Term], vocabulary: Mapping[str, str], meaning: Meaning | None = None) -> None:
        """Take the question's terms, and the stems of the texts with one surface form each."""
        self._column = {stem: column for column, stem in enumerate(vocabulary)}
        self._by_form = _by_form(terms, vocabulary, self._column)
        near = np.zeros_like(self._by_form)
        if meaning is not None and len(terms) and vocabulary:
            near[:-1] = _likeness(terms, list(vocabulary.values()), meaning)
            like = (near >= LIKE_ENOUGH) & (self._by_form == 0.0)
            self._by_form[like] = LIKENESS * near[like]
        self._add_joined(terms)
        self._table = np.hstack([self._by_form, np.maximum(self._by_form, near)])
        stems = list(vocabulary)
        self.touched = frozenset(stems[i] for i in np.flatnonzero(self._by_form.any(axis=1)))

    def rows(self, texts: Sequence[frozenset[str]]) -> tuple[np.ndarray, np.ndarray]:
        """Best match of each term among the stems of each text (texts, terms), 0 to 1: by form, and in meaning too."""
        distinct = {stems: row for row, stems in enumerate(dict.fromkeys(texts))}
        columns: list[int] = []
        starts: list[int] = []
        blank = len(self._column)
        for stems in distinct:
            starts.append(len(columns))
            columns.append(blank)
            columns += [self._column.get(stem, blank) for stem in stems]
        best = np.maximum.reduceat(self._table[np.array(columns, np.intp)], np.array(starts, np.intp), axis=0)
        form, meaning = np.hsplit(best[[distinct[stems] for stems in texts]], 2)
        return form, meaning

    def met(self, index: int) -> bool:
        """Tell whether any of the texts holds the term at a position itself (or its misspelling)."""
        return bool((self._by_form[:, index] >= TYPO).any())

    def anywhere(self) -> np.ndarray:
        """Best match or likeness (terms,) of each term among all texts, 0 to 1."""
        return np.hsplit(self._table.max(axis=0), 2)[1]

    def _add_joined(self, terms: Sequence[Term]) -> None:
        """Let "netwerk secretaris" meet "netwerksecretaris"."""
        for index, (first, second) in enumerate(pairwise(terms)):
            for link in _LINKS:
                column = self._column.get(first.text + link + second.stem)
                if column is not None:
                    self._by_form[column, index : index + 2] = 1.0


def _likeness(terms: Sequence[Term], words: list[str], meaning: Meaning) -> np.ndarray:
    """Cosines (words, terms) of the vectors; 0 for names and numbers, which are never like another word."""
    asked = [not (term.name or term.number) for term in terms]
    return np.asarray(meaning.likeness(words, [term.text for term in terms]) * asked)


def _by_form(terms: Sequence[Term], vocabulary: Mapping[str, str], column: Mapping[str, int]) -> np.ndarray:
    """Strengths (stems + 1, terms) with which each stem meets each term by its form; the last row is 0."""
    table = np.zeros((len(vocabulary) + 1, len(terms)))
    asked = {root(term.text) for term in terms}
    families: dict[str, list[str]] = {}
    for stem, word in vocabulary.items():
        if (shared := root(word)) in asked:
            families.setdefault(shared, []).append(stem)
    for index, term in enumerate(terms):
        for stem, value in _strengths(term, vocabulary.keys(), families).items():
            table[column[stem], index] = value
    return table


def _strengths(term: Term, stems: Set[str], families: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Strength of every stem that meets a term; of the ways in which it does, the closest counts.

    `families` holds the stems that have the root of a term, by that root.
    """
    asked = term.stem
    if term.number:
        return {asked: 1.0} if asked in stems else {}
    table = {stem: part for stem in stems if (stem in asked or asked in stem) and (part := compounded(asked, stem))}
    if asked not in stems and (term.name or rarity(asked) == 1.0):
        table |= dict.fromkeys(filter(partial(_typo, term), stems), TYPO)
    if not term.name:
        table |= dict.fromkeys(families.get(root(term.text), ()), FAMILY)
        for group in synonyms().get(asked, _NONE):
            table |= dict.fromkeys(groups()[group] & stems, SYNONYM)
    if asked in stems:
        table[asked] = 1.0
    return table


def _typo(term: Term, found: str) -> bool:
    return misspelt(term.stem, found) or (term.name and sound(term.stem) == sound(found))
