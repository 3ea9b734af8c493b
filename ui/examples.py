"""Example questions for the empty chat, taken from the sources themselves and tried before they are shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.dutch.tokens import stems
from assistant.types import Citation

if TYPE_CHECKING:
    from assistant.chat import Assistant

OPENERS = "Wie Wat Waar Waarom Wanneer Welk Welke Hoe Hoeveel Kan Mag Moet Krijg Heb Bent Is Zijn".split()
# A question alone on its line: a heading, a question in a FAQ, or an interviewer's.
QUESTION_LINE = re.compile(rf"^[#\s]*((?:{'|'.join(OPENERS)}) [^\n.?!:;]{{8,70}}\?)\s*$", re.MULTILINE)
# Words that lean on the lines around, or that speak to somebody in the text.
LEANS = re.compile(
    r"\b(?:dit|dat|die|deze|hij|zij|ze|hem|haar|hun|jij|je|jou|jouw|jullie|wij|we|ons|onze|(?:er|daar|hier)\w*)\b",
    re.IGNORECASE,
)
VISITOR = re.compile(r"\b(?:ik|mijn|mij)\b")
FEWEST_WORDS = 2  # words that carry meaning
SPREAD = 3  # questions of one document
DOCUMENTS_READ = 200
TRIED = 24


class Examples:
    """Up to `SHOWN` questions that the sources contain and that get an answer; found once a generation."""

    SHOWN = 4

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self._found: tuple[int, tuple[str, ...]] | None = None

    def find(self) -> tuple[str, ...]:
        """Return questions that the index of this moment answers."""
        generation = self.assistant.store.generation
        if self._found is None or self._found[0] != generation:
            self._found = (generation, tuple(self._answered()))
        return self._found[1]

    def _answered(self) -> list[str]:
        good: list[str] = []
        for question in self._candidates()[:TRIED]:
            if len(good) < self.SHOWN and self._is_answered(question):
                good.append(question)
        return good

    def _is_answered(self, question: str) -> bool:
        answer = self.assistant.extract(question)
        return not answer.refused and all(question not in _marked(citation) for citation in answer.citations[:1])

    def _candidates(self) -> list[str]:
        """List the best questions of every document, best first, none twice."""
        rows = self.assistant.store.documents()[:DOCUMENTS_READ]
        found = [one for row in rows for one in questions(self.assistant.store.document(row.id).text)[:SPREAD]]
        return sorted(dict.fromkeys(found), key=_rank)


def questions(text: str) -> list[str]:
    """List the questions that stand alone on a line and make sense alone, those of a visitor with most words first."""
    found = [question for question in QUESTION_LINE.findall(text) if not LEANS.search(question)]
    return sorted((question for question in found if len(set(stems(question))) >= FEWEST_WORDS), key=_rank)


def _rank(question: str) -> tuple[bool, int]:
    return not VISITOR.search(question), -len(set(stems(question)))


def _marked(citation: Citation) -> str:
    return citation.document.text[slice(*citation.mark)]
