"""Which passages a generation has, as rows for the lexical index and the encoder."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from assistant.store.lexical import Row
from assistant.store.schema import documents, live, passages
from assistant.types import Document, Passage

DOCUMENTS = 50
"""Documents whose texts are in memory at once."""

_JOINED = passages.join(documents, passages.c.document == documents.c.row)


def batches(
    connection: Connection, where: ColumnElement[bool], size: int, *, without: Collection[int] = ()
) -> Iterator[list[Row]]:
    """Yield the passages of the documents that match, ordered by document id, `size` at a time.

    `without` holds rows of documents that are left out.
    """
    batch: list[Row] = []
    for row in _rows(connection, where, without):
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def count(connection: Connection, where: ColumnElement[bool]) -> int:
    """Count the passages of the documents that match."""
    return connection.scalar(select(func.count()).select_from(_JOINED).where(where)) or 0


def ids(connection: Connection, where: ColumnElement[bool]) -> set[str]:
    """Return the ids of the passages of the documents that match."""
    return set(connection.scalars(select(passages.c.id).select_from(_JOINED).where(where)))


def added(generation: int) -> ColumnElement[bool]:
    """Match the documents that are new in a generation."""
    return (documents.c.added == generation) & live(documents, generation)


def removed(generation: int) -> ColumnElement[bool]:
    """Match the documents that a generation no longer has."""
    return documents.c.removed == generation


def of(document: Document, parts: Sequence[Passage]) -> list[Row]:
    """Return the passages of a document as rows."""
    text = document.text
    return [Row(part.id, document.title, part.heading or "", text[part.start : part.end]) for part in parts]


def _rows(connection: Connection, where: ColumnElement[bool], without: Collection[int]) -> Iterator[Row]:
    found = connection.scalars(select(documents.c.row).where(where).order_by(documents.c.id, documents.c.row))
    order = [row for row in found if row not in without]
    for i in range(0, len(order), DOCUMENTS):
        some = order[i : i + DOCUMENTS]
        texts = {row.row: row for row in connection.execute(_texts(some))}
        parts = connection.execute(_places(some))
        by_document = {row: list(group) for row, group in groupby(parts, key=lambda part: part.document)}
        for row in some:
            document = texts[row]
            for part in by_document.get(row, ()):
                yield Row(part.id, document.title, part.heading or "", document.text[part.start : part.end])


def _texts(rows: list[int]) -> Any:
    return select(documents.c.row, documents.c.title, documents.c.text).where(documents.c.row.in_(rows))


def _places(rows: list[int]) -> Any:
    columns = (passages.c.document, passages.c.id, passages.c.heading, passages.c.start, passages.c.end)
    found = select(*columns).where(passages.c.document.in_(rows))
    return found.order_by(passages.c.document, passages.c.position)
