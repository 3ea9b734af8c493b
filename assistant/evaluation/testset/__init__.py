"""Reads test sets as people have them, and says which rows cannot be right before anything runs."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from assistant.errors import TestSetError
from assistant.evaluation.testset import beir, build, records, table
from assistant.evaluation.types import TestSet

READERS = {
    ".xlsx": table.xlsx,
    ".csv": table.csv_file,
    ".jsonl": records.jsonl,
    ".yaml": records.yaml_file,
    ".yml": records.yaml_file,
}
LARGEST = 50_000_000
"""Bytes of the largest test set that is read."""


def read(path: Path) -> TestSet:
    """Read a test set; raise TestSetError when it is none. Whether gold is in the sources: see `check`."""
    if path.is_dir():
        return beir.read(path)
    if not path.is_file():
        raise TestSetError(path, "absent")
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise TestSetError(path, "unknown")
    if path.stat().st_size > LARGEST:
        raise TestSetError(path, "large")
    cases, problems = build.build(reader(path))
    if not cases and not problems:
        raise TestSetError(path, "empty")
    return TestSet(path.name, cases, problems, sha256=sha256(path.read_bytes()).hexdigest())
