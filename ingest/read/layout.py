"""Lines of a page, with their place and size, to paragraphs and headings (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from assistant.dutch.lines import is_loose, refers
from ingest.read import titles
from ingest.read.blocks import Block
from ingest.read.furniture import LARGE, Line, most_common, usual_size, without

HYPHEN = "\u00ad"
"""Stands at the end of a line whose last word goes on in the next."""

_BULLET = re.compile(r"(?:[-–—•*·▪◦‣●○■□►▸➢✓✔⁃∙\uf0b7\uf0a7\uf02d\uf0d8]|o(?= [^\W\d_a-z]))\s+")
_NUMBER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*[.)°]?|[a-z][.)])\s+")
_CHAPTER = re.compile(r"\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zA-Z]|[IVX]{1,4})[.)]?\s+[^\W\d_a-z]")
_END = re.compile(r"[.!?:;…][\"'’”»)\]]*\d{0,2}$")


def to_blocks(lines: Sequence[Line], pages: int) -> list[Block]:
    """Make paragraphs, and headings with levels, of all lines of a document; drop what only repeats."""
    kept = without(lines, pages)
    if not kept:
        return []
    body = usual_size(kept)
    pitch = most_common(_pitches(kept), default=1.3)
    whole = " ".join(line.text for line in kept)
    words = frozenset(re.findall(r"[\w-]+", whole))
    bold_counts = sum(len(line.text) for line in kept if line.bold) * 3 < len(whole)
    groups: list[list[Line]] = []
    for _, page in groupby(kept, key=lambda line: line.page):
        groups += _turn_page(groups, _in_order(list(_paragraphs(list(page), pitch))), body)
    sizes = sorted({round(group[0].size) for group in groups if _stands_out(group, body, bold_counts)}, reverse=True)
    found = [_block(group, sizes, body, bold_counts, words) for group in groups]
    return [_numbered(block, after) for block, after in pairwise([*found, Block("")])]


def _pitches(lines: Sequence[Line]) -> Iterator[float]:
    for above, below in pairwise(lines):
        drop = above.bottom - below.bottom
        if above.page == below.page and 0 < drop < 3 * below.size:
            yield drop / below.size


def _paragraphs(lines: Sequence[Line], pitch: float) -> Iterator[list[Line]]:
    """Group the lines of one page; `pitch` is the usual distance between lines, in letter heights."""
    group = [lines[0]]
    for line in lines[1:]:
        if _new_paragraph(group, line, pitch, _margin(lines, group[-1])):
            yield group
            group = []
        group.append(line)
    yield group


def _margin(lines: Sequence[Line], line: Line) -> float:
    """Return how far lines of the same column reach to the right, but for the longest tenth."""
    rights = sorted(other.right for other in lines if abs(other.left - line.left) < 3 * line.size)
    return rights[len(rights) * 9 // 10] if len(rights) > 2 else max(other.right for other in lines)


def _new_paragraph(group: Sequence[Line], line: Line, pitch: float, margin: float) -> bool:
    above = group[-1]
    drop = above.bottom - line.bottom
    if abs(drop) < 0.4 * line.size and line.left >= above.left:
        return False
    if above.text.endswith(HYPHEN):
        return False
    if drop < 0 or drop > pitch * 1.25 * max(line.size, above.size) or abs(line.size - above.size) > 0.1 * above.size:
        return True
    if line.bold != above.bold and (line.bold or len(group) < 4) and (_END.search(above.text) or _upper(line.text)):
        return True
    room = margin - above.right
    width = margin - above.left
    short = room > 0.15 * width and room > (len(line.text.split(maxsplit=1)[0]) + 1) * line.size * 0.5
    if _BULLET.match(line.text):
        return short or line.text[0] not in "-–—" or bool(_END.search(above.text) or _BULLET.match(group[0].text))
    if refers(above.text):
        return False
    number = _NUMBER.match(line.text)
    if number and (short or (number.group().rstrip()[-1] in ".)°" and _END.search(above.text))):
        return True
    if is_loose(above.text) and not _END.search(above.text):
        return False
    return short and (bool(_END.search(above.text)) or _upper(line.text) or room > 0.6 * width)


def _upper(text: str) -> bool:
    first = text.lstrip("\"'‘“(")[:1]
    return not first.islower() and not first.isdigit()


def _in_order(groups: list[list[Line]]) -> list[list[Line]]:
    """Put paragraphs of a page from top to bottom, unless some stand beside each other."""
    ordered = sorted(groups, key=lambda group: -group[0].top)
    apart = all(above[-1].bottom > below[0].top - below[0].size / 2 for above, below in pairwise(ordered))
    return ordered if apart else groups


def _turn_page(before: list[list[Line]], page: list[list[Line]], body: float) -> list[list[Line]]:
    """Return the paragraphs to add for a page; one that the page before left unfinished goes on in `before`.

    Foot notes of that page are put before the unfinished paragraph and its heading, so that pages stay in order.
    """
    if not before or not page:
        return page
    first = page[0][0]
    at = _unfinished(before, first)
    if at is None:
        return page
    group, notes = before[at], before[at + 1 :]
    above = at
    while above and before[above - 1][0].page == group[0].page and _stands_out(before[above - 1], body, True):
        above -= 1
    before[above:] = [*notes, *before[above:at], group + page[0]]
    return page[1:]


def _unfinished(before: Sequence[list[Line]], first: Line) -> int | None:
    """Find the lowest paragraph, on the page before, that a first line in lower case goes on with."""
    if not first.text[:1].islower() or _NUMBER.match(first.text):
        return None
    open_ends = [
        (group[-1].bottom, at)
        for at, group in enumerate(before)
        if group[-1].page == first.page - 1 and abs(group[-1].size - first.size) <= 0.1 * first.size
    ]
    if not open_ends:
        return None
    at = min(open_ends)[1]
    return None if before[at][-1].text.endswith((":", ";")) else at


def _stands_out(group: Sequence[Line], body: float, bold_counts: bool) -> bool:
    text = " ".join(line.text for line in group)
    if len(text) > 160 or len(group) > 3 or not any(c.isalpha() for c in text) or _BULLET.match(text):
        return False
    if text.rstrip().endswith((".", ";", ",", ":")) and not titles.is_numbered(text):
        return False
    large = all(line.size > LARGE * body for line in group)
    bold = bold_counts and all(line.bold and line.size > 0.9 * body for line in group)
    return large or bold


def _block(group: Sequence[Line], sizes: Sequence[int], body: float, bold_counts: bool, words: frozenset[str]) -> Block:
    text, turns = _join(group, words)
    level = 0
    if _stands_out(group, body, bold_counts):
        level = min(6, sizes.index(round(group[0].size)) + 1)
    elif len(group) == 1 and titles.is_numbered(text) and group[0].size > 0.9 * body:
        level = min(6, len(sizes) + 1)
    return Block(text, level, False, group[0].page, turns)


def _numbered(block: Block, after: Block) -> Block:
    """Make "2. Procedure" a heading, unless it is one of a list or has no text under it."""
    short = len(block.text) <= 80 and not block.turns and not _END.search(block.text)
    if block.level or not short or not _CHAPTER.match(block.text) or _CHAPTER.match(after.text) or len(after.text) < 80:
        return block
    return replace(block, level=5)


def _join(group: Sequence[Line], words: frozenset[str]) -> tuple[str, tuple[int, ...]]:
    """Join lines with spaces and mend split words; also return where in the text a next page starts."""
    text, turns = "", list[int]()
    for above, line in zip([None, *group], group, strict=False):
        added = " ".join(line.text.replace(HYPHEN + " ", HYPHEN).split())
        if text.endswith(HYPHEN):
            text = text[:-1] + _hyphen(text, added, words)
        elif text:
            text += " "
        if above is not None and above.page != line.page:
            turns.append(len(text))
        text += added
    return text.removesuffix(HYPHEN) + ("-" if text.endswith(HYPHEN) else ""), tuple(turns)


def _hyphen(text: str, added: str, words: frozenset[str]) -> str:
    """Say what stands between the two halves of a split word: nothing, a hyphen, or a hyphen and a space."""
    left, right = re.split(r"[^\w-]", text[:-1])[-1], re.split(r"[^\w-]", added)[0]
    if "/" in text.split()[-1]:
        return "-"
    if right in ("en", "of", "als", "tot", "respectievelijk"):
        return "- "
    if left + right in words:
        return ""
    known = f"{left}-{right}" in words
    return "-" if known or not (left[-1:].islower() and right[:1].islower()) else ""
