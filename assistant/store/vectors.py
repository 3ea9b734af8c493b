"""The dense leg: Chroma, holding ids and vectors only; scores are cosines, for vectors of length one.

Embedded, a collection is a folder that is never written once it answers: a new generation is a copy, so a writer
that dies harms nobody. A Chroma server has one collection for all generations, which takes more rows than are live.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from assistant.errors import IndexDamaged, ServerUnreachable
from assistant.store.seal import FILE as SEAL
from assistant.store.seal import broken, seal

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection

NAME = "passages"
BATCH = 2000
PAGE = 20_000
SYNC = 10_000
"""Changes between two moments at which Chroma writes its graph to disk, at most; each costs a whole rewrite."""

HNSW: CreateHNSWConfiguration = {
    "space": "ip",
    "ef_construction": 100,
    "ef_search": 100,
    "max_neighbors": 16,
    "sync_threshold": SYNC,
}
SEALED = ("*/*.bin", "*/*.pickle")


class Vectors:
    """One collection, open; safe to use from several threads for searching."""

    def __init__(self, client: Client, collection: Collection, folder: Path) -> None:
        self._client, self._collection, self._folder = client, collection, folder
        self._closed = False

    def search(self, vector: np.ndarray, k: int) -> list[tuple[str, float]]:
        """Return up to k ids with the inner product of their vectors and this one, highest first."""
        if not k:
            return []
        with _damage(self._folder):
            found = self._collection.query(query_embeddings=[vector], n_results=k, include=["distances"])
        distances = (found["distances"] or [[]])[0]
        return [(name, 1.0 - distance) for name, distance in zip(found["ids"][0], distances, strict=True)]

    def ids(self) -> Iterator[str]:
        """Yield the id of every row."""
        offset = 0
        while names := self._page(offset):
            yield from names
            offset += len(names)

    def add(self, ids: Sequence[str], vectors: np.ndarray) -> None:
        """Add rows, or replace those that have one of the ids."""
        for i in range(0, len(ids), BATCH):
            self._collection.upsert(ids=list(ids[i : i + BATCH]), embeddings=vectors[i : i + BATCH])

    def delete(self, ids: Sequence[str]) -> None:
        """Forget rows; an id that is not there is fine."""
        for i in range(0, len(ids), BATCH):
            self._collection.delete(ids=list(ids[i : i + BATCH]))

    def count(self) -> int:
        """Count the rows."""
        return self._collection.count()

    def touch(self) -> None:
        """Have Chroma take in the changes that wait in its log."""
        self._collection.get(limit=1, include=["embeddings"])

    def close(self) -> None:
        """Let go of files and connections; closing twice is fine."""
        if not self._closed:
            self._closed = True
            self._client.close()

    def _page(self, offset: int) -> list[str]:
        with _damage(self._folder):
            return self._collection.get(include=[], limit=PAGE, offset=offset)["ids"]


def open_folder(folder: Path) -> Vectors:
    """Open a finished embedded collection; raise IndexDamaged when a file is not as it was sealed."""
    reason = broken(folder, thorough=False)
    if reason:
        raise IndexDamaged(folder.parent, "vectors", reason)
    with _damage(folder.parent):
        return _folder(folder)


def write_folder(folder: Path, origin: Path | None, changes: int) -> Vectors:
    """Make a collection to write to, as a copy of another one or empty, for about so many changes."""
    shutil.rmtree(folder, ignore_errors=True)
    threshold = max(2, min(SYNC, changes))
    if origin:
        shutil.copytree(origin, folder, ignore=shutil.ignore_patterns(SEAL))
        _set_threshold(folder, threshold)
        return _folder(folder)
    client = _embedded(folder)
    configuration: CreateHNSWConfiguration = {**HNSW, "sync_threshold": threshold}
    collection = client.create_collection(NAME, embedding_function=None, configuration={"hnsw": configuration})
    return Vectors(client, collection, folder.parent)


def finish_folder(vectors: Vectors, folder: Path) -> None:
    """Close a collection that was written, with its whole graph on disk, and seal the folder.

    Chroma writes the graph when a change comes in after `sync_threshold` others, so the threshold is lowered
    for one change that does nothing.
    """
    vectors.close()
    _set_threshold(folder, 2)
    written = _folder(folder)
    if written.count():
        written.delete(["none"])
        written.touch()
    written.close()
    seal(folder, SEALED)


def search_thoroughly(folder: Path, reach: int) -> None:
    """Let searches in a finished collection weigh so many vectors; with as many as it holds they are exact.

    Chroma's graph is built with chance, so that without it two builds of the same texts can differ in what they find.
    """
    client = _embedded(folder)
    client.get_collection(NAME, embedding_function=None).modify(configuration={"hnsw": {"ef_search": reach}})
    client.close()


def _set_threshold(folder: Path, threshold: int) -> None:
    """Set after how many changes Chroma writes the graph; it holds for whoever opens the folder next."""
    client = _embedded(folder)
    client.get_collection(NAME, embedding_function=None).modify(configuration={"hnsw": {"sync_threshold": threshold}})
    client.close()


def _folder(folder: Path) -> Vectors:
    client = _embedded(folder)
    return Vectors(client, client.get_collection(NAME, embedding_function=None), folder.parent)


def open_server(url: str, name: str, folder: Path, *, create: bool = False) -> Vectors:
    """Open a collection on a Chroma server; raise ServerUnreachable when nothing answers there."""
    client = _remote(url)
    with _damage(folder):
        if create:
            collection = client.get_or_create_collection(name, embedding_function=None, configuration={"hnsw": HNSW})
        else:
            collection = client.get_collection(name, embedding_function=None)
    return Vectors(client, collection, folder)


def drop_others(url: str, prefix: str, keep: str) -> None:
    """Delete the collections on a Chroma server whose name starts with a prefix, but for one."""
    client = _remote(url)
    for collection in client.list_collections():
        if collection.name.startswith(prefix) and collection.name != keep:
            client.delete_collection(collection.name)
    client.close()


def _embedded(folder: Path) -> Client:
    import chromadb

    return cast("Client", chromadb.PersistentClient(str(folder), settings=_quiet()))


def _remote(url: str) -> Client:
    import chromadb
    import httpx

    parts = httpx.URL(url)
    secure = parts.scheme == "https"
    try:
        client = chromadb.HttpClient(parts.host, parts.port or (443 if secure else 80), ssl=secure, settings=_quiet())
    except (ValueError, httpx.HTTPError) as error:
        raise ServerUnreachable(url, str(error)) from error
    return cast("Client", client)


def _quiet() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


@contextmanager
def _damage(folder: Path) -> Iterator[None]:
    import httpx
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, httpx.HTTPError) as error:
        raise IndexDamaged(folder, "vectors", str(error)) from error
