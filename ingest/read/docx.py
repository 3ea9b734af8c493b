"""Word files: paragraphs, headings, lists and tables in document order, footnotes at the end.

Read from the XML itself: python-docx passes over content controls, insertions and footnotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.read import titles
from ingest.read.blocks import Block, assemble
from ingest.read.extract import Extract
from ingest.read.markup import BOLD_LEVEL
from ingest.read.numbering import Numbering, value, whole
from ingest.read.package import Element, Package, opened, own

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_P, _TBL, _TR, _TC, _T, _VAL = f"{_W}p", f"{_W}tbl", f"{_W}tr", f"{_W}tc", f"{_W}t", f"{_W}val"
_BOX = f"{_W}txbxContent"
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_SKIPPED = frozenset((f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback", f"{_W}pPr", f"{_W}rPr", _BOX))
_NUMBERS = f"{_W}numPr"
_HEADING = re.compile(r"(?:heading|kop|überschrift|titre)\s*(\d)", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|inhopg|table of figures)\b\s*\d?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: heading level (0: none) and the list, with depth from 0, that it belongs to."""

    name: str = ""
    level: int = 0
    numbers: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What a document says about how its paragraphs look."""

    styles: Mapping[str, Style] = field(default_factory=dict)
    numbering: Numbering = field(default_factory=lambda: Numbering(None))
    bold_headings: bool = True


def read_docx(path: Path, max_mb: float) -> Extract:
    """Read a .docx file; the table of contents is left out."""
    with opened(path, max_mb) as package:
        main = _main_part(package)
        look = Look(_styles(_part(package, main, "styles")), Numbering(_part(package, main, "numbering")))
        found = [*_blocks(package.xml(main), look), *_footnotes(package, main)]
        meta = package.properties()
    named = next((block.text for block in found if block.level), None)
    title = titles.choose(path, meta.pop("title", None), named, found[0].text if found else None)
    return assemble(title, found, meta)


def _main_part(package: Package) -> str:
    kinds = package.relations("").values()
    return next((target for kind, target in kinds if kind == "officeDocument"), "word/document.xml")


def _part(package: Package, main: str, name: str) -> Element | None:
    targets = (target for kind, target in package.relations(main).values() if kind == name)
    return package.optional(next(targets, f"word/{name}.xml"))


def _styles(root: Element | None) -> dict[str, Style]:
    """Return the paragraph styles by id; what a style does not say it takes from the one it is based on."""
    nodes = {} if root is None else {node.get(f"{_W}styleId", ""): node for node in root.iter(f"{_W}style")}
    return {name: _style(name, nodes) for name in nodes}


def _style(name: str, nodes: Mapping[str, Element]) -> Style:
    level, numbers, base = 0, None, name
    for _ in range(10):
        node = nodes.get(base)
        if node is None:
            break
        level = level or _style_level(node)
        numbers = numbers or _numbers(node.find(f"{_W}pPr"))
        base = value(node, "basedOn")
    return Style(value(nodes[name], "name"), level, numbers)


def _style_level(node: Element) -> int:
    named = _HEADING.match(value(node, "name"))
    if named:
        return int(named.group(1)) or 1
    return _outline(node) or int(value(node, "name").lower() in ("title", "titel"))


def _outline(node: Element) -> int:
    found = node.find(f"{_W}pPr/{_W}outlineLvl")
    depth = whole(found.get(_VAL, ""), 9) if found is not None else 9
    return depth + 1 if depth < 9 else 0


def _numbers(looks: Element | None) -> tuple[str, int] | None:
    node = looks.find(_NUMBERS) if looks is not None else None
    return None if node is None else (value(node, "numId"), whole(value(node, "ilvl"), 0))


def _blocks(node: Element, look: Look, tight: bool = False) -> Iterator[Block]:
    """Yield paragraphs and tables at any depth of content controls, text boxes and insertions."""
    item = False
    for child in node:
        if child.tag == _P:
            for block, is_item in _paragraph(child, look):
                yield Block(block.text, block.level, is_item and item)
                item = is_item
        elif child.tag == _TBL:
            yield from _table(child, look)
            item = False
        elif child.tag not in _SKIPPED and not _is_contents(child):
            yield from _blocks(child, look)


def _is_contents(node: Element) -> bool:
    """Say whether a content control holds the table of contents."""
    gallery = node.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
    return gallery is not None and "contents" in gallery.get(_VAL, "").lower()


def _paragraph(node: Element, look: Look) -> Iterator[tuple[Block, bool]]:
    """Yield a paragraph, and those of the text boxes in it, each with whether it is a list item."""
    own = node.find(f"{_W}pPr")
    style = look.styles.get(value(own, "pStyle") if own is not None else "", Style())
    level = _outline(node) or style.level
    text = "".join(_text(node)).strip()
    if text and not _CONTENTS.match(style.name):
        name, depth = _numbers(own) or style.numbers or ("", 0)
        label = look.numbering.label(name or (style.numbers or ("", 0))[0], depth)
        if not label and not level and "list" in style.name.lower() and text[0].isalnum():
            label = "-"
        label = "" if level and label == "-" else label
        if look.bold_headings and not level and not label and titles.is_heading(text.rstrip(".")) and _is_bold(node):
            level = BOLD_LEVEL
        yield Block(f"{label} {text}" if label else text, level), bool(label) and not level
    for box in node.iter(_BOX):
        if not any(parent.tag == f"{_MC}Fallback" for parent in box.iterancestors()):
            yield from ((block, False) for block in _blocks(box, look))


def _is_bold(node: Element) -> bool:
    runs = [run for run in node.iter(f"{_W}r") if (run.findtext(_T) or "").strip()]
    marks = [run.find(f"{_W}rPr/{_W}b") for run in runs]
    return bool(runs) and all(mark is not None and mark.get(_VAL, "1") not in ("0", "false") for mark in marks)


def _text(node: Element) -> Iterator[str]:
    for child in node:
        if child.tag == _T:
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in _SKIPPED:
            yield from _text(child)


def _table(node: Element, look: Look) -> Iterator[Block]:
    """Yield rows as lines with ` | ` between cells; a table of one column is only a frame."""
    look = replace(look, bold_headings=False)
    rows = [own(row, _TC, _TR) for row in own(node, _TR, _TBL)]
    if all(len(cells) < 2 for cells in rows):
        for cells in rows:
            for cell in cells:
                yield from _blocks(cell, look)
        return
    for i, cells in enumerate(rows):
        line = " | ".join(" ".join(" ".join(block.text.split()) for block in _blocks(cell, look)) for cell in cells)
        if line.strip(" |"):
            yield Block(line, 0, i > 0)


def _footnotes(package: Package, main: str) -> Iterator[Block]:
    for kind, target in package.relations(main).values():
        root = package.optional(target) if kind in ("footnotes", "endnotes") else None
        for note in root if root is not None else ():
            if f"{_W}type" not in note.attrib:
                yield Block(" ".join("".join(_text(node)).strip() for node in note.iter(_P)))
