"""What an ingest did, file by file."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.errors import ReadError


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read; `kept` says that its earlier version still answers."""

    name: str
    error: ReadError
    kept: bool


@dataclass(slots=True)
class Report:
    """Names of files as users see them; `duplicates` pairs a file with another one that holds the same text."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    duplicates: list[tuple[str, str]] = field(default_factory=list)
    rebuilt: bool = False
    documents: int = 0
    passages: int = 0
    seconds: float = 0.0

    @property
    def nothing_read(self) -> bool:
        """True when files were given and none of them could be read."""
        return bool(self.failed) and not (self.added or self.changed or self.unchanged)
