"""A list of a folder's files with their digests, so that a damaged file is seen before a library trips over it.

Chroma ends the whole process on some damaged files and finds nothing, without an error, when others are gone.
"""

from __future__ import annotations

import json
import os
from hashlib import blake2b
from pathlib import Path

FILE = "seal.json"


def seal(folder: Path, patterns: tuple[str, ...]) -> None:
    """Write down size and digest of the files that match, and make sure that they are on the disk."""
    files = {str(path.relative_to(folder)): [path.stat().st_size, _digest(path)] for path in _files(folder, patterns)}
    (folder / FILE).write_text(json.dumps(files), "utf-8")
    for path in (folder / FILE, *_files(folder, patterns)):
        _flush(path)


def broken(folder: Path, *, thorough: bool) -> str | None:
    """Say what is wrong with a sealed folder, or None; not thorough compares sizes only."""
    try:
        files = json.loads((folder / FILE).read_text("utf-8"))
    except FileNotFoundError:
        return "it is missing" if not folder.is_dir() else "its list of files is missing"
    except ValueError:
        return "its list of files cannot be read"
    for name, (size, digest) in files.items():
        path = folder / name
        if not path.is_file():
            return f"{name} is missing"
        if path.stat().st_size != size or (thorough and _digest(path) != digest):
            return f"{name} was changed"
    return None


def _files(folder: Path, patterns: tuple[str, ...]) -> list[Path]:
    found = {path for pattern in patterns for path in folder.glob(pattern)}
    return sorted(path for path in found if path.is_file() and path.name != FILE)


def _digest(path: Path) -> str:
    digest = blake2b(digest_size=16)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
