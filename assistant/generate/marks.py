"""Sentence numbers as models write them in running text: [1], [1, 2], [1-3], [zin 4], (5), 【6】."""

from __future__ import annotations

import re

LONGEST_RANGE = 20

_NUMBER = r"(?:zin(?:nen)?\s?|nr\.?\s?)?\^?\d{1,5}"
_LIST = rf"\s?(?:bron(?:nen)?:?\s?)?{_NUMBER}(?:\s?(?:,|;|en|&|-|–|t/m)\s?{_NUMBER}){{0,40}}\s?"
_SQUARE = rf"\[{_LIST}\]|【{_LIST}(?:†[^】\n]{{0,40}})?】"
# A number between round brackets is a mark only where a sentence or a clause ends: "Pol (58) zegt" holds none.
_ROUND = rf"\({_LIST}\)(?=\s*(?:$|[.!?;\n]|(?-i:[A-Z])|[\[(]))"
MARK = re.compile(rf"{_SQUARE}|{_ROUND}", re.IGNORECASE)
OPENS = re.compile(rf"\s*(?:{_SQUARE})", re.IGNORECASE)
CLOSED = re.compile(
    rf"(?:[.!?][\"”’)*_]{{0,4}}\s?(?:(?:{_SQUARE}|\({_LIST}\))\s?)+|(?:(?:{_SQUARE}|\({_LIST}\))\s?)+[.!?])"
    r"[*_\"”’]{0,4}(?=\s+[^\s\[【(])",
    re.IGNORECASE,
)
"""A sentence's end with its marks, once something follows that is no mark."""

_FOUND = re.compile(r"(\d{1,5})|(-|–|t/m)")


def numbers(mark: str) -> tuple[int, ...]:
    """The numbers in a mark; a range stands for all its numbers, an absurdly long one for its ends."""
    found: list[int] = []
    ranged = False
    for match in _FOUND.finditer(mark):
        if match.group(2):
            ranged = bool(found)
            continue
        value = int(match.group(1))
        if ranged and found[-1] < value <= found[-1] + LONGEST_RANGE:
            found.extend(range(found[-1] + 1, value + 1))
        else:
            found.append(value)
        ranged = False
    return tuple(dict.fromkeys(found))


def marked(text: str) -> tuple[str, tuple[int, ...]]:
    """Take the marks out of a text: the text without them, and their numbers."""
    found = tuple(dict.fromkeys(n for match in MARK.finditer(text) for n in numbers(match.group())))
    bare = re.sub(r"\s+([.,;:!?])", r"\1", MARK.sub(" ", text))
    return " ".join(bare.split()), found
