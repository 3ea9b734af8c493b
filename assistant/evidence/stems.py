"""The words of a text by their stems, with the verbs that Dutch takes apart put together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain

from assistant.dutch.lexicon import synonyms
from assistant.dutch.stopwords import STOPWORDS
from assistant.dutch.tokens import parts, stem, words
from assistant.evidence.question import PARTICLES

_SOME = "op"
_NONE: frozenset[str] = frozenset()

OPENING = 600
"""Characters of a document that tell what it is about."""

SHORTEST = 3
"""Letters of the part of a verb that is no particle, at least."""

REACH = 12
"""Words between the two parts of a verb, at most."""


@lru_cache(maxsize=20000)
def words_of(text: str) -> str:
    """The words of a text that carry meaning, each stem once, folded, with a space between."""
    found = words(text)
    table = dict(chain.from_iterable(map(_pieces, found)))
    for verb in _separable(found):
        table[stem(verb)] = verb
    return " ".join(table.values())


def opening(text: str) -> str:
    """The words with which a document opens."""
    return words_of(text[:OPENING])


@lru_cache(maxsize=20000)
def table(found: str) -> Mapping[str, str]:
    """The stems of words that `words_of` found, each with its word."""
    return {stem(word): word for word in found.split()}


@lru_cache(maxsize=65536)
def _pieces(word: str) -> tuple[tuple[str, str], ...]:
    """Parts of a folded word that are not stop words, each with its stem before it."""
    return tuple((stem(part), part) for part in parts([word]) if part not in STOPWORDS)


def _separable(found: Sequence[str]) -> Iterator[str]:
    """Verbs whose first part stands later in the clause: "volgt … op" holds "opvolgt" too."""
    present = PARTICLES.intersection(found)
    for position, particles in enumerate(map(_particles, found) if present else ()):
        if particles and not particles.isdisjoint(present):
            later = particles.intersection(found[position + 1 : position + 1 + REACH])
            joined = sorted(particle + found[position] for particle in later)
            yield from (verb for verb in joined if stem(verb) in synonyms())


@lru_cache(maxsize=65536)
def _particles(word: str) -> frozenset[str]:
    """Particles with which a folded word may make a verb that the lexicon knows."""
    if len(word) < SHORTEST:
        return _NONE
    # The stemmer takes "ge" off "geef", but not off "opgeef".
    return _verbs().get(stem(_SOME + word).removeprefix(_SOME), _NONE)


@cache
def _verbs() -> Mapping[str, frozenset[str]]:
    """Stems that make a word of the lexicon when a particle comes before them, with those particles."""
    found: dict[str, set[str]] = {}
    lengths = sorted({len(particle) for particle in PARTICLES})
    for known in synonyms():
        for length in lengths:
            if known[:length] in PARTICLES:
                found.setdefault(known[length:], set()).add(known[:length])
    return {rest: frozenset(particles) for rest, particles in found.items()}
