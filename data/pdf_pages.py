"""Set blocks of text on PDF pages as a word processor would: in columns, with broken words and footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from reportlab.pdfbase.pdfmetrics import stringWidth

WIDTH, HEIGHT = 595.28, 841.89
LEFT, TOP, BOTTOM = 68.0, 770.0, 80.0
GUTTER, FIRST_COLUMN = 24.0, 180.0
TEXT, BOLD = "Helvetica", "Helvetica-Bold"
SIZES = {1: 18.0, 2: 13.0, 3: 11.0}

Line = tuple[str, str, float, float]
"""Text, font, size and the space above it, in points."""


def wrap(text: str, font: str, size: float, width: float) -> list[str]:
    """Fill lines of at most `width` points; a word may end in a hyphen where the text has a `~`."""
    lines, line = [], ""
    for word in text.split(" "):
        while True:
            joined = f"{line} {word}".strip()
            if stringWidth(joined.replace("~", ""), font, size) <= width:
                line = joined
                break
            head, word = _broken(line, word, font, size, width)
            lines.append(f"{line} {head}".strip().replace("~", ""))
            line = ""
    return [*lines, line.replace("~", "")]


def _broken(line: str, word: str, font: str, size: float, width: float) -> tuple[str, str]:
    for match in reversed(list(re.finditer("~", word))):
        head = word[: match.start()] + "-"
        if stringWidth(f"{line} {head}".strip().replace("~", ""), font, size) <= width:
            return head, word[match.end() :]
    return "", word


def _lines(block: Any, width: float) -> Iterator[Line]:
    if block.kind == "heading":
        size = SIZES[block.level]
        for i, line in enumerate(wrap(block.text, BOLD, size, width)):
            yield line, BOLD, size, 14.0 if i == 0 else 2.0
    else:
        mark = "• " if block.kind == "item" else ""
        for i, line in enumerate(wrap(mark + block.text, TEXT, 10.5, width)):
            yield line, TEXT, 10.5, 7.0 if i == 0 else 3.0


class Paper:
    """A canvas with a place on it that moves down the column, then to the next column or page."""

    def __init__(self, canvas: Any, header: str, columns: int) -> None:
        self.canvas, self.header, self.columns = canvas, header, columns
        self.width = (WIDTH - 2 * LEFT - GUTTER * (columns - 1)) / columns
        self.number = 0

    def open_page(self) -> None:
        """Begin a page with its running header."""
        self.number += 1
        self.column, self.y = 0, TOP
        self.canvas.setFont(TEXT, 8)
        self.canvas.drawString(LEFT, HEIGHT - 40, self.header)

    def close_page(self, footnotes: list[str]) -> None:
        """End a page with its footnotes and its number."""
        self.canvas.setFont(TEXT, 8)
        lines = [line for note in footnotes for line in wrap(note, TEXT, 8, WIDTH - 2 * LEFT)]
        for i, line in enumerate(lines):
            self.canvas.drawString(LEFT, 52.0 + 11.0 * (len(lines) - 1 - i), line)
        self.canvas.drawCentredString(WIDTH / 2, 36, f"Pagina {self.number}")
        self.canvas.showPage()

    def room(self, needed: float) -> tuple[float, float]:
        """Move down `needed` points and return the place (x, y)."""
        if self.y - needed < BOTTOM:
            self.column, self.y = self.column + 1, TOP
            if self.column == self.columns:
                self.close_page([])
                self.open_page()
        self.y -= needed
        return LEFT + self.column * (self.width + GUTTER), self.y

    def write(self, block: Any) -> None:
        """Set one heading, paragraph or item."""
        for text, font, size, space in _lines(block, self.width):
            x, y = self.room(size + space)
            self.canvas.setFont(font, size)
            self.canvas.drawString(x, y, text)

    def write_row(self, cells: list[str]) -> None:
        """Set one row of a table over the whole width, with a line under it."""
        _, y = self.room(17.0)
        step = (WIDTH - 2 * LEFT - FIRST_COLUMN) / max(1, len(cells) - 1)
        self.canvas.setFont(TEXT, 9.5)
        for i, cell in enumerate(cells):
            self.canvas.drawString(LEFT if i == 0 else LEFT + FIRST_COLUMN + (i - 1) * step, y, cell)
        self.canvas.line(LEFT, y - 3, WIDTH - LEFT, y - 3)


def draw(canvas: Any, header: str, pages: list[list[Any]], columns: int) -> None:
    """Draw the blocks of every given page; what does not fit flows on to a next column or page."""
    paper = Paper(canvas, header, columns)
    for page in pages:
        paper.open_page()
        for block in page:
            if block.kind == "row":
                paper.write_row(block.cells)
            elif block.kind != "footnote":
                paper.write(block)
        paper.close_page([block.text for block in page if block.kind == "footnote"])
