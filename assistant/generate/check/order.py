"""What goes with what: numbers, dates and names that changed places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.generate.check.moments import dates
from assistant.generate.check.names import TITLES, capitals, opens_alone, people
from assistant.generate.check.quantities import LIMITING, quantities
from assistant.generate.check.words import Word, light, met, weight, words

MARGIN = 0.25
"""Weight of the words by which something fits better in the place of its like than in its own."""
ALONE = 0.5
"""The same, where nothing stands near the like."""
BREAK, WEAK = 40, 8
"""Characters that a comma and a conjunction count for."""
REACH = 80
"""Characters: what stands further away says nothing about a number or a name."""
_STRONG = re.compile(r"[,;.!?|(]|en|maar|terwijl", re.IGNORECASE)
_BREAKS = re.compile(
    r"[,;:.!?|](?!\d)|\((?=[^)]*\d)|\ben\b(?! (?-i:[A-Z]))|\b(?:maar|terwijl|want|omdat|als|die|wie|of|waarvan)\b",
    re.IGNORECASE,
)
_FROM_TO = re.compile(r"\bvan (?:€ )?([\d.,]+)\s?(?:%|procent|euro|\w+)? (?:naar|tot) (?:€ )?([\d.,]+)", re.IGNORECASE)
_INITIAL = re.compile(r"\b([A-Z])\.\s?(?:(?:van|de|der|den|el)\s)*$")
_AMOUNTS = frozenset({"euro", "share", "number", "time", "month", "date"})
_YEAR = re.compile(r"(?:19|20)\d\d")
VERB = re.compile(r"(?<!heid)(?:t|en|te|de|d)$")
_ALIAS = re.compile(r"\(([A-Z][A-Za-z&]{1,8})\)")


@dataclass(frozen=True, slots=True)
class Item:
    """Something that can change places with its like; `near` holds the stems that stand nearer to it than to that.

    `close` holds those of them in its own clause.
    """

    kind: str
    key: str
    line: int
    near: frozenset[str]
    close: frozenset[str]


Spot = tuple[str, str, int, int]


def items(text: str, given: frozenset[str] = frozenset()) -> list[Item]:
    """Numbers, dates and names of a text, each with what stands near it in its line."""
    return [item for number, line in enumerate(text.split("\n")) for item in _items(line, number, given)]


def _items(line: str, number: int, given: frozenset[str]) -> list[Item]:
    spots: list[Spot] = [
        (q.dimension or "number", f"{q.value if q.dimension else q.raw:g}", q.start, q.end)
        for q in quantities(line)
        if q.raw != 1
    ]
    years = [spot for spot in spots if spot[0] == "number" and _YEAR.fullmatch(spot[1])]
    spots = [spot for spot in spots if spot not in years]
    spots += [("date", f"{date.day or 0} {date.month}", date.start, date.end) for date in dates(line)]
    spots += [("name", _called(line, word), word.start, word.end) for word in people(line, given)]
    said = [w for w in words(line) if (w.content and w.folded not in LIMITING) or w.folded == "tegen"]
    named = {word.start for word in capitals(line) if not opens_alone(line, word) or word.folded in given}
    said = [word for word in said if word.start not in named and word.folded not in TITLES]
    told = [(w.stem, w.start, w.end) for w in said if not any(s <= w.start < e for _, _, s, e in [*spots, *years])]
    breaks = [(match.start(), BREAK if _STRONG.match(match.group()) else WEAK) for match in _BREAKS.finditer(line)]
    found = []
    for spot in spots:
        rivals = [other for other in spots if other[0] == spot[0] and other is not spot]
        figures = [] if spot[0] == "name" else [(f"#{key}", start, end) for _, key, start, end in years]
        near = [w for w in (*told, *figures) if _closest(w[1], w[2], spot, rivals, breaks)]
        close = [w[0] for w in near if _apart(w[1], w[2], spot, breaks) <= REACH]
        found.append(Item(spot[0], spot[1], number, frozenset(w[0] for w in near), frozenset(close)))
    return found


def _called(line: str, word: Word) -> str:
    """A name with its initial, where one is given: two people may share the rest."""
    match = _INITIAL.search(line[: word.start])
    return f"{match.group(1).lower()}.{word.folded}" if match else word.folded


def _closest(start: int, end: int, spot: Spot, rivals: Sequence[Spot], breaks: Sequence[tuple[int, int]]) -> bool:
    own = _apart(start, end, spot, breaks)
    return all(own <= _apart(start, end, rival, breaks) for rival in rivals)


def _apart(start: int, end: int, spot: Spot, breaks: Sequence[tuple[int, int]]) -> int:
    """Characters between a word and an item; each break between clauses makes it further."""
    left, right = min(end, spot[3]), max(start, spot[2])
    return max(0, right - left) + sum(size for at, size in breaks if left <= at <= right)


def swapped(text: str, sentences: Sequence[str]) -> bool:
    """Tell whether something in a text stands where its like stands in the sentences."""
    whole = "\n".join(sentences)
    held: dict[tuple[str, str], list[Item]] = {}
    given = frozenset(w.folded for part in (text, whole) for w in people(part))
    for item in items(whole, given):
        held.setdefault((item.kind, item.key), []).append(item)
    aliases = {match.group(1).lower() for match in _ALIAS.finditer(whole)}
    said = {(item.kind, item.key): item for item in items(text, given) if item.key not in aliases}
    listed = set(_listed(text, given)) & {pair for line in sentences for pair in _listed(line, given)}
    told = {key: item for key, item in said.items() if key in held}
    for key, item in told.items():
        own = _best(item, held[key])
        for rival, others in held.items():
            if rival == key or rival[0] != key[0] or frozenset((rival[1], key[1])) in listed:
                continue
            if rival in told:
                if _exchanged((item, held[key]), (told[rival], others)):
                    return True
            elif (
                _may_stand_for(key, rival)
                and rival not in said
                and _best(item, others) > own + MARGIN
                and not _own_mark(item, held[key], others)
            ):
                return True
    return _turned_round(text, whole) or _repaired(text, sentences)


def _exchanged(one: tuple[Item, Sequence[Item]], other: tuple[Item, Sequence[Item]]) -> bool:
    """Tell whether each of two items of a text, given with where they stand in the sentences, stands as the other."""
    (item, own), (rival, others) = one, other
    if _own_mark(item, own, others) or _own_mark(rival, others, own):
        return False
    gain, back = _best(item, others) - _best(item, own), _best(rival, own)
    return gain > MARGIN and back >= _best(rival, others) and (back > 0 or (not rival.close and gain > ALONE))


def _may_stand_for(key: tuple[str, str], rival: tuple[str, str]) -> bool:
    """Tell whether one thing can be told in place of another that the text leaves out."""
    return key[0] in _AMOUNTS or _namesakes(key[1], rival[1])


def _repaired(text: str, sentences: Sequence[str]) -> bool:
    """Tell whether names that stand next to each other in a text each stand with another's in the sentences."""
    lines = [{_called(line, word) for word in people(line)} for line in sentences]
    found = [_called(text, word) for word in people(text)]
    apart = [pair for pair in pairwise(found) if not any(set(pair) <= line for line in lines)]
    if _parallel(text, sentences, apart, lines):
        return True
    return any(
        _together(a, d, lines) and _together(c, b, lines) for a, b in apart for c, d in apart if (a, b) != (c, d)
    )


def _parallel(text: str, sentences: Sequence[str], apart: Sequence[tuple[str, str]], lines: Sequence[set[str]]) -> bool:
    """Tell whether a verb joins two names of a text that joins each of them with another one in the sentences."""
    said = {_called(text, word) for word in people(text)}
    verbs = {word.stem for word in words(text) if word.content and word.text.islower() and VERB.search(word.folded)}
    for one, other in apart:
        of_one = [s for s, line in zip(sentences, lines, strict=True) if one in line and line - said]
        of_other = [s for s, line in zip(sentences, lines, strict=True) if other in line and line - said]
        shared = {w.stem for s in of_one for w in words(s)} & {w.stem for s in of_other for w in words(s)}
        if of_one and of_other and verbs & shared:
            return True
    return False


def _together(one: str, other: str, lines: Sequence[set[str]]) -> bool:
    return any({one, other} <= line for line in lines)


def _listed(line: str, given: frozenset[str]) -> list[frozenset[str]]:
    """Names that stand side by side: what is said of one is said of the other."""
    pairs = pairwise(people(line, given))
    return [
        frozenset((_called(line, one), _called(line, other)))
        for one, other in pairs
        if {word.folded for word in words(line[one.end : other.start]) if word.text.islower()} <= {"en", "of"}
    ]


def _own_mark(item: Item, own: Sequence[Item], others: Sequence[Item]) -> bool:
    """Tell whether something stands near an item, in the text and in the sentences, that stands near no rival."""
    rival = frozenset(root for other in others for root in other.near)
    mine = frozenset(root for other in own for root in other.near)
    return any(root in mine and _met(root, rival) < 0.5 for root in item.close if not light(root))


def _namesakes(one: str, other: str) -> bool:
    return "." in one and "." in other and one.rpartition(".")[2] == other.rpartition(".")[2]


def _best(item: Item, others: Sequence[Item]) -> float:
    return max(_shared(item.close, other.near) for other in others)


def _shared(said: frozenset[str], held: frozenset[str]) -> float:
    return sum((0.6 if root[0] == "#" else weight(root)) * _met(root, held) for root in said)


def _met(root: str, around: frozenset[str]) -> float:
    if root[0] == "#":
        return float(root in around)
    return met(root, [other for other in around if other[0] != "#"])


def _turned_round(text: str, sentences: str) -> bool:
    held = {match.groups() for match in _FROM_TO.finditer(sentences)}
    return any(match.groups()[::-1] in held and match.groups() not in held for match in _FROM_TO.finditer(text))
