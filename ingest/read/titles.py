"""What a document is called, and which lines of plain text are headings."""

from __future__ import annotations

import re
from pathlib import Path

LONGEST = 160
"""Characters of a title; a longer first line is prose."""

_OPEN, _CLOSE = "\"'‘’“„‚«", "\"'’”»"
_NAME = re.compile(r"[_+]+|(?<=\S)-+(?=\S)|\.(?=\D)")
_WORKING = re.compile(
    r"^(?:microsoft (?:word|powerpoint) - |untitled|naamloos|document\s*\d*$|presentatie\s*\d*$|powerpoint[- ]|"
    r"(?:titel|title|\[.*\]|<.*>)$|.*\.(?:docx?|pptx?|pdf|indd|odt|rtf|qxp)$|.*https?:)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:(?i:artikel|hoofdstuk|paragraaf|bijlage|deel|stap|fase|titel|afdeling|§)\s*(?:\d+|[ivxIVX]+\b|[a-zA-Z]\b)[\w.:]*"
    r"|\d{1,2}(?:\.\d{1,2}){1,4}\.?\s+[^\W\d_a-z])"
)
_PROSE_END = re.compile(r"[.,;:…][\"'’”»)\]]*$")
_ITEM = re.compile(r"[-–—•*·▪◦‣●○■□►>|✓✔]\s|\(?[a-z][.)]\s")
_ADDRESS = re.compile(r"@|https?:|www\.|\b\d{4}\s?[A-Z]{2}\b|^[\W\d]+$")


def choose(path: Path, *candidates: str | None) -> str:
    """Return the first candidate that can be a title, without outer quotes; else the file's name in words."""
    for candidate in candidates:
        title = unquoted(" ".join((candidate or "").split()).strip("*_# "))
        if title and len(title) <= LONGEST and any(c.isalpha() for c in title) and not _WORKING.match(title):
            return title
    return file_name(path)


def unquoted(title: str) -> str:
    """Drop the quotation marks around a whole title, or a single one that lost its other half."""
    inside = title[1:-1]
    if title[:1] in _OPEN and title[-1:] in _CLOSE and not any(sign in inside for sign in "‘“„«"):
        return inside.strip()
    if title[:1] in _OPEN and not any(sign in title[1:] for sign in _CLOSE):
        return title[1:].strip()
    if title[-1:] in _CLOSE and not any(sign in title[:-1] for sign in _OPEN):
        return title[:-1].strip()
    return title


def file_name(path: Path) -> str:
    """Return the file's name in words: without suffix, and with spaces for the signs that stand for them."""
    return " ".join(_NAME.sub(" ", path.stem).split()) or path.name


def is_numbered(line: str) -> bool:
    """Say whether a line is the heading of an article, chapter or numbered paragraph."""
    return len(line) <= 120 and bool(_NUMBERED.match(line)) and not _PROSE_END.search(line)


def is_heading(line: str) -> bool:
    """Say whether a paragraph of one line reads as a heading: short and without a full stop, or one question."""
    line = line.strip()
    if not line or _ITEM.match(line) or _ADDRESS.search(line) or not any(c.isalpha() for c in line):
        return False
    words = line.count(" ") + 1
    if line.rstrip("\"'’”»)").endswith("?"):
        return words <= 30 and line[0] not in "\"'‘’“„"
    if line[0].islower():
        return False
    return words <= 14 and len(line) <= 110 and not _PROSE_END.search(line)


def is_shout(line: str) -> bool:
    """Say whether a line is a heading in capitals."""
    letters = [c for c in line if c.isalpha()]
    return 4 <= len(letters) <= 60 and all(c.isupper() for c in letters) and not _ADDRESS.search(line)
