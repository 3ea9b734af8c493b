"""What stands before and behind a word that joins two things, as in "A gaat boven B"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.generate.check.words import OTHER, SAME, Word, light, met, words

JOINING = frozenset("aan boven door naar over".split())


def turned_round(text: str, sentences: Sequence[str]) -> bool:
    """Tell whether what stands before a joining word in the text stands behind it in a sentence, and vice versa."""
    held = [side for line in sentences for side in _sides(line)]
    for joining, before, behind in _sides(text):
        for other, left, right in held:
            if joining == other and _moved(before, right, left) and _moved(behind, left, right):
                return True
    return False


def _sides(line: str) -> Iterator[tuple[str, list[str], list[str]]]:
    found = words(line)
    for i, word in enumerate(found):
        if word.folded in JOINING:
            yield word.folded, _telling(found[:i]), _telling(found[i + 1 :])


def _telling(found: Sequence[Word]) -> list[str]:
    return [word.stem for word in found if word.content and not light(word.stem)]


def _moved(said: Sequence[str], there: Sequence[str], own: Sequence[str]) -> bool:
    """Tell whether something is met on the other side and not on its own."""
    return any(met(root, there) >= SAME and met(root, own) < OTHER for root in said)
