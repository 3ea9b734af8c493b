"""The numbers that Word puts before list items and headings; they are not in the text itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ingest.read.package import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered; `text` holds `%1` for the number of level 1, and so on."""

    kind: str
    text: str
    start: int


class Numbering:
    """Counts the items of every list of a document, in reading order."""

    def __init__(self, root: Element | None) -> None:
        abstract = {} if root is None else {n.get(f"{W}abstractNumId"): n for n in root.iter(f"{W}abstractNum")}
        self._levels: dict[str, Mapping[int, Level]] = {}
        self._shared: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        for node in root.iter(f"{W}num") if root is not None else ():
            name, base = node.get(f"{W}numId", ""), value(node, "abstractNumId")
            if base in abstract:
                self._levels[name] = dict(map(_level, abstract[base].iter(f"{W}lvl")))
                self._shared[name] = name if node.find(f".//{W}startOverride") is not None else f"abstract {base}"

    def label(self, name: str, depth: int) -> str:
        """Count one item of list `name` at a depth from 0, and return its mark: "1.", "b)", "-" or nothing."""
        level = self._levels.get(name, {}).get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(self._shared[name], {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [key for key in counts if key > depth]:
            del counts[deeper]
        if level.kind == "bullet":
            return "-"
        return _PLACE.sub(lambda match: self._number(name, counts, int(match.group(1)) - 1), level.text).strip()

    def _number(self, name: str, counts: Mapping[int, int], depth: int) -> str:
        level = self._levels[name].get(depth, Level("decimal", "", 1))
        return written(counts.get(depth, level.start), level.kind)


def written(number: int, kind: str) -> str:
    """Write a number in digits, letters or Roman numerals."""
    if kind in ("lowerLetter", "upperLetter") and number > 0:
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if kind == "lowerLetter" else letters.upper()
    if kind in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        return _roman(number) if kind == "lowerRoman" else _roman(number).upper()
    return "" if kind == "none" else str(number)


def value(node: Element, tag: str) -> str:
    """Return the value of a child element, or an empty text."""
    child = node.find(f"{W}{tag}")
    return "" if child is None else child.get(f"{W}val") or ""


def whole(text: str, default: int) -> int:
    """Read a small whole number, or take the default."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else default


def _level(node: Element) -> tuple[int, Level]:
    kind = value(node, "numFmt") or "decimal"
    return whole(node.get(f"{W}ilvl", ""), 0), Level(kind, value(node, "lvlText"), whole(value(node, "start"), 1))


def _roman(number: int) -> str:
    letters = ""
    for size, sign in _ROMAN:
        letters += sign * (number // size)
        number %= size
    return letters
