"""Numbers with what they count: amounts, shares, spells, limits; "22 cent" is "€ 0,22"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from math import isclose

from assistant.dutch.lexicon import number
from assistant.dutch.stopwords import STOPWORDS
from assistant.dutch.tokens import fold, stem
from assistant.generate.check.moments import blanked, clocks, dates
from assistant.generate.check.units import ALWAYS, BIG, ONES, ORDINALS, SINGLE, SIZES

DOWN, UP = "down", "up"
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|%|€|[^\W\d_]+(?:['’-][^\W\d_]+)*|[|;:,./()+–-]")
_TOKENS_JOINING = frozenset({"en", "tot", "of", "naar", "à", "-", "–", "met", ",", "t", "m", "/"})
_ONE_IN = re.compile(r"\b(\w+) op de (\w+)\b|\b(een|één|eén|twee) (derde|vierde|vijfde)\b", re.IGNORECASE)
_PARTS = {"derde": 3, "vierde": 4, "vijfde": 5}
_BOUNDS = {
    **dict.fromkeys("maximaal max binnen uiterlijk onder vóór".split(), DOWN),
    **dict.fromkeys("minimaal vanaf boven ruim".split(), UP),
}
_COMPARED = {
    **dict.fromkeys("minder jonger lager korter kleiner eerder dichterbij".split(), DOWN),
    **dict.fromkeys("meer ouder hoger langer groter later verder".split(), UP),
}
_WEAK = frozenset("binnen onder vóór ruim vanaf uiterlijk".split())
_TOTAL = frozenset("in totaal en met een bedrag van €".split())
REACH = 4
LIMITING = frozenset(
    {*_BOUNDS, *_COMPARED, "maximale", "minimale", "middags", "ochtends", "morgens", "avonds", "nachts"}
)
BOUNDING = frozenset(_BOUNDS)
_TWELVE_HOURS = ({"time", "clock"}, {"time", "spoken"}, {"spoken", "clock"})
"""Kinds of numbers that may tell the same time of day, of which one does not say whether it is before noon."""
_NO_SIZES = {None, "clock", "spoken"}
_TIME_WORD = re.compile(r"(second|minu|kwartier|uur|uren|etma|dag|we[e]?k|kwarta|maand|jaar|jaren)\w*$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number; `dimension` is what its unit measures, `value` its size in that, `noun` the stem of what it counts."""

    raw: float
    value: float
    dimension: str | None
    noun: str | None
    bound: str | None
    strict: bool
    start: int
    end: int

    def carried_by(self, other: Quantity) -> bool:
        """Tell whether another quantity is the same number of the same thing, as far as both say of what."""
        if self.dimension == other.dimension and self.dimension is not None:
            return isclose(self.value, other.value, rel_tol=1e-6)
        if {self.dimension, other.dimension} in _TWELVE_HOURS:
            return isclose(self.value % 720, other.value % 720, abs_tol=1e-6) and max(self.value, other.value) <= 1440
        if not isclose(self.raw, other.raw, rel_tol=1e-6):
            return False
        if self.dimension is None or (other.dimension is None and other.noun is None):
            return True
        return {self.dimension, other.dimension} == {"times", None} or "ordinal" in {self.dimension, other.dimension}


@lru_cache(maxsize=512)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers in a text but dates; "een" counts only where it is written "één"."""
    spotted = [
        Quantity(minutes / 60, float(minutes), "spoken" if spoken else "clock", None, None, False, start, end)
        for minutes, spoken, start, end in clocks(text)
    ]
    text = blanked(text)
    for match in _ONE_IN.finditer(text):
        share = _share(match)
        if share is None:
            continue
        spotted.append(share)
        text = text[: match.start()] + " " * len(match.group()) + text[match.end() :]
    tokens = [(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]
    at = 0
    while at < len(tokens):
        found, at = _at(tokens, at)
        if found:
            spotted.append(found)
    return tuple(sorted(_inherited(spotted, text), key=lambda quantity: quantity.start))


def units(text: str) -> set[str]:
    """The units of time that a text names, whole or as the end of a word ("schooljaar")."""
    return {
        _unit(match.group(1)) for word in re.findall(r"[^\W\d_]+", text.lower()) if (match := _TIME_WORD.search(word))
    }


def loose_units(text: str, counted: Sequence[Quantity]) -> set[str]:
    """The units of time in a text that belong to no number in it."""
    for quantity in counted:
        text = text[: quantity.start] + " " * (quantity.end - quantity.start) + text[quantity.end :]
    return {
        _unit(word)
        for word in re.findall(
            r"\b(?:seconden?|minuten|minuut|uur|uren|dagen|week|weken|maand(?:en)?|jaar|jaren)\b", text.lower()
        )
    }


def _unit(word: str) -> str:
    return {"uren": "uur", "jaren": "jaar"}.get(word, word[:3])


def doubled(said: Sequence[Quantity], held: Sequence[Quantity]) -> bool:
    """Tell whether a text has a number more often than its sentences, and leaves out another that measures the same."""
    counts, known = (Counter((q.dimension, q.value) for q in some if q.dimension) for some in (said, held))
    left = {dimension for dimension, _ in known - counts}
    return any(key in known and key[0] in left for key in counts - known)


def years(text: str) -> set[int]:
    """Every year that a text names."""
    return {date.year for date in dates(text) if date.year} | {int(y) for y in re.findall(r"\b(?:19|20)\d\d\b", text)}


def _share(match: re.Match[str]) -> Quantity | None:
    """Read "drie op de vier" and "twee derde" as a share; None where no number stands there."""
    some, of, parts, part = match.groups()
    above, below = number(some or parts), number(of) if of else _PARTS[part.lower()]
    if not above or not below or above > below:
        return None
    return Quantity(above / below, above / below, "share", None, None, False, *match.span())


Token = tuple[str, int, int]


def _at(tokens: Sequence[Token], at: int) -> tuple[Quantity | None, int]:
    """The quantity that starts at a token, if any, and where to go on."""
    text, start, end = tokens[at]
    euro = text == "€"
    if euro:
        at += 1
        if at == len(tokens):
            return None, at
        text, _, end = tokens[at]
    folded = fold(text)
    after = at + 1
    if folded in ALWAYS and not euro:
        dimension, value = ALWAYS[folded]
        return Quantity(value, value, dimension, None, None, False, start, end), after
    raw = 1.0 if _lists(tokens, at) else _value(text, folded)
    if raw is None:
        return (_single(tokens, at) if folded in ONES else None), after
    if after < len(tokens) and fold(tokens[after][0]) in BIG:
        raw, end, after = raw * BIG[fold(tokens[after][0])], tokens[after][2], after + 1
    if after < len(tokens) and fold(tokens[after][0]) == "half" and raw >= 1:
        after += 1
    bound, strict = _bound(tokens, at - euro, after)
    if euro:
        return Quantity(raw, raw, "euro", None, bound, strict, start, end), after
    unit = fold(tokens[after][0]) if after < len(tokens) else ""
    if unit == "kwart" and raw == 3:
        return Quantity(0.75, 0.75, "share", None, bound, strict, start, tokens[after][2]), after + 1
    if unit in SIZES:
        dimension, size = SIZES[unit]
        return Quantity(raw, raw * size, dimension, None, bound, strict, start, tokens[after][2]), after + 1
    place = "ordinal" if folded in ORDINALS or _is_ordinal(text, folded) else None
    return Quantity(raw, raw, place, _noun(tokens, after), bound, strict, start, end), after


def _lists(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether "een" is a number: "na een, zes en twaalf maanden"."""
    words = [text.lower() for text, _, _ in tokens[at : at + 3]]
    return len(words) == 3 and words[:2] == ["een", ","] and words[2] != "een" and number(words[2]) is not None


def _single(tokens: Sequence[Token], at: int) -> Quantity | None:
    """Read "per jaar", "elke maand" and "een week" as one of their unit."""
    if at + 1 == len(tokens):
        return None
    word, _, end = tokens[at + 1]
    unit = next((unit for unit in SINGLE if fold(word).endswith(unit)), None)
    if unit is None:
        return None
    dimension, size = SIZES["werkdag" if fold(word) == "werkdag" else unit]
    bound, strict = _bound(tokens, at, at + 2)
    return Quantity(1.0, size, dimension, None, bound, strict, tokens[at][1], end)


def _value(text: str, folded: str) -> float | None:
    if text.lower() == "een":
        return None
    if folded in ORDINALS:
        return ORDINALS[folded]
    if (found := number(text)) is not None:
        return found
    if match := re.fullmatch(r"(\w+)en(?:een)half|(\w+)[eë]nhalf", text.lower()):
        base = number(match.group(1) or match.group(2))
        return base + 0.5 if base is not None else None
    for ending in ("ste", "de", "e"):
        if folded.endswith(ending) and len(folded) > len(ending) + 2:
            base = number(folded.removesuffix(ending))
            if base is not None and base > 3:
                return base
    if match := re.match(r"(\d+|\w{3,})-(?=plus|jarige)", folded):
        return number(match.group(1))
    return None


def _is_ordinal(text: str, folded: str) -> bool:
    return number(text) is None and folded.endswith(("ste", "de")) and not folded[0].isdigit()


def _noun(tokens: Sequence[Token], after: int) -> str | None:
    if after < len(tokens):
        word = fold(tokens[after][0])
        if word[0].isalpha() and word not in STOPWORDS:
            return stem(word)
    return None


def _bound(tokens: Sequence[Token], at: int, after: int) -> tuple[str | None, bool]:
    """The direction of a limit on a number, and whether leaving it out changes what is said."""
    before = [text.lower() for text, _, _ in tokens[max(0, at - REACH) : at]]
    for gap, word in enumerate(reversed(before)):
        if not word[0].isalpha() and word != "€" and word not in {","}:
            break
        if gap <= 2 and word in _BOUNDS:
            return _BOUNDS[word], word not in _WEAK
        if word == "dan":
            compared = [w for w in before if w in _COMPARED]
            return (_COMPARED[compared[-1]], True) if compared else (None, False)
        if word == "tot" and all(other in _TOTAL for other in before[len(before) - gap :]):
            return DOWN, False
        if gap == 0 and word in {"na", "voor", "sinds"}:
            return (DOWN if word == "voor" else UP), False
        if number(word) is not None and word != "een":
            break
    behind = [text.lower() for text, _, _ in tokens[after : after + 4]]
    for first, second in pairwise(behind):
        if first in {"of", "en"} and second in _COMPARED:
            return _COMPARED[second], True
    return None, False


def _inherited(found: list[Quantity], text: str) -> list[Quantity]:
    """Let "110" in "110 naar 125 procent" be a share too."""
    ordered = sorted(found, key=lambda quantity: quantity.start)
    for i in range(len(ordered) - 2, -1, -1):
        first, second = ordered[i], ordered[i + 1]
        between = text[first.end : second.start].lower()
        joined = between.strip() != "" and set(re.findall(r"\w+|[^\w\s]", between)) <= _TOKENS_JOINING | {"van"}
        if joined and first.dimension is None and first.noun is None and second.dimension not in _NO_SIZES:
            size = second.value / second.raw if second.raw else 1.0
            ordered[i] = replace(first, value=first.raw * size, dimension=second.dimension)
    if any(quantity.dimension == "euro" for quantity in ordered):
        ordered = [replace(q, dimension="euro") if _bare_amount(q) else q for q in ordered]
    return ordered


def _bare_amount(quantity: Quantity) -> bool:
    """Tell whether a number among amounts of money is one itself: "€ 5,2 miljoen, waarvan 3,1 miljoen"."""
    return quantity.dimension is None and quantity.noun is None and quantity.raw >= 10_000
