"""One reader a format: a file in, an Extract out, or a ReadError that says why not."""

from __future__ import annotations

from pathlib import Path

from assistant.errors import EmptyFile, FileTooLarge, ReadError, UnknownFileType
from ingest.read.extract import Extract

_TEXT = frozenset((".txt", ".text"))
_MARKDOWN = frozenset((".md", ".markdown"))
_HTML = frozenset((".html", ".htm", ".xhtml"))
SUFFIXES = _TEXT | _MARKDOWN | _HTML | {".pdf", ".docx", ".odt", ".pptx"}


def read(path: Path, *, max_mb: float) -> Extract:
    """Read a file; raises the ReadError that says why it cannot be read. `max_mb` is in millions of bytes."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UnknownFileType(path, f"{suffix or 'no suffix'} is none of {' '.join(sorted(SUFFIXES))}")
    try:
        _measure(path, max_mb)
        extract = _read(path, suffix, max_mb)
    except OSError as error:
        raise ReadError(path, error.strerror or type(error).__name__) from error
    if not extract.text or extract.text.isspace():
        raise EmptyFile(path, "no text in it")
    return extract


def _measure(path: Path, max_mb: float) -> None:
    size = path.stat().st_size
    if size == 0:
        raise EmptyFile(path, "0 bytes")
    if size > max_mb * 1e6:
        raise FileTooLarge(path, max_mb, size / 1e6)


def _read(path: Path, suffix: str, max_mb: float) -> Extract:
    """Choose the reader; each is imported when first needed, so that a small ingest starts fast."""
    if suffix in _TEXT:
        from ingest.read.text import read_text

        return read_text(path)
    if suffix in _MARKDOWN:
        from ingest.read.markdown import read_markdown

        return read_markdown(path)
    if suffix in _HTML:
        from ingest.read.html import read_html

        return read_html(path)
    if suffix == ".pdf":
        from ingest.read.pdf import read_pdf

        return read_pdf(path)
    if suffix == ".docx":
        from ingest.read.docx import read_docx

        return read_docx(path, max_mb)
    if suffix == ".odt":
        from ingest.read.odt import read_odt

        return read_odt(path, max_mb)
    from ingest.read.pptx import read_pptx

    return read_pptx(path, max_mb)
