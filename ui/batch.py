"""Reading a file of questions, one JSON object a line."""

from __future__ import annotations

import json
from pathlib import Path

from assistant.errors import BatchError


def questions(path: Path) -> list[str]:
    """Return the key "question" of every line, in order; blank lines do not count. Raises BatchError."""
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise BatchError(path, 0, "not found") from error
    return [_question(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _question(path: Path, number: int, line: bytes) -> str:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BatchError(path, number, "not UTF-8") from error
    except ValueError as error:
        raise BatchError(path, number, "not JSON") from error
    question = row.get("question") if isinstance(row, dict) else None
    if not isinstance(question, str) or not question.strip():
        raise BatchError(path, number, "no question")
    return question
