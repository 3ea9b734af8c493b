"""The retrieved passages as numbered sentences for a language model; a number points to an untouched slice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.evidence.signals import leans
from assistant.generate.neutral import neutral
from assistant.prompts import SOURCE_ENDS, SOURCE_STARTS, source_line
from assistant.types import Hit, Passage

CELL = " | "
"""Between the cells of a row, as the readers write a table."""

_POINTS = re.compile(r"\b(?:hier|daar|zij|hij|hun)\b|^(?:\S+\s+){0,4}(?:dat|dit|deze)\b", re.IGNORECASE)
_ITEM = re.compile(r"(?:\d{1,3}[.)]|[-–•*▪◦])\s")
_YEAR, _DIGIT = re.compile(r"(?:19|20)\d\d"), re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One numbered sentence; `text` is the slice of the document from `start` to `end`, as it stands there.

    `columns` are the cells of the row that heads its table; `before` is the sentence that it leans on: the one
    that "Zij ..." points back to, the question that it answers, or the line that opens its list.
    """

    number: int
    document_id: str
    start: int
    end: int
    text: str
    title: str
    passage: Passage
    columns: tuple[str, ...] = ()
    before: str = ""

    @property
    def read_as(self) -> str:
        """The sentence as a reader takes it: each cell of a table's row on a line with its column and its subject."""
        cells = [" ".join(cell.split()) for cell in self.text.split(CELL)]
        if len(cells) < 2:
            return " ".join(self.text.split())
        columns = self.columns[1:] if len(self.columns) == len(cells) else ("",) * (len(cells) - 1)
        subject = cells[0].replace(",", "")
        if subject[1:2].islower():
            subject = subject[0].lower() + subject[1:]
        rows = zip(columns, cells[1:], strict=True)
        return "\n".join(" ".join(f"{column} {subject} {cell}".split()) for column, cell in rows)

    @property
    def with_context(self) -> str:
        """The sentence after the one that it leans on, or the heads of its columns."""
        above = CELL.join(self.columns) if CELL in self.text else self.before
        return " ".join(f"{above if above != self.text else ''} {self.text}".split())


@dataclass(frozen=True, slots=True)
class Numbered:
    """What the model sees (`block`, neutralised and delimited), and the sentence behind each number."""

    block: str
    sentences: Mapping[int, Sentence] = field(default_factory=dict)


def numbered(hits: Sequence[Hit], dates: Mapping[str, str] | None = None) -> Numbered:
    """Number the sentences of the hits from 1, under their title, heading, page and date.

    `dates` holds the date of each document, by its id, where one is known. Sources are data: in the block nothing of
    theirs can pass for a number, a role, a mark-up or the end of the block.
    """
    lines = [SOURCE_STARTS]
    found: dict[int, Sentence] = {}
    for hit in hits:
        passage = hit.passage
        date = (dates or {}).get(passage.document_id)
        title, heading, date = (neutral(part or "") for part in (hit.title, passage.heading, date))
        lines.append(source_line(title, heading, date, passage.page))
        for sentence in _sentences(hit, len(found) + 1):
            found[sentence.number] = sentence
            lines.append(f"[{sentence.number}] {neutral(sentence.text)}")
    return Numbered("\n".join([*lines, SOURCE_ENDS]), found)


def _sentences(hit: Hit, number: int) -> list[Sentence]:
    passage = hit.passage
    found: list[Sentence] = []
    columns: tuple[str, ...] = ()
    last = lead = ""
    for start, end in passage.sentences:
        text = hit.text[start - passage.start : end - passage.start]
        columns = _columns(text, columns)
        before = lead if _ITEM.match(text) else last if _leans(text, last) else ""
        found.append(
            Sentence(number + len(found), passage.document_id, start, end, text, hit.title, passage, columns, before)
        )
        if not _ITEM.match(text):
            lead = text if text.endswith(":") else ""
        last = text
    return found


def _leans(text: str, last: str) -> bool:
    return leans(text) or last.endswith("?") or bool(_POINTS.search(text))


def _columns(text: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """The heads of the columns for the rows from this one on: none outside a table, or where its first row counts."""
    cells = tuple(text.split(CELL))
    if len(cells) < 2:
        return ()
    if columns and len(columns) == len(cells):
        return columns
    return cells if all(_YEAR.fullmatch(cell.strip()) or not _DIGIT.search(cell) for cell in cells) else ()
