"""Paragraphs, headings, list items and rows in reading order, and the extract that they make together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ingest.read.extract import Extract, Heading

_SPACES = re.compile(r"[^\S\n]+")
_AROUND = re.compile(r" ?\n[ \n]*")
_INVISIBLE: dict[int, str | None] = dict.fromkeys(
    [*range(9), 0xB, *range(0xE, 0x20), 0x7F, 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF]
)
_SYMBOLS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "►", 0xF02D: "-", 0xF0FC: "✓", 0xF0A8: "•", 0xF06F: "◦"}
"""Bullets from the Symbol and Wingdings fonts, which stand in a private part of Unicode."""


_CLEANED = _INVISIBLE | _SYMBOLS


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading (`level` from 1), list item or row; a tight one follows on the very next line.

    `page` counts from 1; 0 in formats without pages. `turns` are the offsets, in a text that is tidy, where it
    goes on at a next page.
    """

    text: str
    level: int = 0
    tight: bool = False
    page: int = 0
    turns: tuple[int, ...] = ()


def tidy(text: str) -> str:
    """Make runs of white space one space, keep line ends, drop soft hyphens and other invisible characters."""
    return _AROUND.sub("\n", _SPACES.sub(" ", text.translate(_CLEANED))).strip()


def assemble(title: str, blocks: Iterable[Block], metadata: Mapping[str, str], pages: int = 0) -> Extract:
    """Join the blocks that hold text, and map their headings and the starts of `pages` pages."""
    parts: list[str] = []
    headings: list[Heading] = []
    starts: list[tuple[int, int]] = []
    length = 0
    for block in blocks:
        text = tidy(block.text)
        if not text:
            continue
        gap = "" if not parts else "\n" if block.tight else "\n\n"
        start = length + len(gap)
        length = start + len(text)
        parts += (gap, text)
        starts += ((block.page + i, start + turn) for i, turn in enumerate((0, *block.turns)))
        if block.level:
            headings.append(Heading(start, length, block.level))
    return Extract(title, "".join(parts), tuple(headings), _page_starts(starts, pages, length), metadata)


def _page_starts(starts: list[tuple[int, int]], pages: int, length: int) -> tuple[int, ...]:
    found = (bisect_left(starts, (page, 0)) for page in range(1, pages + 1))
    return tuple(0 if i == 0 else starts[i][1] if i < len(starts) else length for i in found)
