"""Plain text: decode it, and find its title and headings by their looks."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from assistant.dutch.lines import runs
from assistant.errors import DamagedFile
from ingest.read import titles
from ingest.read.extract import Extract, Heading

TOP = 1000
"""Characters at the start of a text among which its title is sought."""

_BLOCK = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def read_text(path: Path) -> Extract:
    """Read a text file; raises DamagedFile where the bytes are no text."""
    text = decode(path, path.read_bytes())
    return Extract(_title(path, text), text, tuple(headings(text)))


def decode(path: Path, data: bytes) -> str:
    """Decode UTF-8, UTF-16 with a byte order mark, or else Windows-1252; line ends become `\\n`."""
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-16":
            raise DamagedFile(path, "broken UTF-16") from error
        text = data.decode("cp1252", errors="replace")
    if len(_CONTROL.findall(text[:20000])) * 50 > len(text[:20000]):
        raise DamagedFile(path, "binary data, not text")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def headings(text: str) -> Iterator[Heading]:
    """Yield lines, or paragraphs of one or two short lines, that read as a heading."""
    for match in _BLOCK.finditer(text):
        block = match.group()
        first = block.split("\n", 1)[0]
        if "\n" not in block:
            if titles.is_numbered(block.strip()) or titles.is_heading(block):
                yield _heading(text, *match.span())
        elif titles.is_shout(first) or titles.is_numbered(first.strip()):
            yield _heading(text, match.start(), match.start() + len(first))
        elif _is_wrapped_heading(block):
            yield _heading(text, *match.span())


def _is_wrapped_heading(block: str) -> bool:
    return block.count("\n") == 1 and len(list(runs(block))) == 1 and titles.is_heading(" ".join(block.split()))


def _heading(text: str, start: int, end: int) -> Heading:
    line = text[start:end]
    start, end = start + len(line) - len(line.lstrip()), end - len(line) + len(line.rstrip())
    return Heading(start, end, 1 if not text[:start].strip() else 2)


def _title(path: Path, text: str) -> str:
    """Take the first line, or two if the first holds one word; wrapped lines are joined."""
    block = _BLOCK.search(text)
    if not block:
        return titles.choose(path)
    top = block.group()[:TOP]
    lines = [" ".join(top[start:end].split()) for start, end in runs(top)]
    return titles.choose(path, *([" ".join(lines[:2])] if " " not in lines[0] else []), lines[0])
