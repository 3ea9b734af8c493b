"""The tables of the document store: what was read from which file, and where its passages stand.

A row of `sources` or `documents` is live in generation g when ``added <= g`` and it is not removed at or before g,
so a new generation can be written beside the one that answers. Passages live and die with their document's row.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import (
    DDL,
    Column,
    ColumnElement,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    and_,
    create_engine,
    event,
    inspect,
    or_,
)

VERSION = "2"
FILE = "documents.sqlite"

metadata = MetaData()

documents = Table(
    "documents",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", String, nullable=False, index=True),
    Column("title", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("shape", String, nullable=False),
    Column("metadata", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("opening", Text, nullable=False, server_default=""),
    Column("added", Integer, nullable=False),
    Column("removed", Integer),
)
"""`shape` is a digest of all that the index derives from a document beside its text: title, metadata, passages."""

sources = Table(
    "sources",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("path", String, nullable=False, index=True),
    Column("root", String, nullable=False),
    Column("name", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("document", Integer, ForeignKey("documents.row"), nullable=False, index=True),
    Column("added", Integer, nullable=False),
    Column("removed", Integer),
)
"""`path` and `root` are absolute; `name` is the path from the root's parent, for users; `sha256` is of the file."""

passages = Table(
    "passages",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("document", Integer, ForeignKey("documents.row"), nullable=False, index=True),
    Column("id", String, nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("sentences", Text, nullable=False),
    Column("heading", String),
    Column("page", Integer),
    Column("words", Text, nullable=False, server_default=""),
)

"""`words` holds the words of each sentence on a line. As `opening`, they derive from the text and save time."""

LINE = "\n"
"""Between the sentences in `words`."""

manifest = Table("manifest", metadata, Column("key", String, primary_key=True), Column("value", Text, nullable=False))


def create(engine: Engine) -> None:
    """Make the tables that are not there, and the columns that an index of version 1 has not."""
    metadata.create_all(engine)
    for table, column in (("documents", "opening"), ("passages", "words")):
        if column not in {known["name"] for known in inspect(engine).get_columns(table)}:
            with engine.begin() as connection:
                connection.execute(DDL(f"ALTER TABLE {table} ADD COLUMN {column} TEXT NOT NULL DEFAULT ''"))


def live(table: Table, generation: int) -> ColumnElement[bool]:
    """Match the rows of `documents` or `sources` that stand in a generation."""
    return and_(table.c.added <= generation, or_(table.c.removed.is_(None), table.c.removed > generation))


def connect(folder: Path) -> Engine:
    """Open the document store of an index folder, which must exist; the file is made when it is not there."""
    engine = create_engine(f"sqlite:///{folder / FILE}", connect_args={"timeout": 30})
    event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "cache_size=-32000",
        "mmap_size=268435456",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
