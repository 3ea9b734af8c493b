"""Reading the document store: what is live in a generation, as the values of `assistant.types`."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Engine, Row, bindparam, func, select, true

from assistant.errors import DocumentMissing
from assistant.evidence.stems import opening
from assistant.store.schema import LINE, documents, live, passages, sources
from assistant.types import Document, Hit, Passage

CACHED = 128
"""Documents kept in memory, so that the slices of a search need no second reading of their text."""

PARAMETERS = 500


@dataclass(frozen=True, slots=True)
class Listed:
    """A document as `status` lists it, with every file that holds its text."""

    id: str
    title: str
    sources: tuple[str, ...]
    passages: int


class Documents:
    """The documents of one generation; safe to use from several threads."""

    def __init__(self, engine: Engine, generation: int) -> None:
        self._engine, self._generation = engine, generation
        self._statements = _Statements(generation)
        self._cache: OrderedDict[str, Document] = OrderedDict()
        self._lock = Lock()

    def document(self, document_id: str) -> Document:
        """Read a document afresh; raise DocumentMissing when no live one has this id."""
        with self._engine.connect() as connection:
            for document in self._read(connection, [document_id]).values():
                return document
        raise DocumentMissing(document_id)

    def openings(self, document_ids: Collection[str]) -> dict[str, str]:
        """Return the words with which live documents open, by id; they may come from memory."""
        with self._engine.connect() as connection:
            found = self._cached(connection, set(document_ids))
        return {name: document.opening for name, document in sorted(found.items())}

    def hits(self, scored: Sequence[tuple[str, float]]) -> list[Hit]:
        """Turn passage ids and scores into hits, in this order, dropping what is not live."""
        with self._engine.connect() as connection:
            rows: dict[str, Row[Any]] = {}
            for names in _parts([name for name, _ in scored], PARAMETERS):
                rows |= {row.id: row for row in connection.execute(self._statements.passages, {"ids": names})}
            return self._hits(connection, [(rows[name], score) for name, score in scored if name in rows])

    def neighbours(self, around: Sequence[Passage]) -> list[Hit]:
        """Return the passages just before and after each of these, in the order of the text, each once, score 0."""
        wanted = {(p.document_id, p.position + step) for p in around for step in (-1, 1)}
        wanted -= {(p.document_id, p.position) for p in around}
        if not wanted:
            return []
        ids, positions = (sorted(set(part)) for part in zip(*wanted, strict=True))
        with self._engine.connect() as connection:
            near = connection.execute(self._statements.near, {"ids": ids, "positions": positions})
            found = [row for row in near if (row.document_id, row.position) in wanted]
            rows = sorted(found, key=lambda row: (row.document_id, row.position))
            return self._hits(connection, [(row, 0.0) for row in rows])

    def passages(self, document_id: str) -> list[Passage]:
        """List the passages of a live document in the order of its text; an unknown document has none."""
        wanted = _passages(self._generation).where(documents.c.id == document_id).order_by(passages.c.position)
        with self._engine.connect() as connection:
            return [passage_of(row) for row in connection.execute(wanted)]

    def files(self, document_id: str) -> tuple[str, ...]:
        """Name every file that holds the text of a live document."""
        joined = sources.join(documents, sources.c.document == documents.c.row)
        wanted = select(sources.c.name).select_from(joined).where(documents.c.id == document_id)
        wanted = wanted.where(live(documents, self._generation), live(sources, self._generation))
        with self._engine.connect() as connection:
            return tuple(sorted(set(connection.scalars(wanted))))

    def listed(self) -> list[Listed]:
        """List the live documents by title."""
        with self._engine.connect() as connection:
            names = _names(connection, self._generation, true())
            counts: Mapping[int, int] = {
                row: number
                for row, number in connection.execute(
                    select(passages.c.document, func.count()).group_by(passages.c.document)
                )
            }
            live_ones = live(documents, self._generation)
            rows = connection.execute(select(documents.c.row, documents.c.id, documents.c.title).where(live_ones))
            found = [Listed(r.id, r.title, tuple(names.get(r.row, ())), counts.get(r.row, 0)) for r in rows]
        return sorted(found, key=lambda listed: (listed.sources, listed.id))

    def _hits(self, connection: Connection, found: Sequence[tuple[Row[Any], float]]) -> list[Hit]:
        cited = self._cached(connection, {row.document_id for row, _ in found})
        return [_hit(row, cited[row.document_id], score) for row, score in found if row.document_id in cited]

    def _cached(self, connection: Connection, wanted: set[str]) -> dict[str, Document]:
        """Return documents by id, reading those that are not in memory."""
        with self._lock:
            known = {name: self._cache[name] for name in wanted if name in self._cache}
        read = self._read(connection, sorted(wanted - known.keys()))
        with self._lock:
            for name, document in (known | read).items():
                self._cache[name] = document
                self._cache.move_to_end(name)
            while len(self._cache) > CACHED:
                self._cache.popitem(last=False)
        return known | read

    def _read(self, connection: Connection, ids: Sequence[str]) -> dict[str, Document]:
        """Read live documents by id."""
        if not ids:
            return {}
        rows = connection.execute(self._statements.documents, {"ids": ids})
        return {row.id: _document(row) for row in rows}


class _Statements:
    """What is asked of the document store for every question, built once: building costs more than asking."""

    def __init__(self, generation: int) -> None:
        ids: BindParameter[Any] = bindparam("ids", expanding=True)
        first = select(func.min(sources.c.name)).where(sources.c.document == documents.c.row, live(sources, generation))
        whole = select(documents, first.scalar_subquery().label("source"))
        self.documents = whole.where(documents.c.id.in_(ids), live(documents, generation))
        self.passages = _passages(generation).where(passages.c.id.in_(ids))
        positions = passages.c.position.in_(bindparam("positions", expanding=True))
        self.near = _passages(generation).where(documents.c.id.in_(ids), positions)


def passage_of(row: Row[Any]) -> Passage:
    """Make a Passage of a row of `passages` that was joined with its document's id."""
    spans = tuple((start, end) for start, end in json.loads(row.sentences))
    return Passage(
        row.id, row.document_id, row.position, row.start, row.end, spans, row.heading, row.page, words(row.words)
    )


def words(stored: str) -> tuple[str, ...]:
    """The words of each sentence of a passage, as they were stored."""
    return tuple(stored.split(LINE)) if stored else ()


def _hit(row: Row[Any], document: Document, score: float) -> Hit:
    passage = passage_of(row)
    return Hit(passage, document.text[passage.start : passage.end], document.title, document.source, score)


def _document(row: Row[Any]) -> Document:
    opens = row.opening or opening(row.text)
    return Document(row.id, row.title, row.source or "", row.text, row.sha256, json.loads(row.metadata), opens)


def _passages(generation: int) -> Any:
    joined = passages.join(documents, passages.c.document == documents.c.row)
    columns = select(passages, documents.c.id.label("document_id"))
    return columns.select_from(joined).where(live(documents, generation))


def _names(connection: Connection, generation: int, where: ColumnElement[bool]) -> dict[int, list[str]]:
    """Return the names of the live files of each document, sorted."""
    names: dict[int, list[str]] = {}
    rows = connection.execute(select(sources.c.document, sources.c.name).where(where, live(sources, generation)))
    for row, name in sorted(rows.tuples(), key=lambda pair: pair[1]):
        names.setdefault(row, []).append(name)
    return names


def _parts(items: Sequence[str], size: int) -> Iterator[Iterable[str]]:
    for i in range(0, len(items), size):
        yield items[i : i + size]
