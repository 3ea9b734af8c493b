"""How rare a word is in Dutch prose, so that a match on a rare word weighs more than one on a common word.

`rarity.txt` was counted over the paragraphs of laws, court rulings, government handbooks and product manuals
(openly licensed); a line holds a level and its stems, and a level is twice the base-2 logarithm of the number of
paragraphs for each paragraph that holds the stem.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

CEILING = 16.0


@cache
def _levels() -> Mapping[str, float]:
    lines = files("assistant.dutch").joinpath("rarity.txt").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return {stem: int(level) / 2 for level, stems in rows for stem in stems.split(" ")}


def rarity(stem: str) -> float:
    """Weight of a stem: 0 for one in every paragraph, 1 for one that the count never met."""
    return min(1.0, _levels().get(stem, CEILING) / CEILING)
