"""The questions that got no answer, or no useful one, kept for whoever looks after the sources.

A question is personal data, so nothing is kept unless the setting `keep_questions` is on. What is kept is the
question, the one before it when it leans on that, why, on which day and how often: no person, no time, no answer.
Rows go when they are older than `keep_days`; what is removed is overwritten on the disk.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Self

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Executable,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    event,
    literal_column,
    select,
)
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import SQLAlchemyError

from assistant.errors import SettingsError
from assistant.settings import PREFIX, Settings

FILE = "questions.sqlite"
REFUSED, NOT_USEFUL = "refused", "not useful"
MOST = 5000
"""Rows that are kept; the ones that were asked longest ago go first."""

log = logging.getLogger(__name__)
metadata = MetaData()
kept = Table(
    "kept",
    metadata,
    Column("question", String, primary_key=True),
    Column("after", String, primary_key=True),
    Column("reason", String, primary_key=True),
    Column("day", String, nullable=False),
    Column("times", Integer, nullable=False),
)
"""`after` is the question before, or empty; `day` is the last one it was asked on, as ISO date."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One question that was kept; `times` counts how often it was asked."""

    question: str
    after: str
    reason: str
    day: str
    times: int


class Feedback:
    """The file of kept questions in the index folder; safe to use from several threads and processes."""

    def __init__(self, folder: Path, days: int, today: Callable[[], date] = date.today) -> None:
        self.path, self._days, self._today = folder / FILE, days, today
        self._engine = _connect(self.path)

    @classmethod
    def of(cls, settings: Settings) -> Self | None:
        """Return the file that the settings ask for, or None when no question may be kept."""
        return cls(settings.index, settings.keep_days) if settings.keep_questions else None

    @classmethod
    def left(cls, settings: Settings) -> Self | None:
        """Return the file also when it was left by an earlier setting, so that it can be emptied."""
        there = settings.keep_questions or (settings.index / FILE).exists()
        return cls(settings.index, settings.keep_days) if there else None

    def keep(self, question: str, after: str, reason: str) -> None:
        """Keep a question, or count it once more; what goes wrong is logged without the question."""
        row = {"question": question, "after": after, "reason": reason, "day": self._today().isoformat(), "times": 1}
        again = {"day": row["day"], "times": kept.c.times + 1}
        self._write(insert(kept).values(row).on_conflict_do_update(index_elements=KEY, set_=again))

    def drop(self, question: str, after: str, reason: str) -> None:
        """Take back one time that a question was kept; what goes wrong is logged without the question."""
        this = (kept.c.question == question) & (kept.c.after == after) & (kept.c.reason == reason)
        self._write(kept.update().where(this).values(times=kept.c.times - 1), delete(kept).where(kept.c.times <= 0))

    def rows(self) -> list[Kept]:
        """List what is kept, most asked first; what is too old goes first."""
        with self._engine.begin() as connection:
            self._expire(connection)
            return [
                Kept(*row) for row in connection.execute(select(kept).order_by(kept.c.times.desc(), kept.c.question))
            ]

    def empty(self) -> None:
        """Remove everything."""
        with self._engine.begin() as connection:
            connection.execute(delete(kept))

    def _write(self, *statements: Executable) -> None:
        try:
            with self._engine.begin() as connection:
                for statement in statements:
                    connection.execute(statement)
                self._expire(connection)
        except SQLAlchemyError as error:  # the answer counts for more than this
            log.warning("a question could not be kept in %s (%s)", self.path, type(error).__name__)

    def _expire(self, connection: Connection) -> None:
        first = self._today() - timedelta(days=self._days)
        connection.execute(delete(kept).where(kept.c.day < first.isoformat()))
        newest = select(ROWID).select_from(kept).order_by(kept.c.day.desc(), ROWID.desc()).limit(MOST)
        connection.execute(delete(kept).where(ROWID.not_in(newest)))

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()


ROWID: Any = literal_column("kept.rowid")
KEY = [column.name for column in kept.primary_key]


def _connect(path: Path) -> Engine:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise SettingsError(f"{PREFIX}KEEP_QUESTIONS", True, f"{path}: {error.strerror}") from error
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 5}, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    metadata.create_all(engine)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA secure_delete=ON")
