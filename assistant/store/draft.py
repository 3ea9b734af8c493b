"""The writing side of the store: one writer stages a new generation and makes it answer in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DatabaseError

from assistant.errors import IndexDamaged, IndexMismatch
from assistant.settings import Settings
from assistant.store import lock, manifest, rows, schema, sweep
from assistant.store.derive import Derivation, Progress
from assistant.store.manifest import Manifest
from assistant.store.schema import documents, live
from assistant.store.staging import Staging
from assistant.types import Document, Passage

if TYPE_CHECKING:
    from assistant.embedding import Encoder


@contextmanager
def draft(settings: Settings, encoder: Encoder, *, rebuild: bool = False) -> Iterator[Draft]:
    """Hold the index for writing; raise IndexBusy, IndexDamaged, or without rebuild IndexMismatch."""
    settings.index.mkdir(parents=True, exist_ok=True)
    with lock.writing(settings.index, settings.wait_seconds):
        engine = schema.connect(settings.index)
        try:
            with closing(Draft(settings, encoder, engine, rebuild=rebuild)) as target:
                yield target
        except DatabaseError as error:
            raise IndexDamaged(settings.index, schema.FILE, str(error.orig)) from error
        finally:
            engine.dispose()


class Draft:
    """A generation in the making: `put` what files hold, and `publish` it; `staging` tells what was there before."""

    def __init__(self, settings: Settings, encoder: Encoder, engine: Engine, *, rebuild: bool) -> None:
        self._settings, self._encoder, self._engine = settings, encoder, engine
        self._wanted = manifest.wanted(settings, encoder)
        self.rebuild = rebuild
        self.manifest = self._start()
        sweep.sweep(engine, settings, self.manifest)
        self.staging = Staging(engine, self.manifest.generation)
        self.derivation = Derivation(settings, encoder, engine, self.manifest, self._wanted)
        if rebuild:
            self.derivation.suspect |= {"vectors", "lexical"}

    def close(self) -> None:
        """Let go of what is open for writing."""
        self.derivation.close()

    def put(self, path: str, root: str, name: str, sha256: str, document: Document, parts: Sequence[Passage]) -> None:
        """Stage what was read from a file (see `Staging.put`)."""
        row = self.staging.put(path, root, name, sha256, document, parts)
        if row is not None:
            self.derivation.take(row, rows.of(document, parts))

    def stale(self, splitter: str) -> bool:
        """Say whether all files must be read again; raise IndexMismatch when that takes a rebuild nobody asked for."""
        current = self.manifest
        if not current.generation or (current.splitter, current.sentences) == (splitter, self._wanted.sentences):
            return False
        if not self.rebuild:
            raise IndexMismatch(self._settings.index, "passage rules", current.splitter, splitter)
        return True

    def totals(self) -> tuple[int, int]:
        """Count the documents and the passages that answer now."""
        with self._engine.connect() as connection:
            where = live(documents, manifest.read(connection, self._settings.index).generation)
            return connection.scalar(select(func.count()).where(where)) or 0, rows.count(connection, where)

    def publish(self, splitter: str, progress: Progress, *, force: bool = False) -> bool:
        """Derive what changed and let the new generation answer; say whether there was anything to do."""
        changed = self.staging.settle()
        if not (changed or force or (self.manifest.generation and (self.rebuild or self.derivation.broken()))):
            return False
        built, dirty = datetime.now(UTC).isoformat(timespec="seconds"), bool(self._settings.chroma_url)
        following = self.derivation.finish(progress).built_as(self._wanted)
        generation = self.staging.generation
        following = replace(following, generation=generation, splitter=splitter, built=built, dirty=dirty)
        progress("switch", 0, 1)
        self._write(following)
        progress("switch", 1, 1)
        sweep.sweep(self._engine, self._settings, following)
        progress("sweep", 1, 1)
        return True

    def _start(self) -> Manifest:
        """Read the manifest, or write the first one of an index without documents."""
        schema.create(self._engine)
        with self._engine.begin() as connection:
            if not connection.scalar(select(func.count()).select_from(schema.manifest)) and not connection.scalar(
                select(func.count()).select_from(documents)
            ):
                manifest.write(connection, replace(self._wanted, key=manifest.key()))
            current = manifest.read(connection, self._settings.index)
        if current.generation and not self.rebuild:
            current.fit(self._settings.index, self._wanted)
        return current

    def _write(self, following: Manifest) -> None:
        with self._engine.begin() as connection:
            manifest.write(connection, following)
