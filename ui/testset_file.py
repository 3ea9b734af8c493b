"""Writes a test set to fill in, with an explanation, for Excel, LibreOffice and other programs."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui import texts_testset as texts

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SUFFIXES = (".xlsx", ".csv")
FONT = "Calibri"
WIDTHS = (50, 40, 34, 50, 22, 12, 14)
ROWS = 1000
"""Rows in which the sheet offers "ja" to choose."""

EXPLANATION_WIDTHS = (26, 90)
LINE = 15
"""Points that a line of text is high."""
Row = tuple[str, int | None, int | None]
"""A question, its conversation, and its place in that."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(path: Path, questions: Sequence[str] = (), talks: Sequence[Sequence[str]] = ()) -> None:
    """Write a test set with these questions and conversations, and nothing expected yet; raises OSError."""
    rows: list[Row] = [(question, None, None) for question in questions]
    for number, talk in enumerate(talks, 1):
        rows += [(question, number, turn) for turn, question in enumerate(talk, 1)]
    if path.suffix.lower() == ".csv":
        _csv(path, rows)
    else:
        _xlsx(path, rows)


def _csv(path: Path, rows: Sequence[Row]) -> None:
    """Write semicolons and a byte order mark, as Excel in Dutch expects; what looks like a formula gets a space."""
    with path.open("x", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(texts.COLUMNS)
        for question, talk, turn in rows:
            writer.writerow([f" {question}" if question.startswith(FORMULA) else question, *[""] * 4, talk, turn])


def _xlsx(path: Path, rows: Sequence[Row]) -> None:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook()
    sheet: Any = book.active
    sheet.title = texts.SHEET
    _header(sheet)
    for number, (question, talk, turn) in enumerate(rows, 2):
        sheet.cell(number, 1).value = ILLEGAL_CHARACTERS_RE.sub("", question)
        sheet.cell(number, 1).data_type = "s"
        sheet.cell(number, 6).value, sheet.cell(number, 7).value = talk, turn
    _explain(book.create_sheet(texts.EXPLANATION_SHEET))
    with path.open("xb") as file:
        book.save(file)


def _header(sheet: Worksheet) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for column, (name, width) in enumerate(zip(texts.COLUMNS, WIDTHS, strict=True), 1):
        cell = sheet.cell(1, column, name)
        cell.font, cell.fill = Font(name=FONT, bold=True), PatternFill("solid", start_color="DDE6F0")
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = width
        for row in range(2, 202):
            sheet.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    choice = DataValidation(type="list", formula1='"ja"', allow_blank=True)
    choice.add(f"E2:E{ROWS}")
    sheet.add_data_validation(choice)
    _fit(sheet)


def _explain(sheet: Worksheet) -> None:
    from openpyxl.styles import Alignment, Font

    for letter, width in zip("AB", EXPLANATION_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for row, (left, right) in enumerate(texts.EXPLANATION, 1):
        sheet.cell(row, 1, left).font = Font(name=FONT, bold=True)
        sheet.cell(row, 2, right)
        for column in (1, 2):
            sheet.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[row].height = LINE * (1 + len(right) // (EXPLANATION_WIDTHS[1] - 10))
    _fit(sheet)


def _fit(sheet: Worksheet) -> None:
    """Let the sheet print on the width of one page."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
