"""An HTML tree to blocks: text as a reader sees it, without scripts, forms and menus."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from ingest.read import titles
from ingest.read.blocks import Block, tidy

_DROPPED = frozenset(
    "script style noscript template svg iframe object head nav button select option input textarea audio video "
    "canvas map math dialog".split()
)
BOLD_LEVEL = 6
"""Level of a heading that is only a paragraph in bold."""

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "summary": 6}
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form "
    "header hr html legend li main ol p pre section table tbody td tfoot th thead tr ul".split()
) | frozenset(_HEADINGS)
_FLAT = re.compile(r"\s+")


def blocks(root: HtmlElement) -> Iterator[Block]:
    """Yield the blocks under an element, in reading order."""
    writer = _Writer()
    writer.element(root)
    writer.flush()
    yield from writer.done


class _Writer:
    """Collects inline text until a block element starts or ends."""

    def __init__(self) -> None:
        self.done: list[Block] = []
        self.inline: list[str] = []
        self.label = ""
        self.tight = False
        self.counts: dict[HtmlElement | None, int] = {}
        self.bold = 0
        self.plain = False

    def write(self, text: str) -> None:
        self.inline.append(text)
        self.plain = self.plain or not (self.bold or text.isspace() or not text)

    def flush(self, level: int = 0) -> None:
        text = tidy("".join(self.inline))
        self.inline = []
        all_bold, self.plain = not self.plain, False
        if not text:
            return
        if all_bold and not level and not self.label and "\n" not in text and titles.is_heading(text.rstrip(".")):
            level = BOLD_LEVEL
        self.done.append(Block(self.label + text, level, self.tight and not level))
        self.label, self.tight = "", bool(self.label and self.tight)

    def element(self, node: HtmlElement) -> None:
        tag = node.tag
        if not isinstance(tag, str) or tag in _DROPPED:
            return
        if tag == "br":
            self.write("\n")
        elif tag == "table":
            self.table(node)
        elif tag == "pre":
            self.flush()
            self.plain = True
            self.inline.append(node.text_content())
            self.flush()
        elif tag in _HEADINGS:
            self.flush()
            self.children(node)
            self.flush(_HEADINGS[tag])
        elif tag == "li":
            self.item(node)
        elif tag in _BLOCKS:
            self.flush()
            self.children(node)
            self.flush()
        else:
            self.children(node)

    def children(self, node: HtmlElement) -> None:
        self.write(_flat(node.text))
        for child in node:
            bold = child.tag in ("b", "strong")
            self.bold += bold
            self.element(child)
            self.bold -= bold
            self.write(_flat(child.tail))

    def item(self, node: HtmlElement) -> None:
        """Write a list item with its mark; items stand on lines that follow each other."""
        self.flush()
        parent = node.getparent()
        position = self.counts.get(parent, 0)
        self.counts[parent] = position + 1
        ordered = parent is not None and parent.tag == "ol"
        self.label = f"{position + _start(parent)}. " if ordered else "- "
        self.tight = position > 0
        self.children(node)
        self.flush()
        self.label, self.tight = "", False

    def table(self, node: HtmlElement) -> None:
        """Write rows as lines with ` | ` between cells; a table of one column is only a frame."""
        self.flush()
        rows = [row for row in node.iter("tr") if _nearest(row, "table") is node]
        for caption in node.findall("caption"):
            self.children(caption)
            self.flush()
        framed = all(len(_cells(row)) < 2 for row in rows) or any(True for row in rows for _ in row.iter("table"))
        for i, row in enumerate(rows):
            if framed:
                for cell in _cells(row):
                    self.children(cell)
                    self.flush()
                continue
            line = " | ".join(_line(cell) for cell in _cells(row))
            if line.strip(" |"):
                self.done.append(Block(line, 0, i > 0))


def _flat(text: str | None) -> str:
    return _FLAT.sub(" ", text) if text else ""


def _start(node: HtmlElement) -> int:
    value = node.get("start", "1")
    return int(value) if value.isdecimal() else 1


def _nearest(node: HtmlElement, tag: str) -> HtmlElement | None:
    return next(node.iterancestors(tag), None)


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _line(cell: HtmlElement) -> str:
    """Put all that a cell holds on one line."""
    return " ".join(" ".join(block.text.split()) for block in blocks(cell))
