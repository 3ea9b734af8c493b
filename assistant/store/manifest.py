"""What an index was built with, and which folders hold the generation that answers."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, insert, select

from assistant.dutch import roots, sentences, tokens
from assistant.errors import IndexDamaged, IndexMismatch
from assistant.store import lexical, schema

if TYPE_CHECKING:
    from assistant.embedding import Encoder
    from assistant.settings import Settings

KEY = "manifest"
BUILT_WITH = {
    "schema": "schema",
    "place": "vector store",
    "model": "embedding model",
    "dimension": "embedding dimension",
    "passage_prompt": "passage prompt",
    "tokens": "token rules",
    "sentences": "sentence rules",
}
"""The fields that must fit to read an index, and how an error names them."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """One row of the document store; replacing it is what makes a new generation answer.

    `place` is "folder" or "server"; `key` tells the collections of two indexes on one server apart.
    `vectors` and `lexical` name the folder (or, on a Chroma server, the collection) of that generation;
    `dirty` says that a writer was at work on the shared Chroma collection and may have left rows behind.
    """

    schema: str
    place: str
    model: str
    dimension: int
    passage_prompt: str
    tokens: str
    sentences: str
    splitter: str = ""
    key: str = ""
    generation: int = 0
    vectors: str = ""
    lexical: str = ""
    built: str = ""
    dirty: bool = False

    def fit(self, folder: Path, wanted: Manifest) -> None:
        """Raise IndexMismatch on the first way in which the index was built differently."""
        for field, name in BUILT_WITH.items():
            if getattr(self, field) != getattr(wanted, field):
                raise IndexMismatch(folder, name, getattr(self, field), getattr(wanted, field))

    def same_parts(self, wanted: Manifest) -> tuple[bool, bool]:
        """Say whether the vectors, and whether the lexical rows, can be taken over by an index built as wanted."""
        vectors = ("place", "model", "dimension", "passage_prompt")
        return all(getattr(self, f) == getattr(wanted, f) for f in vectors), self.tokens == wanted.tokens

    def built_as(self, wanted: Manifest) -> Manifest:
        """Copy with the settings of `wanted`, keeping generation and folders."""
        return replace(self, **{field: getattr(wanted, field) for field in BUILT_WITH})


def wanted(settings: Settings, encoder: Encoder) -> Manifest:
    """Describe the index that these settings would build."""
    return Manifest(
        schema=schema.VERSION,
        place="server" if settings.chroma_url else "folder",
        model=encoder.name,
        dimension=encoder.dimension,
        passage_prompt=settings.passage_prompt or "",
        tokens=f"{tokens.VERSION}.{roots.VERSION}.{lexical.VERSION}",
        sentences=sentences.VERSION,
    )


def key() -> str:
    """Draw a name that no other index has."""
    return secrets.token_hex(8)


def read(connection: Connection, folder: Path) -> Manifest:
    """Return the manifest; raise IndexDamaged when it is gone or unreadable."""
    value = connection.scalar(select(schema.manifest.c.value).where(schema.manifest.c.key == KEY))
    if value is None:
        raise IndexDamaged(folder, "manifest", "it is missing")
    try:
        return Manifest(**json.loads(value))
    except (ValueError, TypeError) as error:
        raise IndexDamaged(folder, "manifest", f"it cannot be read ({error})") from error


def write(connection: Connection, manifest: Manifest) -> None:
    """Replace the manifest, inside the caller's transaction."""
    connection.execute(delete(schema.manifest))
    value = json.dumps({f.name: asdict(manifest)[f.name] for f in fields(Manifest)})
    connection.execute(insert(schema.manifest).values(key=KEY, value=value))
