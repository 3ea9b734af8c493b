"""Bringing vectors and lexical rows to a new generation, in folders that nobody reads yet."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import Engine

from assistant.settings import Settings
from assistant.store import manifest, rows, seal, vectors
from assistant.store.lexical import LexicalWriter, Row
from assistant.store.manifest import Manifest
from assistant.store.schema import documents, live

if TYPE_CHECKING:
    from assistant.embedding import Encoder

BATCH = 1000
EARLY = 5000
"""Rows that must wait before they are derived while files are still being read; fewer are derived at the end."""

Progress = Callable[[str, int, int], None]
"""Called with the name of a step, how much of it is done, and how much there is."""


class Part(Protocol):
    """A derived part on its way to a new generation."""

    def add(self, rows: Sequence[Row]) -> None:
        """Take over rows, in place of those with the same ids."""

    def delete(self, ids: Collection[str]) -> None:
        """Forget rows."""

    def finish(self) -> None:
        """Put everything on disk."""

    def close(self) -> None:
        """Let go of files and connections, also when the part is not finished."""


class VectorsPart:
    """The vectors on their way to a new generation; Chroma works in a thread while the caller goes on."""

    def __init__(self, target: vectors.Vectors, encoder: Encoder, folder: Path | None) -> None:
        self._target, self._encoder, self._folder = target, encoder, folder
        self._thread = ThreadPoolExecutor(1)
        self._last: Future[None] | None = None

    def add(self, rows: Sequence[Row]) -> None:
        """Encode rows and hand them over."""
        encoded = self._encoder.passages([row.whole for row in rows])
        self._wait()
        self._last = self._thread.submit(self._target.add, [row.id for row in rows], encoded)

    def delete(self, ids: Collection[str]) -> None:
        """Forget rows; on a server they go only when the new generation answers."""
        self._wait()
        if self._folder:
            self._target.delete(sorted(ids))

    def finish(self) -> None:
        """Wait for the last rows and put everything on disk."""
        self._wait()
        if self._folder:
            vectors.finish_folder(self._target, self._folder)

    def close(self) -> None:
        """Let go of the collection and the thread."""
        self._thread.shutdown()
        self._target.close()

    def _wait(self) -> None:
        if self._last:
            self._last.result()


class Derivation:
    """The vectors and lexical rows of a new generation; `suspect` names parts that must be made anew."""

    def __init__(
        self, settings: Settings, encoder: Encoder, engine: Engine, current: Manifest, wanted: Manifest
    ) -> None:
        self._settings, self._encoder, self._engine = settings, encoder, engine
        self._current, self._wanted, self._generation = current, wanted, current.generation + 1
        self.suspect: set[str] = set()
        self._parts: dict[str, tuple[Part, bool]] = {}
        self._waiting: list[Row] = []
        self._taken: set[int] = set()
        self._done = 0

    def broken(self) -> bool:
        """Say whether a part cannot be taken over as it is."""
        return not (self._vectors_origin() and self._lexical_origin())

    def take(self, document: int, new: Sequence[Row]) -> None:
        """Derive the rows of a new document early, if there are so many that it pays."""
        self._taken.add(document)
        self._waiting += new
        if len(self._waiting) >= EARLY and not self._parts:
            self._begin(vectors.SYNC)
        while self._parts and len(self._waiting) >= BATCH:
            self._early(self._waiting[:BATCH])
            del self._waiting[:BATCH]

    def finish(self, progress: Progress) -> Manifest:
        """Derive what is left, and return the current manifest with the names of the new parts in it."""
        gone, fresh = self._change()
        if self._parts:
            self._early(self._waiting)
        else:
            self._taken.clear()
            self._begin(fresh + len(gone), unchanged=not (gone or fresh))
        for whole in (False, True):
            self._rest([part for part, anew in self._parts.values() if anew == whole], progress, whole=whole)
        for part, anew in self._parts.values():
            if not anew:
                part.delete(gone)
            part.finish()
        vectors_name = self._name("vectors") if "vectors" in self._parts else self._current.vectors
        lexical_name = self._name("lexical") if "lexical" in self._parts else self._current.lexical
        return replace(self._current, vectors=vectors_name, lexical=lexical_name)

    def close(self) -> None:
        """Let go of every part."""
        for part, _ in self._parts.values():
            part.close()
        self._parts.clear()

    def _change(self) -> tuple[set[str], int]:
        """Return the ids of passages that are gone, and how many are new."""
        with self._engine.connect() as connection:
            alive = rows.ids(connection, live(documents, self._generation))
            gone = rows.ids(connection, rows.removed(self._generation)) - alive
            return gone, rows.count(connection, rows.added(self._generation))

    def _begin(self, changes: int, *, unchanged: bool = False) -> None:
        """Open the parts to write to, those that need it: as a copy of what is there, or empty."""
        origin = self._vectors_origin()
        if not (unchanged and origin):
            self._parts["vectors"] = self._vectors(origin, changes), origin is None
        origin = self._lexical_origin()
        if not (unchanged and origin):
            self._parts["lexical"] = _lexical(self._settings.index / self._name("lexical"), origin), origin is None

    def _rest(self, parts: list[Part], progress: Progress, *, whole: bool) -> None:
        """Give parts the new rows, or all rows, but for those that they were given early."""
        where = live(documents, self._generation) if whole else rows.added(self._generation)
        if not parts:
            return
        with self._engine.connect() as connection:
            done, total = self._done, rows.count(connection, where)
            progress("index", done, total)
            for batch in rows.batches(connection, where, BATCH, without=self._taken):
                for part in parts:
                    part.add(batch)
                done += len(batch)
                progress("index", done, total)

    def _early(self, batch: Sequence[Row]) -> None:
        for part, _ in self._parts.values():
            part.add(batch)
        self._done += len(batch)

    def _name(self, kind: str) -> str:
        if kind == "lexical" or not self._settings.chroma_url:
            return f"{'chroma' if kind == 'vectors' else kind}-{self._generation}"
        return self._current.vectors if self._vectors_origin() else f"vraagbaak-{self._current.key}-{self._generation}"

    def _takes_over(self, kind: str) -> bool:
        same = dict(zip(("vectors", "lexical"), self._current.same_parts(self._wanted), strict=True))
        return bool(getattr(self._current, kind)) and kind not in self.suspect and same[kind]

    def _vectors_origin(self) -> Path | None:
        """The folder (on a server: the index folder) that the next vectors can start from, if it is sound."""
        if not self._takes_over("vectors"):
            return None
        folder = self._settings.index / self._current.vectors
        if self._settings.chroma_url:
            return self._settings.index
        return None if seal.broken(folder, thorough=False) else folder

    def _lexical_origin(self) -> Path | None:
        folder = self._settings.index / self._current.lexical
        return folder if self._takes_over("lexical") and not seal.broken(folder, thorough=False) else None

    def _vectors(self, origin: Path | None, changes: int) -> Part:
        name, folder, url = self._name("vectors"), self._settings.index, self._settings.chroma_url
        if not url:
            if not origin:
                changes = max(changes, self._size())
            return VectorsPart(vectors.write_folder(folder / name, origin, changes), self._encoder, folder / name)
        with self._engine.begin() as connection:
            manifest.write(connection, replace(self._current, dirty=True))
        if not origin:
            vectors.drop_others(url, f"vraagbaak-{self._current.key}-", self._current.vectors)
        return VectorsPart(vectors.open_server(url, name, folder, create=True), self._encoder, None)

    def _size(self) -> int:
        with self._engine.connect() as connection:
            return rows.count(connection, live(documents, self._generation))


def _lexical(folder: Path, origin: Path | None) -> LexicalWriter:
    shutil.rmtree(folder, ignore_errors=True)
    if origin:
        shutil.copytree(origin, folder, ignore=shutil.ignore_patterns(".tantivy-*.lock", seal.FILE))
    return LexicalWriter(folder, replaces=origin is not None)
