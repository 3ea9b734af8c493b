"""Which files an ingest reads: everything under its paths, but for what is hidden or leads elsewhere."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from assistant.errors import ReadError


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: `root` is the path that was given; `name` tells it apart for users, as "map/bestand.txt"."""

    path: Path
    root: Path
    name: str


def find(roots: Sequence[Path]) -> list[Found]:
    """List the files under each root (absolute folders or files) by path, each once.

    A name starts with the folder that was given, or that holds the file that was given.
    """
    found: dict[Path, Found] = {}
    for root in roots:
        folder = root if root.is_dir() else root.parent
        for path in _walk(root) if root.is_dir() else [root]:
            found.setdefault(path, Found(path, root, key(path.relative_to(folder.parent))))
    return [found[path] for path in sorted(found)]


def key(path: Path) -> str:
    """Write a path as text that can be stored, also when its bytes are no UTF-8."""
    return path.as_posix().encode("utf-8", "backslashreplace").decode("utf-8")


def digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes; raise ReadError when it cannot be opened."""
    result = sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                result.update(block)
    except OSError as error:
        raise ReadError(path, error.strerror or type(error).__name__) from error
    return result.hexdigest()


def _walk(root: Path) -> Iterator[Path]:
    """Yield the files in a folder and below; folders behind a link, and links out of the root, are left out."""
    inside = root.resolve()
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            if not name.startswith(".") and path.is_file() and path.resolve().is_relative_to(inside):
                yield path
