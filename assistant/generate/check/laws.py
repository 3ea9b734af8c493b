"""Laws and rules by their names, which are ordinary words: "Wet langdurige zorg"."""

from __future__ import annotations

import re

from assistant.generate.check.words import SAME, content, met, words

_NAMED = re.compile(r"\b(?:Wet|Besluit|Regeling|Verordening|Richtlijn)((?: [a-zà-ÿ-]+){1,4})")


def other_law(text: str, sentences: str) -> bool:
    """Tell whether a text names a law where its sentences name only others."""
    held = _named(sentences)
    return bool(held) and any(met(root, held) < SAME for root in _named(text))


def _named(text: str) -> list[str]:
    """The stem of the first word of each law's name that says something."""
    found = (content(words(match.group(1))) for match in _NAMED.finditer(text))
    return [name[0].stem for name in found if name]
