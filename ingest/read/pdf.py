"""PDF: lines with their place on the page, from PDFium's text layer. PDFium is not safe to use in threads."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from assistant.errors import DamagedFile, EmptyFile, EncryptedFile, ScannedFile
from ingest.read import titles
from ingest.read.blocks import Block, assemble
from ingest.read.extract import Extract
from ingest.read.furniture import Line
from ingest.read.layout import HYPHEN, to_blocks

SPARSE = 30
"""Characters a page, on average: pictures with less text than this are a scan."""

BOLD = 600
LARGE = 1.5
"""Times the usual size of letters that a title has."""

SAMPLES = 5
"""Letters of a line that are measured; the middle one counts, as foot note marks are small."""

Corner = tuple[float, float, float, float]

_BOLD_NAME = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)

_LIGATURES = dict(zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))
_SPLIT = frozenset((0x02, 0xAD, 0xFFFE))
_ENDS = frozenset((0x0A, 0x0D))
_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")


def read_pdf(path: Path) -> Extract:
    """Read a PDF; raises EncryptedFile, DamagedFile, ScannedFile (no text layer) or EmptyFile."""
    document = _open(path)
    try:
        pages = len(document)
        lines = [line for number in range(1, pages + 1) for line in _page(path, document, number)]
        _refuse_scan(path, document, sum(len(line.text) for line in lines))
        meta = document.get_metadata_dict(skip_empty=True)
    finally:
        document.close()
    found = to_blocks(lines, pages)
    return assemble(_title(path, meta.get("Title"), found, lines), found, _metadata(meta), pages)


def _open(path: Path) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(path.read_bytes())
    except pdfium.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise EncryptedFile(path, "asks for a password") from error
        raise DamagedFile(path, "no whole PDF") from error


def _page(path: Path, document: pdfium.PdfDocument, number: int) -> Iterator[Line]:
    try:
        page = document[number - 1]
        text = page.get_textpage()
    except pdfium.PdfiumError as error:
        raise DamagedFile(path, f"page {number} is broken") from error
    yield from _lines(text, number, page.get_cropbox())
    text.close()
    page.close()


def _lines(text: pdfium.PdfTextPage, page: int, corner: Corner) -> Iterator[Line]:
    """Yield the lines of a page in the order of its text layer."""
    first, letters = 0, list[str]()
    for i in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text.raw, i)
        if code in _ENDS or code in _SPLIT:
            if code in _SPLIT:
                letters.append(HYPHEN)
            yield from _line(text, first, letters, page, corner)
            first, letters = i + 1, []
        else:
            letters.append(_letter(code))
    yield from _line(text, first, letters, page, corner)


def _letter(code: int) -> str:
    return _LIGATURES.get(code) or (chr(code) if 0x20 <= code < 0xD800 or 0xDFFF < code < 0x110000 else " ")


def _line(text: pdfium.PdfTextPage, first: int, letters: list[str], page: int, corner: Corner) -> Iterator[Line]:
    words = "".join(letters)
    inked = [first + i for i, letter in enumerate(letters) if not letter.isspace() and letter != HYPHEN]
    if not inked:
        return
    samples = [inked[len(inked) * i // SAMPLES] for i in range(SAMPLES)]
    boxes = sorted((_box(text, i) for i in samples), key=lambda box: box.top - box.bottom)
    usual = boxes[len(boxes) // 2]
    left, right = _box(text, inked[0]).left - corner[0], _box(text, inked[-1]).right - corner[0]
    bold = all(_is_bold(text, i) for i in (*samples, inked[-1]))
    bottom, top = usual.bottom - corner[1], usual.top - corner[1]
    yield Line(words.strip(), left, right, bottom, top, bold, page, corner[3] - corner[1])


def _box(text: pdfium.PdfTextPage, index: int) -> raw.FS_RECTF:
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(text.raw, index, ctypes.byref(box))
    return box


def _is_bold(text: pdfium.PdfTextPage, index: int) -> bool:
    """Go by the font's weight, or its name where the file gives no weight."""
    if raw.FPDFText_GetFontWeight(text.raw, index) >= BOLD:
        return True
    name, flags = ctypes.create_string_buffer(80), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text.raw, index, name, len(name), ctypes.byref(flags))
    return bool(_BOLD_NAME.search(name.value))


def _refuse_scan(path: Path, document: pdfium.PdfDocument, characters: int) -> None:
    if characters >= SPARSE * len(document):
        return
    if any(True for page in document for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])):
        raise ScannedFile(path, "pictures without a text layer")
    if not characters:
        raise EmptyFile(path, "no text in it")


def _title(path: Path, named: str | None, found: list[Block], lines: list[Line]) -> str:
    """Choose the name in the file, else text on the first page much larger than the rest, else the file's name."""
    usual = median(line.size for line in lines) if lines else 0.0
    big = [line.text for line in lines if line.page == 1 and line.size > LARGE * usual]
    heading = next((block.text for block in found if block.level), None)
    words = titles.file_name(path)
    return titles.choose(path, named, " ".join(big[:3]), words if words.count(" ") > 1 else None, heading)


def _metadata(meta: dict[str, str]) -> dict[str, str]:
    found = {"author": meta.get("Author", "").strip()}
    match = _DATE.match(meta.get("ModDate") or meta.get("CreationDate") or "")
    if match:
        found["date"] = "-".join(match.groups())
    return {key: value for key, value in found.items() if value}
