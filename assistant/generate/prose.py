"""Claims out of running text: one a sentence, with the marks of its line or of its part of the line."""

from __future__ import annotations

import re

from assistant.dutch.sentences import sentence_spans
from assistant.generate.claim import Claim
from assistant.generate.marks import CLOSED, MARK, OPENS, marked
from assistant.prompts import CANNOT

LONGEST_UNIT = 4000
"""Characters: a longer stretch without a line end or a mark is read in pieces."""
BACK = 250

_LEAD = re.compile(
    r"^(?:\s|[-*•>#]+\s|\d{1,2}[.)]\s|\*\*|__|`{3}\w*|[\"“\[,]+(?=[\"“A-Z])|"
    r"(?:antwoord|assistent|assistant|answer|uitspraak)\s?:)+",
    re.IGNORECASE,
)
_SOURCES = re.compile(
    r"^\W*(?:gebruikte\s)?(?:bron|bronnen|zinnen|referenties|bronvermelding|voetnoten)\s?:", re.IGNORECASE
)
_SENTINEL = re.compile(r"^\W*" + CANNOT.replace(" ", r"[\s_-]?") + r"\b", re.IGNORECASE)
_CANNOT = re.compile(
    r"\b(?:kan|kunnen)\b[^.]{0,60}\bniet\b[^.]{0,20}\b(?:beantwoord|antwoord|vinden)"
    r"|\bniet te beantwoorden\b|\bstaat (?:er )?niet in de (?:bron|zin|tekst)"
    r"|\b(?:bronnen|zinnen|teksten?)\b[^.]{0,40}\bgeen (?:antwoord|informatie)\b"
    r"|\bgeen (?:antwoord|informatie)\b[^.]{0,60}\b(?:bronnen|zinnen|teksten?)\b",
    re.IGNORECASE,
)


class Prose:
    """Reads running text piece by piece; `cannot` tells that a line says there is no answer."""

    def __init__(self) -> None:
        self.cannot = False
        self._pending, self._looked = "", 0

    def feed(self, piece: str) -> list[Claim]:
        """Take the next piece; return the claims that are complete now."""
        *lines, last = (self._pending + piece).split("\n") if "\n" in piece else [self._pending + piece]
        claims: list[Claim] = []
        for line in lines:
            claims += self._unit(line)
        if lines:
            self._looked = 0
        self._pending = last
        while (end := self._closed()) is not None:
            claims += self._unit(self._pending[:end])
            self._pending, self._looked = self._pending[end:], 0
        return claims

    def close(self) -> list[Claim]:
        """Say that no more comes; return the last claims."""
        claims = self._unit(self._pending)
        self._pending = ""
        return claims

    def _closed(self) -> int | None:
        """Where the first whole unit of the pending line ends; a line that opens with a mark ends at its line end."""
        text = self._pending
        if not OPENS.match(text):
            found = CLOSED.search(text, self._looked)
            if found:
                return found.end()
        self._looked = max(0, len(text) - BACK)
        return LONGEST_UNIT if len(text) > LONGEST_UNIT else None

    def _unit(self, text: str) -> list[Claim]:
        claims: list[Claim] = []
        for start in range(0, len(text), LONGEST_UNIT):
            claims += self._sentences(text[start : start + LONGEST_UNIT])
        return claims

    def _sentences(self, text: str) -> list[Claim]:
        if _SOURCES.match(text):
            return []
        if _SENTINEL.match(text) or (_CANNOT.search(text) and not MARK.search(text)):
            self.cannot = True
            return []
        if OPENS.match(text):
            return _leading(text)
        bare, found = marked(_LEAD.sub("", text))
        return [Claim(bare[a:b], found) for a, b in sentence_spans(bare) if _states(bare[a:b])]


def _leading(text: str) -> list[Claim]:
    """Read "[1] De pas kost geld. [2] Bellen is gratis.": each mark stands before what it belongs to."""
    claims: list[Claim] = []
    starts = [match.start() for match in MARK.finditer(text)]
    spans = zip(starts, [*starts[1:], len(text)], strict=True)
    waiting = ""
    for start, end in spans:
        waiting += text[start:end]
        bare, found = marked(waiting)
        if _states(bare):
            claims += [Claim(bare[a:b], found) for a, b in sentence_spans(bare) if _states(bare[a:b])]
            waiting = ""
    return claims


def _states(text: str) -> bool:
    """Tell whether a text can be a statement: it has words, and does not just announce one."""
    return len(text.split()) >= 2 and not text.rstrip().endswith(":")
