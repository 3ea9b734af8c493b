"""Which line ends are ends: runs of text in which a line end is only a space, because the lines were wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

WIDTHS = (40, 160)
"""Characters: narrower lines are not wrapped prose but items, longer ones are whole paragraphs."""

_LINE = re.compile(r"[^\n\f\v\x85\u2028\u2029]+")
_BULLET = re.compile(r"\s*(?:[-–—•*·▪◦‣●○■□►▸➢✓✔⁃∙]|\|)\s")
_NUMBER = re.compile(r"\s*\(?(?:\d{1,3}(?:\.\d{1,3})*[.)°]?|[a-z]{1,2}[.)°]|[ivx]{1,4}[.)])\s+")
_FINAL = frozenset(".!?…:;")
_CLOSERS = " '\"’”»)]\u00a0"
_LOOSE = frozenset(
    """de het een van in op en of voor met bij aan te die dat om door naar uit over als is zijn wordt worden deze dit
    tot onder tussen niet ook der den ten ter hun haar onze uw hoe wat €""".split()
)
_REFERS = frozenset("artikel lid nummer paragraaf hoofdstuk bladzijde pagina art. nr. blz. p. €".split())


def runs(text: str) -> Iterator[Span]:
    """Yield spans, in order, that hold one paragraph, heading, list item or row each; outer white space may be in."""
    block: list[Span] = []
    for match in _LINE.finditer(text):
        if match.group().isspace():
            continue
        if block and not _touching(text, block[-1][1], match.start()):
            yield from _unwrap(text, block)
            block = []
        block.append(match.span())
    if block:
        yield from _unwrap(text, block)


def _touching(text: str, end: int, start: int) -> bool:
    return start - end == 1 and text[end] == "\n"


def _unwrap(text: str, block: list[Span]) -> Iterator[Span]:
    if len(block) == 1:
        yield block[0]
        return
    width = max(len(text[start:end].rstrip()) for start, end in block)
    prose = _wrapped_prose(text, block)
    first = 0
    for i in range(1, len(block)):
        if _breaks(text[slice(*block[i - 1])], text[slice(*block[i])], width, prose):
            yield block[first][0], block[i - 1][1]
            first = i
    yield block[first][0], block[-1][1]


def _wrapped_prose(text: str, block: list[Span]) -> bool:
    """Say whether at least a third of the lines after the first go on in lower case, as wrapped prose does."""
    small = sum(text[start:end].lstrip()[:1].islower() for start, end in block[1:])
    return small * 3 >= len(block) - 1


def _breaks(above: str, below: str, width: int, prose: bool) -> bool:
    """Say whether the line end between two lines ends a run; `width` is that of the longest line around them."""
    above, below = above.strip(), below.strip()
    fits = len(above) + 1 + len(below.split(maxsplit=1)[0]) <= width
    if _BULLET.match(below + " "):
        return fits or below[0] not in "-–—" or not (prose and below[2:3].islower()) or ends(above)
    if refers(above):
        return False
    number = _NUMBER.match(below)
    if number and number.group().rstrip()[-1] in ".)°" and (fits or ends(above) or above[-1] == ","):
        return True
    if is_loose(above):
        return not _goes_on(below) and fits and width > WIDTHS[1]
    if number and (fits and not below[number.end() : number.end() + 1].islower()):
        return True
    if below[0].islower():
        return above[-1] in ":;" or (fits and above[0].islower() and not _NUMBER.match(above))
    return fits or not prose or not WIDTHS[0] <= width <= WIDTHS[1]


def ends(line: str) -> bool:
    """Say whether a line ends as a sentence or its beginning does: with a full stop, question mark or colon."""
    return line.rstrip(_CLOSERS)[-1:] in _FINAL


def is_loose(line: str) -> bool:
    """Say whether a line ends with a word or sign that cannot end a sentence: "de", a comma."""
    return line.endswith(",") or _last_word(line) in _LOOSE


def refers(line: str) -> bool:
    """Say whether a line ends with a word that asks for a number: "artikel", "€"."""
    return _last_word(line) in _REFERS


def _last_word(line: str) -> str:
    return line[-20:].rsplit(None, 1)[-1].lower() if line else ""


def _goes_on(line: str) -> bool:
    return line[0].islower() or line[0].isdigit()
