"""Numbers that name a version or a paragraph, such as 4.0.3."""

from __future__ import annotations

import re

from assistant.generate.check.moments import blanked

_VERSION = re.compile(r"(?<![\w.,])\d+(?:\.\d+){2,}(?![\w,]*\d)")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")


def versions(text: str) -> set[str]:
    """Every number of three parts or more in a text, but dates and amounts."""
    return {found for found in _VERSION.findall(blanked(text)) if not _THOUSANDS.fullmatch(found)}
