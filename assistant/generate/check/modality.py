"""What must be, what may be and what need not be."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.generate.check.signs import (
    CHANCES,
    DUTIES,
    EXCEPTIONS,
    FREEDOMS,
    NEGATIONS,
    TURNING,
    folded_clauses,
    telling,
)
from assistant.generate.check.words import Word, clauses, content, cover, stems, words

_MUST = frozenset("moet moeten moest moesten dient dienen".split())
_MAY = frozenset({"mag", "mogen"})
_HAS_TO_SPEND = re.compile(r"\b(?:heeft|hebt|hebben)\b.* om te\b")
OFFERS = frozenset(
    "geldig bereikbaar beschikbaar toegankelijk welkom terecht recht vrij vrijwillig mogelijkheid open aanmerking "
    "toestemming".split()
)
NEEDS = frozenset("nodig eis voorwaarde voorwaarden vraag meld maak stuur lever kom bel zorg neem geef vul wie".split())
ADVICE = frozenset("raadzaam aanbevolen aangeraden aanbeveling wenselijk adviseert adviseren advies".split())


def forced(text: str, sentences: str) -> bool:
    """Tell whether a duty became a permission, or the other way around, or either became "need not"."""
    groups = [(group, _modes(group)) for group in clauses(sentences)]
    for clause in clauses(text):
        said = _modes(clause)
        about = [w for w in content(clause) if w.folded not in TURNING]
        if not said or not about:
            continue
        ranked = sorted(groups, key=lambda pair: -cover(about, [w.stem for w in pair[0] if w.content]))
        held = [modes for group, modes in ranked if modes and cover(about, [w.stem for w in group if w.content]) > 0.25]
        if held and not said & held[0]:
            return True
    if _allowed(text, sentences):
        return True
    return _forbidden(text) and not _forbidden(sentences) and not _refused(sentences)


def _allowed(text: str, sentences: str) -> bool:
    """Tell whether a permission was added, or a duty where the sentences offer something or say that it need not be."""
    lines = [line for line in sentences.split("\n") if line[-1:] not in {":", "?"}]
    held = {word.folded for line in lines for word in words(line)}
    said = {word.folded for word in words(text)}
    if not said.isdisjoint(FREEDOMS) and said.isdisjoint(NEGATIONS | EXCEPTIONS):
        return True
    bound = not said.isdisjoint(DUTIES) and said.isdisjoint(FREEDOMS)
    if bound and held.isdisjoint(DUTIES | NEEDS) and "maximaal" in said:
        return True
    if bound and held.isdisjoint(DUTIES) and not held.isdisjoint(FREEDOMS):
        return True
    if bound and held.isdisjoint(DUTIES) and not held.isdisjoint(ADVICE) and said.isdisjoint(ADVICE):
        return True
    if bound and any(_offers(clause, lines) for clause in clauses(text)):
        return True
    offered = not held.isdisjoint(CHANCES | OFFERS) or any(_HAS_TO_SPEND.search(line) for line in lines)
    free = any(not _MAY.isdisjoint(found) and NEGATIONS.isdisjoint(found) for found in folded_clauses(text))
    return free and not offered and "maximaal" not in said


def _offers(clause: Sequence[Word], lines: Sequence[str]) -> bool:
    """Tell whether a clause that demands something retells a sentence that only offers it."""
    if {word.folded for word in clause}.isdisjoint(_MUST | {"nodig", "verplicht"}):
        return False
    about = telling(clause)
    best = max(lines, key=lambda line: cover(about, stems(line)), default="")
    held = {word.folded for word in words(best)}
    return held.isdisjoint(DUTIES | NEEDS) and not held.isdisjoint(CHANCES | OFFERS)


def _forbidden(text: str) -> bool:
    """Tell whether a clause says that something may not be done."""
    return any(not NEGATIONS.isdisjoint(found) and not _MAY.isdisjoint(found) for found in folded_clauses(text))


def _refused(text: str) -> bool:
    """Tell whether a clause denies something otherwise than by saying that it is not needed."""
    return any(not NEGATIONS.isdisjoint(found) and FREEDOMS.isdisjoint(found) for found in folded_clauses(text))


def _modes(clause: Sequence[Word]) -> frozenset[str]:
    found = {word.folded for word in clause}
    kinds = {"must": DUTIES, "may": CHANCES, "free": FREEDOMS}
    return frozenset(name for name, kind in kinds.items() if not kind.isdisjoint(found))
