"""How well the words of a text meet a word of the question: the same stem, a part of a compound, a typo, a synonym."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from assistant.dutch.lexicon import synonyms
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

Vectors = Callable[[list[str]], np.ndarray]


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
    if min(len(a), len(b)) < 4 or any(c.isdigit() for c in a + b):
        return False
    limit = 1 if min(len(a), len(b)) < 8 else 2
    if abs(len(a) - len(b)) > limit or len(_bigrams(a) & _bigrams(b)) * 2 < 0.5 * (len(a) + len(b)):
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

    def __init__(self, terms: Sequence[Term], vocabulary: Mapping[str, str], vectors: Vectors | None = None) -> None:
        """Take the question's terms, and the stems of the texts with one surface form each."""
        self.terms, self._vocabulary = terms, vocabulary
        self._table = {term.stem: _strengths(term, vocabulary) for term in terms}
        self._column: dict[str, int] = {}
        self._likeness = np.zeros((len(terms), 0), dtype=np.float32)
        if vectors is not None:
            self._add_likeness(vocabulary, vectors)
        self._add_joined(vocabulary)
        self._rows: dict[frozenset[str], tuple[float, ...]] = {}
        self._soft_rows: dict[frozenset[str], tuple[float, ...]] = {}
        self._by_stem: dict[str, list[tuple[int, float]]] = {}
        for index, term in enumerate(terms):
            for found, value in self._table[term.stem].items():
                self._by_stem.setdefault(found, []).append((index, value))

    def row(self, stems: frozenset[str]) -> tuple[float, ...]:
        """Best match of each term, in order, among stems, 0 to 1."""
        found = self._rows.get(stems)
        if found is None:
            best = dict.fromkeys(range(len(self.terms)), 0.0)
            for stem in stems:
                for index, value in self._by_stem.get(stem, ()):
                    if value > best[index]:
                        best[index] = value
            found = self._rows[stems] = tuple(best.values())
        return found

    def soft(self, stems: frozenset[str]) -> tuple[float, ...]:
        """Best likeness in meaning of each term, in order, among stems, 0 to 1; what matches by form counts too."""
        found = self._soft_rows.get(stems)
        if found is None:
            columns = [self._column[stem] for stem in stems if stem in self._column]
            near = self._likeness[:, columns].max(axis=1, initial=0.0) if columns else np.zeros(len(self.terms))
            found = self._soft_rows[stems] = tuple(map(max, self.row(stems), near.tolist()))
        return found

    def met(self, term: Term) -> bool:
        """Tell whether any of the texts holds the term itself (or its misspelling)."""
        return any(value >= TYPO for value in self._table[term.stem].values())

    def anywhere(self) -> tuple[float, ...]:
        """Best match or likeness of each term, in order, among all texts, 0 to 1."""
        return self.soft(frozenset(self._vocabulary))

    def touches(self, stem: str) -> bool:
        """Tell whether a stem matches any term."""
        return stem in self._by_stem

    def _add_likeness(self, vocabulary: Mapping[str, str], vectors: Vectors) -> None:
        known = list(vocabulary)
        if not self.terms or not known:
            return
        likeness = vectors([term.text for term in self.terms]) @ vectors([vocabulary[stem] for stem in known]).T
        self._column = {stem: column for column, stem in enumerate(known)}
        self._likeness = likeness * np.array([[not term.name and not term.number] for term in self.terms])
        for term, row in zip(self.terms, self._likeness, strict=True):
            table = self._table[term.stem]
            for index in np.flatnonzero(row >= LIKE_ENOUGH):
                found = known[int(index)]
                if found not in table:
                    table[found] = LIKENESS * float(row[index])

    def _add_joined(self, vocabulary: Mapping[str, str]) -> None:
        """Let "netwerk secretaris" meet "netwerksecretaris"."""
        for first, second in zip(self.terms, self.terms[1:], strict=False):
            for link in _LINKS:
                joined = first.text + link + second.stem
                if joined in vocabulary:
                    self._table[first.stem][joined] = 1.0
                    self._table[second.stem][joined] = 1.0


def _strengths(term: Term, vocabulary: Mapping[str, str]) -> dict[str, float]:
    table: dict[str, float] = {}
    if term.number:
        return {term.stem: 1.0} if term.stem in vocabulary else {}
    known = synonyms()
    groups = known.get(term.stem, _NONE) if not term.name else _NONE
    family = root(term.text) if not term.name else ""
    spelled = term.stem in vocabulary or (rarity(term.stem) < 1.0 and not term.name)
    for stem in vocabulary:
        if stem == term.stem:
            table[stem] = 1.0
        elif groups and not groups.isdisjoint(known.get(stem, _NONE)):
            table[stem] = SYNONYM
        elif family and root(vocabulary[stem]) == family:
            table[stem] = FAMILY
        elif not spelled and (misspelt(term.stem, stem) or (term.name and sound(term.stem) == sound(stem))):
            table[stem] = TYPO
        elif (stem in term.stem or term.stem in stem) and (part := compounded(term.stem, stem)):
            table[stem] = part
    return table
