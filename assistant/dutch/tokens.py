"""Dutch text to search tokens: stems of the words that carry meaning, and letter groups for typos."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import filterfalse

import Stemmer

from assistant.dutch.stopwords import STOPWORDS

VERSION = "1"
GRAM = 4

_WORD = re.compile(r"[^\W_]+(?:[.,:][0-9]+)*(?:['’-][^\W_]+)*")
_STEMMER = Stemmer.Stemmer("dutch_porter")


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Lower-case a word and drop its accents and its 's, so that "Cliënt" and "client", "foto's" and "foto" are one."""
    lowered = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    if lowered.isascii():
        return lowered
    return "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFKD", lowered)))


def words(text: str) -> list[str]:
    """Folded words in reading order, stop words included."""
    return list(map(fold, _WORD.findall(text)))


def parts(found: list[str]) -> list[str]:
    """Split words at their hyphens where every part can stand alone ("jean-marie", not "e-mail")."""
    return [
        part
        for word in found
        for part in (word.split("-") if "-" in word and min(map(len, word.split("-"))) >= 3 else (word,))
    ]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Snowball stem of a folded word; what holds a digit stays as it is."""
    if not word.isalpha() and any(c.isdigit() for c in word):
        return word
    return str(_STEMMER.stemWord(word))


@lru_cache(maxsize=65536)
def _grams(word: str) -> str:
    padded = f"_{word}_"
    return " ".join(padded[i : i + GRAM] for i in range(len(padded) - GRAM + 1))


@lru_cache(maxsize=4)
def content(text: str) -> tuple[str, ...]:
    """Folded words that are not stop words; the last texts are remembered, as more than one thing is asked of each."""
    return tuple(word for word in words(text) if word not in STOPWORDS)


def stems(text: str) -> list[str]:
    """Stems of the words of a text that are not stop words."""
    return list(map(stem, content(text)))


def grams(text: str) -> list[str]:
    """Letter groups (of 4, with `_` at the word's ends) of the words that are not stop words."""
    return [gram for word in content(text) for gram in _grams(word).split()]


def spaced_grams(text: str) -> str:
    """The letter groups with a space between."""
    return " ".join(map(_grams, content(text)))
