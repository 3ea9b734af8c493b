"""OpenDocument text: headings, paragraphs, lists and tables in order, notes at the end.

Read from the XML itself: odfpy parses with entities on and takes seconds on a long report.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assistant.errors import EncryptedFile
from ingest.read import titles
from ingest.read.blocks import Block, assemble
from ingest.read.extract import Extract
from ingest.read.package import Element, Package, opened, own

_OASIS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TEXT, _TABLE, _OFFICE, _META, _MANIFEST, _STYLE = (
    _OASIS % name for name in ("text", "table", "office", "meta", "manifest", "style")
)
_DC = "{http://purl.org/dc/elements/1.1/}"
_NOTE = f"{_TEXT}note"
_SKIPPED = frozenset(
    (
        _NOTE,
        f"{_OFFICE}annotation",
        f"{_TEXT}tracked-changes",
        f"{_TEXT}table-of-content",
        f"{_TEXT}sequence-decls",
        f"{_TEXT}alphabetical-index",
        f"{_OFFICE}forms",
    )
)
Styles = frozenset[str]
_SIGNS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}


def read_odt(path: Path, max_mb: float) -> Extract:
    """Read an .odt file; the table of contents is left out. Raises EncryptedFile where it has a password."""
    with opened(path, max_mb) as package:
        _refuse_encrypted(package)
        body = package.xml("content.xml").find(f".//{_OFFICE}text")
        found = [] if body is None else [*_blocks(body, _numbered_styles(body)), *_notes(body)]
        meta = _properties(package)
    named = next((block.text for block in found if block.level), None)
    title = titles.choose(path, meta.pop("title", None), named, found[0].text if found else None)
    return assemble(title, found, meta)


def _refuse_encrypted(package: Package) -> None:
    manifest = package.optional("META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter(f"{_MANIFEST}encryption-data"), None) is not None:
        raise EncryptedFile(package.path, "asks for a password")


def _properties(package: Package) -> dict[str, str]:
    root = package.optional("meta.xml")
    if root is None:
        return {}
    found = {
        "title": root.findtext(f".//{_DC}title"),
        "author": root.findtext(f".//{_DC}creator") or root.findtext(f".//{_META}initial-creator"),
        "date": (root.findtext(f".//{_DC}date") or root.findtext(f".//{_META}creation-date") or "")[:10],
    }
    return {key: value.strip() for key, value in found.items() if value and value.strip()}


def _blocks(node: Element, numbered: Styles) -> Iterator[Block]:
    for child in node:
        if child.tag == f"{_TEXT}h":
            yield Block(_line(child), _level(child))
        elif child.tag == f"{_TEXT}p":
            yield Block("".join(_inline(child)))
            yield from _framed(child, numbered)
        elif child.tag == f"{_TEXT}list":
            yield from _list(child, numbered)
        elif child.tag == f"{_TABLE}table":
            yield from _table(child, numbered)
        elif child.tag not in _SKIPPED:
            yield from _blocks(child, numbered)


def _level(node: Element) -> int:
    value = node.get(f"{_TEXT}outline-level", "1")
    return max(1, int(value)) if value.isdecimal() else 1


def _inline(node: Element) -> Iterator[str]:
    """Yield the text of a paragraph, without its notes, comments and frames."""
    yield node.text or ""
    for child in node:
        if child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag == f"{_TEXT}s":
            yield " "
        elif child.tag not in _SKIPPED and "drawing" not in str(child.tag):
            yield from _inline(child)
        yield child.tail or ""


def _framed(node: Element, numbered: Styles) -> Iterator[Block]:
    for box in node.iter(f"{_OASIS % 'drawing'}text-box"):
        yield from _blocks(box, numbered)


def _line(node: Element) -> str:
    return " ".join("".join(_inline(node)).split())


def _list(node: Element, numbered: Styles) -> Iterator[Block]:
    """Yield the items of a list with their mark; a heading inside a list (a numbered chapter) stays a heading."""
    counts = node.get(f"{_TEXT}style-name", "") in numbered
    number, tight = 0, False
    for item in node:
        number += item.tag == f"{_TEXT}list-item"
        for i, block in enumerate(_blocks(item, numbered)):
            mark = "" if block.level or i or block.text.startswith("- ") else f"{number}. " if counts else "- "
            yield Block(mark + block.text, block.level, tight and not block.level)
            tight = not block.level


def _numbered_styles(body: Element) -> Styles:
    """Return the names of the list styles that start with a number."""
    found = body.getroottree().iter(f"{_TEXT}list-style")
    first = {style.get(f"{_STYLE}name", ""): next(iter(style), None) for style in found}
    number = f"{_TEXT}list-level-style-number"
    return frozenset(name for name, level in first.items() if level is not None and level.tag == number)


def _table(node: Element, numbered: Styles) -> Iterator[Block]:
    """Yield rows as lines with ` | ` between cells; a table of one column is only a frame."""
    rows = [[*row.findall(f"{_TABLE}table-cell")] for row in own(node, f"{_TABLE}table-row", f"{_TABLE}table")]
    if all(len(cells) < 2 for cells in rows):
        for cells in rows:
            for cell in cells:
                yield from _blocks(cell, numbered)
        return
    for i, cells in enumerate(rows):
        line = " | ".join(" ".join(" ".join(block.text.split()) for block in _blocks(cell, numbered)) for cell in cells)
        if line.strip(" |"):
            yield Block(line, 0, i > 0)


def _notes(body: Element) -> Iterator[Block]:
    for note in body.iter(_NOTE):
        yield Block(" ".join(_line(node) for node in note.iter(f"{_TEXT}p")))
