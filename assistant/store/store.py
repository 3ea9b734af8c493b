"""The store: documents, vectors and lexical index behind one object, always of one generation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Self, TypeVar

import numpy as np
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from assistant.errors import IndexDamaged, IndexMissing
from assistant.settings import Settings
from assistant.store import manifest, schema, vectors
from assistant.store.documents import Documents, Listed
from assistant.store.lexical import Lexical
from assistant.store.manifest import Manifest
from assistant.store.watch import Watch
from assistant.types import Document, Hit, Passage

if TYPE_CHECKING:
    from assistant.embedding import Encoder

Found = TypeVar("Found")
SPARE = 2
"""On a Chroma server rows may be dead while an ingest is at work: ask for so many times as much, then."""


@dataclass(frozen=True, slots=True)
class View:
    """The parts that answer for one generation."""

    manifest: Manifest
    documents: Documents
    lexical: Lexical
    vectors: vectors.Vectors


class Store:
    """An index that answers; it follows the ingests of other processes, and threads may share it."""

    def __init__(self, settings: Settings, engine: Engine, wanted: Manifest | None) -> None:
        self._settings, self._engine, self._wanted = settings, engine, wanted
        self._lock = Lock()
        self._retired: View | None = None
        self._watch = Watch(engine)
        self._view = self._open()

    @classmethod
    def open(cls, settings: Settings, encoder: Encoder | None) -> Self:
        """Open an index for reading; raise IndexMissing, IndexMismatch or IndexDamaged.

        Without an encoder it is not compared with the settings, and `dense` must not be used.
        """
        folder = settings.index
        if not (folder / schema.FILE).is_file():
            raise IndexMissing(folder)
        engine = schema.connect(folder)
        try:
            return cls(settings, engine, manifest.wanted(settings, encoder) if encoder else None)
        except DatabaseError as error:
            engine.dispose()
            raise IndexDamaged(folder, schema.FILE, str(error.orig)) from error

    @property
    def generation(self) -> int:
        """Number of the newest finished ingest; reading it is what lets a long-lived reader follow."""
        return self._now().manifest.generation

    @property
    def manifest(self) -> Manifest:
        """What the index was built with."""
        return self._now().manifest

    def lexical(self, query: str, k: int) -> list[tuple[str, float]]:
        """Return up to k passage ids by BM25 over Dutch tokens, best first."""
        return self._search(lambda view: view.lexical.search(query, k))

    def dense(self, vector: np.ndarray, k: int) -> list[tuple[str, float]]:
        """Return up to k passage ids by the cosine of their vector and this one (of length one), best first."""
        return self._search(lambda view: view.vectors.search(vector, k * (SPARE if view.manifest.dirty else 1)))[:k]

    def hits(self, scored: Sequence[tuple[str, float]]) -> list[Hit]:
        """Turn passage ids and scores into hits, in this order; ids that are not live are dropped."""
        return self._now().documents.hits(scored)

    def neighbours(self, passages: Sequence[Passage]) -> list[Hit]:
        """Return the passages just before and after each of these, each once, with score 0."""
        return self._now().documents.neighbours(passages)

    def openings(self, hits: Sequence[Hit]) -> dict[str, str]:
        """Return the words with which the document of each hit opens, by its id; they may come from memory."""
        return self._now().documents.openings({hit.passage.document_id for hit in hits})

    def document(self, document_id: str) -> Document:
        """Read a document afresh; raise DocumentMissing when no live one has this id."""
        return self._now().documents.document(document_id)

    def passages(self, document_id: str) -> list[Passage]:
        """List the passages of a live document in the order of its text; an unknown document has none."""
        return self._now().documents.passages(document_id)

    def files(self, document_id: str) -> tuple[str, ...]:
        """Name every file that holds the text of a live document."""
        return self._now().documents.files(document_id)

    def documents(self) -> list[Listed]:
        """List the live documents with their sources."""
        return self._now().documents.listed()

    def close(self) -> None:
        """Let go of every file and connection."""
        for view in (self._retired, self._view):
            if view:
                view.vectors.close()
        self._watch.close()
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _search(self, leg: Callable[[View], Found]) -> Found:
        """Search the newest generation; search again when a part was swept away under us by the next one."""
        view = self._now()
        try:
            return leg(view)
        except IndexDamaged:
            newer = self._now()
            if newer is view:
                raise
            return leg(newer)

    def _now(self) -> View:
        """Return the parts of the current generation, opened anew when another process finished an ingest.

        Other threads may still search the parts they got before, so those stay open until the next change.
        """
        if self._watch.fresh():
            return self._view
        with self._lock:
            version = self._watch.version()
            if self._read() != self._view.manifest:
                if self._retired:
                    self._retired.vectors.close()
                self._retired, self._view = self._view, self._open()
            self._watch.seen(version)
            return self._view

    def _read(self) -> Manifest:
        with self._engine.connect() as connection:
            return manifest.read(connection, self._settings.index)

    def _open(self) -> View:
        """Open the parts that the manifest names, again when an ingest replaces them meanwhile."""
        while True:
            current = self._read()
            try:
                return self._parts(current)
            except IndexDamaged:
                if current == self._read():
                    raise

    def _parts(self, current: Manifest) -> View:
        folder = self._settings.index
        if not current.generation:
            raise IndexMissing(folder)
        if self._wanted:
            current.fit(folder, self._wanted)
        documents = Documents(self._engine, current.generation)
        return View(current, documents, Lexical(folder / current.lexical), open_vectors(self._settings, current))


def open_vectors(settings: Settings, current: Manifest) -> vectors.Vectors:
    """Open the vectors that a manifest names, in the index folder or on the server of the settings."""
    folder: Path = settings.index
    if settings.chroma_url:
        return vectors.open_server(settings.chroma_url, current.vectors, folder)
    return vectors.open_folder(folder / current.vectors)
