"""A row of a test set as it was read, and its cells as text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.evaluation.types import Problem


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its fields (see `headers.ALIASES`), as it was read."""

    number: int
    fields: Mapping[str, Any]
    problem: Problem | None = None


def text(value: Any) -> str:
    """A cell as text with single spaces: dates and numbers as Dutch writes them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, date):
        return f"{value.day:02}-{value.month:02}-{value.year}"
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",") if value % 1 else str(int(value))
    return " ".join(str(value).split())
