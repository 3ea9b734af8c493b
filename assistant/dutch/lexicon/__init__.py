"""A general Dutch lexicon in text files: words that mean the same, kinds of words, attributes and numerals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from assistant.dutch.lexicon import numerals
from assistant.dutch.lexicon.inflection import HOMOGRAPH, forms
from assistant.dutch.stopwords import STOPWORDS
from assistant.dutch.tokens import fold, stem, stems

VERSION = "1"


def entries(name: str) -> Iterator[str]:
    """Lines of a lexicon file that say something, comments off."""
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return (line for line in lines if line)


def members(line: str) -> list[str]:
    """Folded entries between the commas of a line."""
    return [fold(part.strip()) for part in line.split(",") if part.strip()]


@cache
def _irregular() -> tuple[list[str], ...]:
    return tuple(members(line) for line in entries("werkwoorden.txt"))


@cache
def strong_verbs() -> Mapping[str, tuple[str, ...]]:
    """Irregular verbs: folded infinitive to its other forms (present, past, participle), homographs marked."""
    return MappingProxyType({infinitive.rstrip(HOMOGRAPH): tuple(rest) for infinitive, *rest in _irregular()})


@cache
def _irregular_forms() -> frozenset[str]:
    return frozenset(form for _, *rest in _irregular() for form in rest)


@cache
def keys(word: str) -> frozenset[str]:
    """Stems by which a text shows a folded word in any of its forms; of a phrase, its stems with a space between."""
    if " " in word:
        return frozenset({" ".join(stems(word))} - {""})
    inflected = {word} if word in _irregular_forms() else forms(word, strong_verbs())
    return frozenset(stem(form) for form in inflected if form not in STOPWORDS)


@cache
def groups() -> tuple[frozenset[str], ...]:
    """Groups of stems of words that mean the same, by their numbers; of a phrase, its stems with a space between.

    A verb brings its inflected forms, so "begon" is found where the file says "beginnen"; each irregular
    verb is also a group of its own forms.
    """
    found = [frozenset[str]().union(*map(keys, members(line))) for line in entries("synoniemen.txt")]
    found += [frozenset(stem(form) for form in verb if HOMOGRAPH not in form) for verb in _irregular()]
    return tuple(found)


@cache
def synonyms() -> Mapping[str, frozenset[int]]:
    """Stemmed word (or stems of a phrase) to the numbers of the groups it is in."""
    found: dict[str, set[int]] = {}
    for number_of_group, group in enumerate(groups()):
        for key in group:
            found.setdefault(key, set()).add(number_of_group)
    return MappingProxyType({key: frozenset(numbers) for key, numbers in found.items()})


@cache
def _kinds() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {"attribuut": set(attributes())}
    for line in entries("soorten.txt"):
        name, _, rest = line.partition(":")
        found.setdefault(fold(name.strip()), set()).update(part.partition("=")[0] for part in members(rest))
    return MappingProxyType({name: frozenset(words) for name, words in found.items()})


def kind(name: str) -> frozenset[str]:
    """Folded words and phrases of a kind ("functie", "maand", …); KeyError when there is no such kind."""
    return _kinds()[name]


def kinds() -> frozenset[str]:
    """Names of all kinds."""
    return frozenset(_kinds())


@cache
def attributes() -> Mapping[str, frozenset[str]]:
    """Folded name of an attribute ("leeftijd") to the folded words and phrases by which an answer shows it."""
    pairs = (line.partition(">") for line in entries("attributen.txt"))
    return MappingProxyType({fold(name.strip()): frozenset(members(signals)) for name, _, signals in pairs})


@cache
def _values() -> Mapping[str, float]:
    lines = (line.partition(":") for line in entries("soorten.txt"))
    pairs = (part.partition("=") for name, _, rest in lines if name == "telwoord" for part in members(rest))
    return MappingProxyType({word: float(value) for word, _, value in pairs})


def number(word: str) -> float | None:
    """Value of a numeral in digits ("1.250,50") or letters ("vijfentwintig"); None when it is no numeral."""
    return numerals.value(fold(word.strip()), _values())
