"""What is the cause of what: turned around, or made up between two things that both stand in the sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.generate.check.signs import telling
from assistant.generate.check.words import Word, cover, words

SWAPPED = 0.35
"""How much better the two sides must fit when they change places."""

_BEFORE_CAUSE = frozenset("omdat doordat want aangezien vanwege wegens dankzij".split())
_BEFORE_EFFECT = frozenset("zodat waardoor".split())
_POINTS_BACK = frozenset("daardoor daarom hierdoor vandaar".split())
_LINKED = re.compile(
    r":|\bzo\b.*\bdat\b|\b(?:door\w*|reden\w*|aanleiding|oorzaak|gevolg\w*|zorg\w*|leid\w*|dus|zodat|waarom|uit|om|"
    r"op grond van|als|bij|want|omdat|anders|namelijk|immers|komt?|dank\w*|vanwege|wegens|aangezien|waardoor|daarom|"
    r"hierdoor|vandaar)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Link:
    """The telling words of a cause and of its effect."""

    cause: Sequence[Word]
    effect: Sequence[Word]


def crossed(text: str, sentences: str) -> bool:
    """Tell whether a text has cause and effect the other way around, or links what the sentences do not link."""
    said, held = links(text), links(sentences)
    made_up = not held and not _LINKED.search(sentences)
    if made_up and any(word.folded in _BEFORE_CAUSE - {"want"} for word in words(text)):
        return True
    return any(held and all(_turned(one, other) for other in _nearest(one, held)) for one in said)


def links(text: str) -> list[Link]:
    """Causes and effects in a text, each line or sentence of which may point back to the one before."""
    found = []
    before: Sequence[Word] = ()
    for line in re.split(r"\n|(?<=[.!?]) +", text):
        group = words(line)
        link = _link(line, group, before)
        if link and link.cause and link.effect:
            found.append(link)
        before = telling(group)
    return found


def _link(line: str, group: Sequence[Word], before: Sequence[Word]) -> Link | None:
    for i, word in enumerate(group):
        if word.folded in _BEFORE_CAUSE:
            if i:
                return Link(telling(group[i:]), telling(group[:i]))
            comma = line.find(",")
            cut = next((j for j, other in enumerate(group) if other.start > comma > 0), len(group))
            return Link(telling(group[:cut]), telling(group[cut:]))
        if word.folded in _BEFORE_EFFECT or (word.folded in _POINTS_BACK and telling(group[:i])):
            return Link(telling(group[:i]), telling(group[i:]))
        if word.folded in _POINTS_BACK:
            return Link(before, telling(group))
    return None


def _nearest(one: Link, held: Sequence[Link]) -> list[Link]:
    """The links of the sentences that are about the same as one of the text, in either direction."""
    fits = [max(_straight(one, other), _straight(Link(one.effect, one.cause), other)) for other in held]
    return [other for other, fit in zip(held, fits, strict=True) if fit == max(fits)]


def _straight(one: Link, other: Link) -> float:
    sides = ((one.cause, other.cause), (one.effect, other.effect))
    return sum(cover(mine, [word.stem for word in theirs]) for mine, theirs in sides)


def _turned(one: Link, other: Link) -> bool:
    return _straight(Link(one.effect, one.cause), other) > _straight(one, other) + SWAPPED
