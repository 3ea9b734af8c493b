"""Follow-up to standalone question, by rule: a question that leans on the turn before borrows what it leans on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.dutch.tokens import fold
from assistant.evidence.question import Question, analyse
from assistant.evidence.signals import names
from assistant.types import Turn

BORROWED = 6
ALONE = 2

_OPENS = re.compile(r"^(en|maar|of|ook|dus|want)\b", re.I)
_PERSON = re.compile(r"\b(hij|zij|ze|hem|haar|zijn|hun|diens)\b", re.I)
_THING = re.compile(
    r"\b(dat|dit|die|deze|daar\w*|hier\w*|ermee|erover|ervan|ervoor|erbij|erin|eraan|er|toen|daarna|zoiets|het)\s*[?.!]*$"
    r"|\b(dat|dit|daar|hier|ervan|erover|ervoor|ermee|daarvan|daarover|daarvoor|daarmee|daarbij)\b",
    re.I,
)
_LINKED = re.compile(r"\b(dat|die|dit|deze) [a-zà-ÿ]{3,}", re.I)


def standalone(question: str, turns: Sequence[Turn]) -> str:
    """Return the question itself, or, when it leans on the last turn, the question with what that was about."""
    if not turns:
        return question
    asked = analyse(question)
    if not _leans(question, asked):
        return question
    last = turns[-1]
    borrowed = _subject(last, wants_person=bool(_PERSON.search(question)))
    known = asked.words
    fresh = [word for word in borrowed if not {fold(part) for part in word.split()} <= known]
    return f"{question} ({', '.join(fresh[:BORROWED])})" if fresh else question


def _leans(question: str, asked: Question) -> bool:
    if any(term.name for term in asked.terms) and not _OPENS.match(question):
        return False
    if _OPENS.match(question) or _PERSON.search(question) or len(question.split()) <= ALONE:
        return True
    return bool(_THING.search(question)) and (len(asked.terms) <= 3 or bool(_LINKED.search(question)))


def _subject(turn: Turn, *, wants_person: bool) -> list[str]:
    """What the last turn was about: its question's names and rare words; its answer's person for "hij" or "zij"."""
    before = analyse(turn.query)
    people = names(turn.query) or (names(turn.answer) if wants_person else [])
    covered = {fold(part) for name in people for part in name.split()}
    terms = sorted((t for t in before.terms if t.text not in covered), key=lambda t: -t.weight)
    kept = {t.stem for t in terms[:BORROWED]}
    return [*dict.fromkeys(people), *(t.text for t in before.terms if t.stem in kept and t.text not in covered)]
