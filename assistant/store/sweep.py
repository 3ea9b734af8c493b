"""Removing what no generation needs any more; stopping halfway does no harm, as the next writer sweeps again."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace

from sqlalchemy import Engine, delete, select

from assistant.settings import Settings
from assistant.store import manifest, rows, vectors
from assistant.store.manifest import Manifest
from assistant.store.schema import documents, live, passages, sources

_FOLDER = re.compile(r"(chroma|lexical)-\d+")


def sweep(engine: Engine, settings: Settings, current: Manifest) -> None:
    """Remove rows, folders and, when the manifest is dirty, vectors on a server that are dead in this generation."""
    _rows(engine, current.generation)
    for path in settings.index.iterdir():
        if _FOLDER.fullmatch(path.name) and path.name not in (current.vectors, current.lexical):
            shutil.rmtree(path, ignore_errors=True)
    if current.dirty and settings.chroma_url:
        _server(engine, settings, settings.chroma_url, current)


def _rows(engine: Engine, generation: int) -> None:
    dead = select(documents.c.row).where(documents.c.removed <= generation)
    with engine.begin() as connection:
        connection.execute(delete(passages).where(passages.c.document.in_(dead)))
        connection.execute(delete(documents).where(documents.c.removed <= generation))
        connection.execute(delete(sources).where(sources.c.removed <= generation))


def _server(engine: Engine, settings: Settings, url: str, current: Manifest) -> None:
    vectors.drop_others(url, f"vraagbaak-{current.key}-", current.vectors)
    if current.generation:
        with engine.connect() as connection:
            alive = rows.ids(connection, live(documents, current.generation))
        collection = vectors.open_server(url, current.vectors, settings.index, create=True)
        collection.delete(sorted(set(collection.ids()) - alive))
        collection.close()
    with engine.begin() as connection:
        manifest.write(connection, replace(current, dirty=False))
