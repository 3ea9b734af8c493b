"""Write the PDF, Word, ODT and PowerPoint samples in `bronnen/` from the plain files in `inhoud/`.

Run it with ``python data/make_bronnen.py``; it needs the `dev` extra. Running it again gives the same bytes.

A file `inhoud/NAME.SUFFIX.md` becomes `bronnen/NAME.SUFFIX`. It starts with front matter (title, author, date and,
where wanted, header and columns). Then come paragraphs, `#` headings, `- ` and `1. ` items, `| a | b |` rows,
`[1] …` footnotes and `---` for a new page or slide. `Notitie: ` is a speaker's note, and `~` stands where a PDF may
break a word.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import groupby
from pathlib import Path

import yaml

DATA = Path(__file__).parent
EPOCH = (1980, 1, 1, 0, 0, 0)
_HEADING = re.compile(r"(#+) (.*)")
_FOOTNOTE = re.compile(r"\[(\d+)\] (.*)")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading (level from 1), item, numbered item, row, footnote, note or page break."""

    kind: str
    text: str = ""
    level: int = 0

    @property
    def cells(self) -> list[str]:
        """The cells of a table row."""
        return [cell.strip() for cell in self.text.strip("|").split("|")]


@dataclass(frozen=True, slots=True)
class Content:
    """What a sample says, and how it is labelled."""

    title: str
    author: str
    date: datetime
    header: str
    columns: int
    blocks: tuple[Block, ...]


def load(path: Path) -> Content:
    """Read one content file."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    meta = yaml.safe_load(front)
    date = datetime(meta["date"].year, meta["date"].month, meta["date"].day, 9, 0, 0)
    blocks = tuple(_block(line) for line in body.split("\n") if line.strip())
    return Content(meta["title"], meta["author"], date, meta.get("header", ""), meta.get("columns", 1), blocks)


def _block(line: str) -> Block:
    if line == "---":
        return Block("break")
    if line.startswith("| "):
        return Block("row", line)
    if match := _HEADING.match(line):
        return Block("heading", match[2], len(match[1]))
    if match := _FOOTNOTE.match(line):
        return Block("footnote", f"{match[1]} {match[2]}")
    for kind, mark in (("item", "- "), ("note", "Notitie: ")):
        if line.startswith(mark):
            return Block(kind, line.removeprefix(mark))
    if match := re.match(r"\d+\. (.*)", line):
        return Block("number", match[1])
    return Block("paragraph", line)


def _pages(blocks: tuple[Block, ...]) -> Iterator[list[Block]]:
    for is_break, page in groupby(blocks, key=lambda block: block.kind == "break"):
        if not is_break:
            yield list(page)


def _runs(blocks: list[Block] | tuple[Block, ...]) -> Iterator[tuple[str, list[Block]]]:
    for kind, run in groupby(blocks, key=lambda block: block.kind):
        yield kind, list(run)


def docx(content: Content) -> bytes:
    """Make a Word document with styles, real tables and a running header."""
    from docx import Document

    document = Document()
    core = document.core_properties
    core.title, core.author, core.last_modified_by = content.title, content.author, content.author
    core.created = core.modified = content.date
    document.sections[0].header.paragraphs[0].text = content.header
    styles = {"item": "List Bullet", "number": "List Number", "paragraph": "Normal"}
    for kind, run in _runs(content.blocks):
        if kind == "row":
            table = document.add_table(rows=0, cols=len(run[0].cells), style="Table Grid")
            for block in run:
                for cell, text in zip(table.add_row().cells, block.cells, strict=True):
                    cell.text = text
            continue
        for block in run:
            if kind == "heading":
                document.add_heading(block.text, block.level)
            else:
                document.add_paragraph(block.text, style=styles[kind])
    return _saved(document.save)


def pptx(content: Content) -> bytes:
    """Make a presentation: a title and bullets or a table on each slide, with speaker's notes."""
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    core = deck.core_properties
    core.title, core.author, core.last_modified_by = content.title, content.author, content.author
    core.created = core.modified = content.date
    for page in _pages(content.blocks):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = page[0].text
        body = [block.text for block in page[1:] if block.kind in ("item", "paragraph")]
        slide.placeholders[1].text_frame.text = "\n".join(body)
        rows = [block.cells for block in page if block.kind == "row"]
        if rows:
            frame = slide.shapes.add_table(len(rows), len(rows[0]), Inches(1), Inches(4), Inches(8), Inches(2))
            for i, row in enumerate(rows):
                for j, text in enumerate(row):
                    frame.table.cell(i, j).text = text
        for block in page:
            if block.kind == "note":
                slide.notes_slide.notes_text_frame.text = block.text
    return _saved(deck.save)


def odt(content: Content) -> bytes:
    """Make an OpenDocument text with headings, lists and tables."""
    from odf import dc, meta, table, text
    from odf.opendocument import OpenDocumentText

    document = OpenDocumentText()
    stamp = content.date.isoformat()
    document.meta.childNodes.clear()
    for element, value in (
        (dc.Title(), content.title),
        (meta.InitialCreator(), content.author),
        (dc.Creator(), content.author),
        (meta.CreationDate(), stamp),
        (dc.Date(), stamp),
    ):
        element.addText(value)
        document.meta.addElement(element)
    for kind, run in _runs(content.blocks):
        if kind == "row":
            grid = table.Table(name=f"Tabel{len(document.text.childNodes)}")
            grid.addElement(table.TableColumn(numbercolumnsrepeated=len(run[0].cells)))
            for block in run:
                row = table.TableRow()
                for value in block.cells:
                    cell = table.TableCell(valuetype="string")
                    cell.addElement(text.P(text=value))
                    row.addElement(cell)
                grid.addElement(row)
            document.text.addElement(grid)
        elif kind in ("item", "number"):
            items = text.List()
            for block in run:
                item = text.ListItem()
                item.addElement(text.P(text=block.text))
                items.addElement(item)
            document.text.addElement(items)
        else:
            for block in run:
                heading = kind == "heading"
                document.text.addElement(
                    text.H(outlinelevel=block.level, text=block.text) if heading else text.P(text=block.text)
                )
    return _saved(document.save)


def pdf(content: Content) -> bytes:
    """Make a PDF with a running header, page numbers, footnotes and, if asked, two columns with broken words."""
    from pdf_pages import draw
    from reportlab.pdfgen.canvas import Canvas

    target = BytesIO()
    canvas = Canvas(target, pagesize=(595.28, 841.89), invariant=1, pageCompression=1)
    canvas.setTitle(content.title)
    canvas.setAuthor(content.author)
    draw(canvas, content.header, list(_pages(content.blocks)), content.columns)
    canvas.save()
    created = content.date.strftime("D:%Y%m%d%H%M%S+00'00'").encode()
    return re.sub(rb"D:2000\d{10}[+-]\d\d'\d\d'", created, target.getvalue())


def _saved(save: Callable[[BytesIO], object]) -> bytes:
    """Save to memory, then repack the zip with one fixed time for every member."""
    first, second = BytesIO(), BytesIO()
    save(first)
    with zipfile.ZipFile(first) as source, zipfile.ZipFile(second, "w") as target:
        for name in source.namelist():
            stored = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            target.writestr(zipfile.ZipInfo(name, EPOCH), source.read(name), stored)
    return second.getvalue()


WRITERS: dict[str, Callable[[Content], bytes]] = {".docx": docx, ".odt": odt, ".pptx": pptx, ".pdf": pdf}


def main() -> None:
    """Write every sample that is made from a content file."""
    for path in sorted((DATA / "inhoud").glob("*.md")):
        name = Path(path.stem)
        (DATA / "bronnen" / name).write_bytes(WRITERS[name.suffix](load(path)))


if __name__ == "__main__":
    main()
