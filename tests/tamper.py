"""Changing what an index holds behind its back, as a careless program with access to the files could."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from assistant.settings import Settings
from assistant.store.schema import FILE


def copied(settings: Settings, folder: Path) -> Settings:
    """Copy an index into a folder that does not exist yet."""
    shutil.copytree(settings.index, folder)
    return settings.model_copy(update={"index": folder})


@contextmanager
def opened(settings: Settings) -> Iterator[sqlite3.Connection]:
    """Open the document store of an index for writing."""
    with closing(sqlite3.connect(settings.index / FILE)) as connection, connection:
        yield connection


def change_texts(settings: Settings, change: Callable[[str, str], str]) -> None:
    """Replace every stored text by what `change` makes of its document id and itself."""
    with opened(settings) as connection:
        for row, name, text in connection.execute("SELECT row, id, text FROM documents").fetchall():
            connection.execute("UPDATE documents SET text = ? WHERE row = ?", (change(name, text), row))
