"""Words that turn a clause around or say how sure it is, and what is left of a clause without them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from assistant.dutch.lexicon import number
from assistant.generate.check.quantities import BOUNDING
from assistant.generate.check.words import Word, clauses, content

TOLD = 0.6
"""Share of a clause that a text must meet before it repeats it."""
SPOKEN_OF = 0.38
"""Share of a clause that a text must meet before it is held to the turn in that clause."""
NEGATIONS = frozenset(
    "niet geen nooit niets niemand nergens noch evenmin nauwelijks amper zonder allerminst geenszins".split()
)
FREE = frozenset({"gratis"})
EXCEPTIONS = frozenset("tenzij alleen".split())
CONDITIONS = frozenset("als mits wanneer indien zolang zodra".split())
DUTIES = frozenset("nodig moet moeten moest moesten verplicht verplichte dient dienen plicht noodzakelijk".split())
CHANCES = frozenset("mag mogen mocht kan kun kunt kunnen kon konden toegestaan mogelijk".split())
FREEDOMS = frozenset("hoeft hoeven hoef".split())
TURNING = NEGATIONS | FREE | EXCEPTIONS | DUTIES | CHANCES | FREEDOMS
_UNITS = frozenset(
    "jaar jaren maand maanden week weken dag dagen uur uren minuten minuut keer euro procent half halve cent".split()
)


def telling(group: Sequence[Word]) -> list[Word]:
    return [word for word in content(group) if word.folded not in TURNING | BOUNDING and not _counts(word.folded)]


@lru_cache(maxsize=4096)
def _counts(folded: str) -> bool:
    """Tell whether a word is a number or a unit, which is compared by its value."""
    return number(folded) is not None or folded in _UNITS


def folded_clauses(text: str) -> list[set[str]]:
    return [{word.folded for word in clause} for clause in clauses(text)]
