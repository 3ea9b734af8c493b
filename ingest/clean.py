"""Clean an extract without moving its maps: line ends, control characters, byte order marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from ingest.read.extract import Extract, Heading

_EDITS = re.compile(r"\r\n?|[\x00-\x08\x0b\x0e-\x1f\x7f\ufeff]")


def clean(extract: Extract) -> Extract:
    """Make line ends `\\n` and drop control characters and byte order marks; headings and pages keep their place."""
    found = [match.span() for match in _EDITS.finditer(extract.text)]
    if not found:
        return extract
    text = _EDITS.sub(lambda match: "\n" if match.group()[0] == "\r" else "", extract.text)
    ends, lost, total = [], [], 0
    for start, end in found:
        total += end - start - (extract.text[start] == "\r")
        ends.append(end)
        lost.append(total)

    def moved(offset: int) -> int:
        i = bisect_right(ends, offset)
        return offset - (lost[i - 1] if i else 0)

    headings = (Heading(moved(h.start), moved(h.end), h.level) for h in extract.headings)
    kept = tuple(h for h in headings if h.start < h.end)
    return replace(extract, text=text, headings=kept, pages=tuple(map(moved, extract.pages)))
