"""Negations and exceptions: added to a statement, or lost from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.generate.check.signs import EXCEPTIONS, FREE, FREEDOMS, NEGATIONS, SPOKEN_OF, TOLD, telling
from assistant.generate.check.words import Word, clauses, cover, met, stems, weight, words

CLOSE = 2
"""Words nearest to a negation that it is taken to deny."""
LISTED = 3
"""Words: a shorter clause behind a negation is one more thing in its list."""
RETOLD = 0.55
"""Share of a denying sentence that a text meets when it retells it."""
UNKNOWN = 0.4
"""A negation of words that the sentences meet less than this may stand for another way of denying."""
ALIKE = 0.5
BEING = frozenset("is zijn was waren vormt vormen betekent".split())
ABSTRACT = frozenset(
    "reden redenen sprake recht rechten plicht mogelijkheid behoefte gebruik noodzaak probleem informatie".split()
)


@dataclass(frozen=True, slots=True)
class Turn:
    """A word that turns a clause around, with the content words of that clause, the nearest first.

    `main` holds the content words before a clause that the word opens: what the exception is to.
    """

    word: str
    near: tuple[Word, ...]
    main: tuple[Word, ...]
    denied: bool
    borrowed: bool
    free: bool

    @property
    def key(self) -> tuple[Word, ...]:
        """What is turned around: after "geen" the next word, else the two nearest."""
        return self.near[:1] if self.word == "geen" else self.near[:CLOSE]


def turns(text: str, kind: frozenset[str]) -> list[Turn]:
    """Every word of a kind in a text, with what it is about; each line is a sentence."""
    found = []
    for line in text.split("\n"):
        groups = clauses(line)
        for g, group in enumerate(groups):
            for i, word in enumerate(group):
                if word.folded in kind:
                    near = _near(groups, g, i)
                    main = tuple(w for c in groups[:g] for w in telling(c)) if i == 0 else ()
                    denied = any(
                        other.folded in NEGATIONS for other in (*group, *(groups[g + 1] if g + 1 < len(groups) else ()))
                    )
                    borrowed = not telling(group) and word.folded != "zonder"
                    free = any(other.folded in FREEDOMS for other in group)
                    found.append(Turn(word.folded, near, main, denied, borrowed, free))
    return found


def _near(groups: Sequence[tuple[Word, ...]], g: int, i: int) -> tuple[Word, ...]:
    """Content words of the clause of the word at `i` of group `g`; of the clause beside it when there are none."""
    group = groups[g]
    near = sorted(telling(group), key=lambda word: _gap(group.index(word) - i))
    for listed in groups[g + 1 :]:
        if len(listed) > LISTED or listed[0].folded in {"maar", "want", "dus"}:
            break
        near += telling(listed)
    if len(near) == 1 and len(group) <= LISTED and g:
        near += telling(groups[g - 1])
    for beside in (g + 1, g - 1):
        if not near and 0 <= beside < len(groups):
            near = telling(groups[beside])
    return tuple(near)


def _gap(step: int) -> float:
    """Distance from a negation: what follows it is nearer than what stands before it."""
    return step if step > 0 else -step + 0.5


def turned(text: str, sentences: str, kind: frozenset[str]) -> bool:
    """Tell whether a turn of a kind was added to or lost from what the sentences say."""
    said, held = turns(text, kind), turns(sentences, kind)
    roots, known = stems(text), stems(sentences)
    free = []
    alike = kind is FREE and not _crossed(said, turns(sentences, NEGATIONS), held)
    for turn in said:
        match = held[0] if alike and held else _partner(turn, held)
        if match is not None:
            held.remove(match)
            if kind is EXCEPTIONS and turn.word == match.word == "tenzij" and turn.denied != match.denied:
                return True
        elif kind is NEGATIONS and cover(turn.key, known) < UNKNOWN:
            free.append(turn)
        else:
            return True
    if len(free) > len(held):
        return True
    if kind is NEGATIONS and not said and _retold_bare(text, sentences):
        return True
    lost = [turn for turn in held if _spoken_of(turn, roots) or (kind is EXCEPTIONS and _main_told(turn, roots))]
    return len(lost) > len(free)


def _retold_bare(text: str, sentences: str) -> bool:
    """Tell whether a text without any denial retells a sentence that denies something."""
    if not {word.folded for word in words(text)}.isdisjoint(FREE | EXCEPTIONS):
        return False
    roots = stems(text)
    for line in sentences.split("\n"):
        denied = _denials(words(line))
        told = telling(words(line))
        if denied % 2 and told and cover(told, roots) >= RETOLD:
            return True
    return False


def _denials(line: Sequence[Word]) -> int:
    """Denials of a whole sentence: "geen" is one where it says what something is not ("dat dit geen plicht is")."""
    folded = [word.folded for word in line]
    count = 0
    for i, word in enumerate(folded):
        beside = {*folded[max(0, i - 2) : i], *folded[i + 2 : i + 3]}
        count += word in NEGATIONS - {"geen"} or (
            word == "geen" and not beside.isdisjoint(BEING) and "er" not in folded
        )
    return count


def _crossed(said: Sequence[Turn], denied: Sequence[Turn], held: Sequence[Turn]) -> bool:
    """Tell whether what a text calls free is what the sentences deny to be."""
    return any(
        not turn.borrowed
        and any(_meets(turn.key, other.near) for other in denied)
        and not any(_meets(turn.key, o.near) for o in held)
        for turn in said
    )


def _main_told(turn: Turn, roots: frozenset[str]) -> bool:
    """Tell whether a text repeats the sentence that an exception belongs to."""
    return bool(turn.main) and cover(turn.main, roots) >= TOLD


def _partner(turn: Turn, others: Sequence[Turn]) -> Turn | None:
    """The turn that is about the same, if any: what stands closest to one of the two is in the clause of the other."""
    best, most = None, 0.0
    for other in others:
        if other.borrowed and not turn.borrowed and other.word in NEGATIONS and not (turn.free and other.free):
            continue
        if turn.near and other.near and not (_meets(turn.key, other.near) or _meets(other.key, turn.near)):
            continue
        roots = [word.stem for word in other.near]
        shared = sum(weight(word.stem) * met(word.stem, roots) for word in turn.near)
        if shared > most or (best is None and not (turn.near and other.near)):
            best, most = other, shared
    return best


def _meets(key: Sequence[Word], near: Sequence[Word]) -> bool:
    roots = [word.stem for word in near]
    return any(met(word.stem, roots) >= ALIKE for word in key)


def _spoken_of(turn: Turn, roots: frozenset[str]) -> bool:
    if not turn.near or turn.borrowed:
        return False
    if turn.word == "geen" and turn.near[0].folded not in ABSTRACT:
        return cover(turn.key, roots) >= SPOKEN_OF
    return max(cover(turn.near, roots), cover(turn.near[:CLOSE], roots)) >= SPOKEN_OF
