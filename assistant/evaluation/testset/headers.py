"""The columns of a test set, by the Dutch and English names that people give them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.dutch.tokens import fold

ALIASES: Mapping[str, Sequence[str]] = {
    "question": ("vraag", "vragen", "question", "query"),
    "answer": ("verwacht antwoord", "antwoord", "juiste antwoord", "expected answer", "answer"),
    "source": ("verwachte bron", "bron", "bestand", "document", "expected source", "source", "file"),
    "quote": ("verwacht citaat", "citaat", "expected quote", "quote"),
    "unanswerable": ("niet te beantwoorden", "onbeantwoordbaar", "unanswerable", "not answerable", "no answer"),
    "answerable": ("te beantwoorden", "answerable"),
    "needed": ("nodige woorden", "verwachte woorden", "woorden", "needed words", "needed", "words"),
    "conversation": ("gesprek", "conversation"),
    "turn": ("volgnummer", "turn", "sequence"),
    "after": ("vervolg op", "after", "follows"),
    "kind": ("soort", "soort vraag", "categorie", "kind", "type"),
    "id": ("id", "kenmerk"),
    "gold": ("gold",),
}
"""Field to the names of its column, folded; the first Dutch name is the one that the template writes."""

_FIELDS = {alias: field for field, aliases in ALIASES.items() for alias in aliases}
_ASIDE = re.compile(r"\(.*?\)|\[.*?\]")


def field_of(header: object) -> str | None:
    """Name the field of a column; None for a column that says nothing to us."""
    if not isinstance(header, str):
        return None
    words = re.findall(r"\w+", _ASIDE.sub(" ", header).replace("_", " "))
    return _FIELDS.get(" ".join(fold(word) for word in words))


def columns(cells: Sequence[object]) -> dict[int, str]:
    """Map the positions of a row's cells to fields; of two columns for one field the first counts."""
    found: dict[int, str] = {}
    for position, cell in enumerate(cells):
        field = field_of(cell)
        if field and field not in found.values():
            found[position] = field
    return found
