"""A sentence retold with a name from another sentence in the place of its own."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.generate.check.names import capitals, people
from assistant.generate.check.words import content, cover, stems, words

RETOLD = 0.8
"""Share of a text, but its names, that the sentence must meet."""
_POINTING = frozenset("ik hij zij ze hem haar hen hun die deze dit dat wij we ons zijn er daar hier".split())
"""Words that may stand for somebody or something of another sentence."""


def renamed(text: str, sentences: Sequence[str]) -> bool:
    """Tell whether a text retells a sentence, that points nowhere, with a name of another one for its own."""
    named = {word.start for word in capitals(text)}
    told = [word for word in content(words(text)) if word.start not in named]
    if len(told) < 2:
        return False
    best = max(sentences, key=lambda line: cover(told, stems(line)))
    held = {word.folded for word in words(best)}
    if cover(told, stems(best)) < RETOLD or not held.isdisjoint(_POINTING):
        return False
    elsewhere = {word.folded for line in sentences if line != best for word in people(line)}
    borrowed = ({word.folded for word in people(text)} & elsewhere) - held
    return bool(borrowed) and bool({word.folded for word in people(best)} - {word.folded for word in words(text)})
