"""Test sets in a spreadsheet: the header may stand under a title, columns in any order, lines may be empty."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from assistant.errors import TestSetError
from assistant.evaluation.testset.headers import columns
from assistant.evaluation.testset.rows import Row

TOP = 40
"""Rows in which the header must stand."""

GAP = 2000
"""Empty rows in a row after which a sheet is taken to have ended."""

UNPACKED = 400_000_000
"""Bytes that the parts of a workbook may hold together."""

DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, SyntaxError, NotImplementedError, RuntimeError),
    *(LookupError, ValueError, TypeError, AttributeError, AssertionError),
)
"""What zip files, XML and openpyxl raise on a workbook that is not as it should be."""

_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def xlsx(path: Path) -> list[Row]:
    """Read the first sheet that has a header; raise TestSetError when none has one or the file is no workbook."""
    with path.open("rb") as file:
        start = file.read(4)
    if start != _ZIP:
        raise TestSetError(path, "protected" if start == _OLD else "damaged")
    for lines in _sheets(path):
        found = _rows(lines)
        if found is not None:
            return found
    raise TestSetError(path, "header")


def csv_file(path: Path) -> list[Row]:
    """Read a file with commas, semicolons or tabs, in UTF-8, UTF-16 with its mark, or Windows-1252."""
    text = _decode(path.read_bytes())
    best: list[Row] | None = None
    most = 0
    for delimiter in ";,\t":
        lines = _lines(path, text, delimiter)
        header = _header(lines)
        if header and len(header[1]) > most:
            best, most = _rows(lines), len(header[1])
    if best is None:
        raise TestSetError(path, "header")
    return best


def _sheets(path: Path) -> Iterator[list[Sequence[Any]]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(path) as package:
            if sum(part.file_size for part in package.infolist()) > UNPACKED:
                raise TestSetError(path, "large")
        with closing(load_workbook(path, read_only=True, data_only=True)) as book:
            for sheet in book.worksheets:
                yield list(_until_gap(sheet.iter_rows(values_only=True)))
    except (*DAMAGE, InvalidFileException) as error:
        raise TestSetError(path, "damaged", str(error)) from error


def _until_gap(lines: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    empty = 0
    for cells in lines:
        empty = 0 if any(cell is not None for cell in cells) else empty + 1
        if empty > GAP:
            return
        yield cells


def _lines(path: Path, text: str, delimiter: str) -> list[Sequence[Any]]:
    csv.field_size_limit(10_000_000)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise TestSetError(path, "damaged", str(error)) from error


def _decode(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _header(lines: Sequence[Sequence[Any]]) -> tuple[int, dict[int, str]] | None:
    """Find the line that names most columns, the question among them."""
    best: tuple[int, dict[int, str]] | None = None
    for number, cells in enumerate(islice(lines, TOP)):
        found = columns(cells)
        if "question" in found.values() and (best is None or len(found) > len(best[1])):
            best = number, found
    return best


def _rows(lines: Sequence[Sequence[Any]]) -> list[Row] | None:
    header = _header(lines)
    if header is None:
        return None
    at, names = header
    return [
        Row(number, {name: cells[position] for position, name in names.items() if position < len(cells)})
        for number, cells in enumerate(lines[at + 1 :], at + 2)
    ]
