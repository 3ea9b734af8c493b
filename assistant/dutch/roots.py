"""The root that the forms and near relatives of a word share: "werkt", "gewerkt", "werker" and "werking"."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.dutch.tokens import content, stem

VERSION = "1"
SHORTEST = 3
"""Letters: no ending is taken off that leaves less."""

_PARTICIPLE = re.compile(
    r"(aan|achter|af|bij|deel|door|in|mee|na|om|onder|op|over|samen|tegen|terug|toe|uit|vast|voor|weg)?ge(.{3,})[dt]$"
)
_DERIVED = re.compile(r"(atie|ator|ster|aar|eur|ing|heid|baar|lijk|er|ie|i)$")
_LONG, _VOWELS, _DOUBLED = frozenset({"aa", "ee", "oo", "uu"}), "aeiou", "bcdfghjklmnpqrstvwxyz"
_VOICED = {"v": "f", "z": "s"}


@lru_cache(maxsize=65536)
def root(word: str) -> str:
    """Return the root of a folded word; what holds a digit stays as it is.

    It is rougher than a stem: "markt" and "mark" share one too. Match on it only where a stem does not.
    """
    found = stem(word)
    if not found.isalpha() and any(c.isdigit() for c in found):
        return found
    participle = _PARTICIPLE.match(found) if "ge" in found else None
    if participle:
        found = (participle[1] or "") + participle[2]
    elif len(found) > SHORTEST + 1 and found[-1] in "dt":
        found = found[:-1]
    found = _plain(found)
    derived = _DERIVED.search(found)
    if derived and derived.start() >= SHORTEST:
        found = _plain(found[: derived.start()])
    return found


def roots(text: str) -> list[str]:
    """Roots of the words of a text that are not stop words."""
    return list(map(root, content(text)))


def _plain(word: str) -> str:
    """Spell the end of a root in one way: "betaal" as "betal", "beslis" for "besliss", "reis" for "reiz"."""
    if word[-3:-1] in _LONG and word[-1] not in _VOWELS:
        word = word[:-2] + word[-1]
    if word[-2:-1] == word[-1:] and word[-1:] in _DOUBLED:
        word = word[:-1]
    return word[:-1] + _VOICED.get(word[-1:], word[-1:])
