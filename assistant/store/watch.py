"""Noticing that another connection committed to the document store, for much less than reading the manifest.

It is asked several times a question, so SQLite is asked directly: through SQLAlchemy it takes ten times as long."""

from __future__ import annotations

from threading import Lock
from typing import Any

from sqlalchemy import Engine


class Watch:
    """A connection of its own that asks SQLite whether anybody else committed; threads may share it."""

    def __init__(self, engine: Engine) -> None:
        self._connection = engine.raw_connection()
        self._cursor = self._connection.cursor()
        self._lock = Lock()
        self._seen: Any = None

    def version(self) -> Any:
        """Return a value that is another one after every commit of somebody else."""
        with self._lock:
            return self._cursor.execute("PRAGMA data_version").fetchone()

    def fresh(self) -> bool:
        """Say whether nobody committed since `seen` was told."""
        return bool(self.version() == self._seen)

    def seen(self, version: Any) -> None:
        """Take note that everything up to a version was seen."""
        self._seen = version

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()
