"""Everything that an index holds, in a form that two indexes can be compared by."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from assistant.settings import Settings
from assistant.store import manifest, schema
from assistant.store.lexical import Lexical
from assistant.store.schema import documents, live, passages, sources
from assistant.store.store import open_vectors


def snapshot(settings: Settings) -> dict[str, Any]:
    """Read documents, files, passages, and the ids of vectors and lexical rows, of the generation that answers."""
    engine = schema.connect(settings.index)
    with engine.connect() as connection:
        current = manifest.read(connection, settings.index)
        alive = live(documents, current.generation)
        texts = connection.execute(select(documents.c.id, documents.c.title, documents.c.text).where(alive))
        joined = sources.join(documents, sources.c.document == documents.c.row)
        files = select(sources.c.path, sources.c.name, sources.c.sha256, documents.c.id).select_from(joined)
        parts = select(passages.c.id, passages.c.sentences, passages.c.heading, passages.c.page)
        parts = parts.select_from(passages.join(documents, passages.c.document == documents.c.row))
        found = {
            "documents": sorted(map(tuple, texts)),
            "files": sorted(map(tuple, connection.execute(files.where(live(sources, current.generation))))),
            "passages": sorted(map(repr, connection.execute(parts.where(alive)))),
        }
    engine.dispose()
    vectors = open_vectors(settings, current)
    found["vectors"] = sorted(vectors.ids())
    vectors.close()
    found["lexical"] = sorted(Lexical(settings.index / current.lexical).ids())
    return found
