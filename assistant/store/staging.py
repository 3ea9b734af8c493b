"""Writing the next generation of documents beside the one that answers."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, func, insert, select, update

from assistant.store.schema import LINE, documents, live, passages, sources
from assistant.types import Document, Passage

FLUSH = 4000
"""Rows that are written in one transaction; what was written survives a kill and is used again."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that was read: where it is, how users see it, its SHA-256, and the row of the document it gave."""

    path: str
    root: str
    name: str
    sha256: str
    document: int
    row: int = 0


class Staging:
    """Changes to the documents that nobody sees until the manifest names their generation.

    What an earlier writer staged before it was killed stays on offer until `settle`.
    """

    def __init__(self, engine: Engine, generation: int) -> None:
        """Stage the generation that follows the current one."""
        self._engine, self.generation = engine, generation + 1
        self._pending: dict[Table, list[dict[str, Any]]] = defaultdict(list)
        self._removed: list[int] = []
        with engine.begin() as connection:
            for table in (sources, documents):
                connection.execute(update(table).where(table.c.removed > generation).values(removed=None))
            self._live = _files(connection, live(sources, generation))
            self._staged = _files(connection, sources.c.added > generation)
            self._shapes: dict[str, dict[int, str]] = defaultdict(dict)
            for row, name, shape in connection.execute(select(documents.c.row, documents.c.id, documents.c.shape)):
                self._shapes[name][row] = shape
            self._last = {
                table: connection.scalar(select(func.max(table.c.row))) or 0 for table in (documents, sources)
            }
        self._touched: set[int] = set()
        self._holders: dict[int, set[str]] = defaultdict(set)
        for file in self._live.values():
            self._holders[file.document].add(file.path)
        self._names = {file.path: file.name for file in self._live.values()}

    @property
    def files(self) -> Mapping[str, File]:
        """The files of the generation that answers, by absolute path."""
        return self._live

    def resume(self, path: str, sha256: str) -> bool:
        """Take over what a killed writer staged for a file, if its content is still the same."""
        file = self._staged.get(path)
        if file is None or file.sha256 != sha256:
            return False
        self._touched.add(file.row)
        self._hold(file)
        return True

    def put(
        self, path: str, root: str, name: str, sha256: str, document: Document, parts: Sequence[Passage]
    ) -> int | None:
        """Stage what was read from a file; a text that is there already is stored once.

        Returns the row of the document if it is new.
        """
        last = self._last[documents]
        row = self._document(path, document, parts)
        self._file(path, root, name, sha256, row)
        return row if row > last else None

    def _file(self, path: str, root: str, name: str, sha256: str, row: int) -> None:
        known = self._live.get(path)
        if known and (known.document, known.sha256) == (row, sha256):
            return
        file = File(path, root, name, sha256, row, self._number(sources))
        self._pending[sources].append(_values(file) | {"row": file.row, "added": self.generation})
        self._touched.add(file.row)
        self._hold(file)
        if sum(map(len, self._pending.values())) > FLUSH:
            self._flush()

    def drop(self, path: str) -> None:
        """Stage that a file is gone."""
        self._removed.append(self._live[path].row)
        self._holders[self._live[path].document].discard(path)

    def twin(self, path: str) -> str | None:
        """Name another file of the same text, if there is one."""
        holders = next((paths for paths in self._holders.values() if path in paths), set())
        return min((self._names[other] for other in holders if other != path), default=None)

    def settle(self) -> bool:
        """Write everything, drop what nobody took over, and say whether anything differs from before."""
        self._flush()
        current = self.generation - 1
        left = [file.row for file in self._staged.values() if file.row not in self._touched]
        kept = select(sources.c.document).where(live(sources, self.generation))
        unused = select(documents.c.row).where(documents.c.added > current, documents.c.row.not_in(kept))
        with self._engine.begin() as connection:
            _each(connection, delete(sources), left)
            gone = live(documents, current) & documents.c.row.not_in(kept)
            connection.execute(update(documents).where(gone).values(removed=self.generation))
            connection.execute(delete(passages).where(passages.c.document.in_(unused)))
            connection.execute(delete(documents).where(documents.c.row.in_(unused)))
            changed = (sources.c.added == self.generation) | (sources.c.removed == self.generation)
            return bool(connection.scalar(select(func.count()).select_from(sources).where(changed)))

    def _document(self, path: str, document: Document, parts: Sequence[Passage]) -> int:
        """Find the row of a document that is there in this shape or serves another file, or stage a new one."""
        shape = _shape(document, parts)
        rows = self._shapes[document.id]
        for row, known in rows.items():
            if known == shape or self._holders[row] - {path}:
                return row
        row = self._number(documents)
        rows[row] = shape
        self._pending[documents].append(
            {"row": row, "id": document.id, "title": document.title, "sha256": document.sha256, "shape": shape}
            | {"metadata": json.dumps(dict(document.metadata)), "text": document.text}
            | {"opening": document.opening, "added": self.generation}
        )
        self._pending[passages] += [_passage(row, part) for part in parts]
        return row

    def _hold(self, file: File) -> None:
        """Let a path refer to its new document instead of the one it had."""
        known = self._live.get(file.path)
        if known:
            self._removed.append(known.row)
            self._holders[known.document].discard(file.path)
        self._holders[file.document].add(file.path)
        self._names[file.path] = file.name

    def _number(self, table: Table) -> int:
        self._last[table] += 1
        return self._last[table]

    def _flush(self) -> None:
        with self._engine.begin() as connection:
            for table in (documents, passages, sources):
                if self._pending[table]:
                    connection.execute(insert(table), self._pending[table])
            _each(connection, update(sources).values(removed=self.generation), self._removed)
        self._pending.clear()
        self._removed.clear()


def _each(connection: Connection, statement: Any, rows: Sequence[int]) -> None:
    for i in range(0, len(rows), 500):
        connection.execute(statement.where(sources.c.row.in_(rows[i : i + 500])))


def _last(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.max(table.c.row))) or 0


def _files(connection: Connection, where: Any) -> dict[str, File]:
    columns = (sources.c.path, sources.c.root, sources.c.name, sources.c.sha256, sources.c.document, sources.c.row)
    return {row.path: File(*row) for row in connection.execute(select(*columns).where(where))}


def _values(file: File) -> dict[str, Any]:
    return {"path": file.path, "root": file.root, "name": file.name, "sha256": file.sha256, "document": file.document}


def _passage(document: int, part: Passage) -> dict[str, Any]:
    spans = json.dumps(part.sentences, separators=(",", ":"))
    place = {"document": document, "id": part.id, "position": part.position, "start": part.start, "end": part.end}
    return place | {"sentences": spans, "heading": part.heading, "page": part.page, "words": LINE.join(part.words)}


def _place(part: Passage) -> tuple[Any, ...]:
    return part.id, part.position, part.sentences, part.heading, part.page, part.words


def _shape(document: Document, parts: Sequence[Passage]) -> str:
    content = [document.title, document.opening, sorted(document.metadata.items()), [_place(part) for part in parts]]
    return blake2b(json.dumps(content).encode(), digest_size=16).hexdigest()
