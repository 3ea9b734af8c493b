"""Slides: each is a page, its title the heading; then its texts, tables and speaker notes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assistant.errors import DamagedFile
from ingest.read import titles
from ingest.read.blocks import Block, assemble
from ingest.read.extract import Extract
from ingest.read.package import Element, Package, opened

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FURNITURE = frozenset(("dt", "ftr", "sldNum", "hdr", "sldImg"))


def read_pptx(path: Path, max_mb: float) -> Extract:
    """Read a .pptx file; raises DamagedFile where it names no slides."""
    with opened(path, max_mb) as package:
        slides = _slides(package)
        found = [block for page, name in enumerate(slides, 1) for block in _slide(package, name, page)]
        meta = package.properties()
    first = next((block.text for block in found if block.level), found[0].text if found else None)
    return assemble(titles.choose(path, meta.pop("title", None), first), found, meta, pages=len(slides))


def _slides(package: Package) -> list[str]:
    kinds = package.relations("").values()
    main = next((target for kind, target in kinds if kind == "officeDocument"), "ppt/presentation.xml")
    targets = package.relations(main)
    ids = [node.get(f"{_R}id", "") for node in package.xml(main).iter(f"{_P}sldId")]
    if any(name not in targets for name in ids):
        raise DamagedFile(package.path, "a slide is lost")
    return [targets[name][1] for name in ids]


def _slide(package: Package, name: str, page: int) -> Iterator[Block]:
    shapes = [*_shapes(package.xml(name))]
    for shape in sorted(shapes, key=lambda shape: not _is_title(shape)):
        if _is_title(shape):
            yield Block(" ".join(" ".join(_paragraphs(shape)).split()), 1, False, page)
        else:
            yield from _shape(shape, page)
    for kind, target in package.relations(name).values():
        if kind == "notesSlide":
            for shape in _shapes(package.xml(target)):
                yield from (Block(text, 0, False, page) for text in _paragraphs(shape))


def _shapes(root: Element) -> Iterator[Element]:
    for node in root.iter(f"{_P}sp", f"{_P}graphicFrame"):
        if _kind(node) not in _FURNITURE and not any(parent.tag == f"{_MC}Fallback" for parent in node.iterancestors()):
            yield node


def _kind(shape: Element) -> str:
    holder = shape.find(f".//{_P}nvPr/{_P}ph")
    return holder.get("type", "") if holder is not None else ""


def _is_title(shape: Element) -> bool:
    return _kind(shape) in ("title", "ctrTitle")


def _shape(shape: Element, page: int) -> Iterator[Block]:
    table = shape.find(f".//{_A}tbl")
    if table is not None:
        for i, row in enumerate(table.iter(f"{_A}tr")):
            line = " | ".join(" ".join(" ".join(_paragraphs(cell)).split()) for cell in row.iter(f"{_A}tc"))
            if line.strip(" |"):
                yield Block(line, 0, i > 0, page)
        return
    texts = [text for text in _paragraphs(shape) if text.strip()]
    items = len(texts) > 1 and _kind(shape) in ("", "body", "obj")
    for i, text in enumerate(texts):
        yield Block(("- " if items and text.lstrip()[0].isalnum() else "") + text.strip(), 0, items and i > 0, page)


def _paragraphs(shape: Element) -> Iterator[str]:
    for paragraph in shape.iter(f"{_A}p"):
        yield "".join(
            "\n" if node.tag == f"{_A}br" else node.text or "" for node in paragraph.iter(f"{_A}t", f"{_A}br")
        )
