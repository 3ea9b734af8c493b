"""The value of a Dutch numeral, in digits or in letters."""

from __future__ import annotations

import re
from collections.abc import Mapping

_DIGITS = re.compile(r"[0-9]+(?:,[0-9]+)?|[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?|[0-9]+\.[0-9]{1,2}")
_THOUSANDS = re.compile(r"\.(?=[0-9]{3}(?:[,.]|$))")


def value(word: str, values: Mapping[str, float]) -> float | None:
    """Value of a folded word, given those of the simple numerals; None when it is no numeral."""
    if _DIGITS.fullmatch(word):
        return float(_THOUSANDS.sub("", word).replace(",", "."))
    if word in values:
        return values[word]
    return (
        _multiple(word, values, "duizend", 1000) or _multiple(word, values, "honderd", 100) or _below_100(word, values)
    )


def _multiple(word: str, values: Mapping[str, float], unit: str, size: int) -> float | None:
    """Read "tweehonderdvijf": a count, the unit and a rest; count and rest may be absent."""
    before, found, after = word.partition(unit)
    if not found:
        return None
    count = value(before, values) if before else 1.0
    rest = value(after.removeprefix("en"), values) if after else 0.0
    if count is None or rest is None or rest >= size:
        return None
    return count * size + rest


def _below_100(word: str, values: Mapping[str, float]) -> float | None:
    """Read "vijfentwintig": units, "en" and tens."""
    for at in range(3, len(word) - 5):
        if word.startswith("en", at):
            units, tens = values.get(word[:at]), values.get(word[at + 2 :])
            if units in range(1, 10) and tens in range(20, 100, 10):
                return float(units) + float(tens)  # type: ignore[arg-type]
    return None
