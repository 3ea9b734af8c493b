"""Follow-up to standalone question, by a language model; what it writes is checked, and the rules stand by."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from assistant.conversation import standalone
from assistant.dutch.stopwords import STOPWORDS
from assistant.dutch.tokens import stem, stems, words
from assistant.errors import ModelError
from assistant.generate.model import LanguageModel
from assistant.generate.window import fit, tokens
from assistant.prompts import REWRITER, rewritten
from assistant.types import Turn

TIME_SHARE = 3
"""One part in so many of the time for a question may go to understanding it."""

TURNS = 4
"""Latest turns that a model gets to see."""

LONGEST = 400
"""Characters of a question that a model writes."""

READ = 4_000
"""Characters of a reply that are read, thoughts included."""

THOUGHTS = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
NEGATIONS = frozenset("geen niet niets nooit niemand nergens zonder tenzij".split())


@dataclass(frozen=True, slots=True)
class Understood:
    """What to search for, and the turns that it leans on: none when the subject changed."""

    query: str
    turns: tuple[Turn, ...] = ()


def understand(
    model: LanguageModel, question: str, turns: Sequence[Turn], window: int, until: float
) -> Iterator[Understood]:
    """Yield what a question means after these turns, as it stands while the model is busy; the last counts."""
    latest = tuple(turns)[-TURNS:]
    written = ""
    room = window // 2 - tokens(rewritten(question, ()))
    if latest and room > 0:
        now = time.monotonic()
        seen = fit(latest, (), 4 * room).turns
        reply = model.stream(REWRITER, rewritten(question, seen), now + (until - now) / TIME_SHARE)
        try:
            with closing(reply):
                while len(written) < READ and (piece := next(reply, None)) is not None:
                    written += piece
                    if not piece:
                        yield Understood(question)
        except ModelError:
            written = ""
    query = _line(written)
    if not sane(query, question, latest):
        query = standalone(question, latest)
    yield Understood(query, latest if leans(query, question, latest) else ())


def sane(query: str, question: str, turns: Sequence[Turn]) -> bool:
    """Tell whether a rewritten question keeps what was asked, and adds only words that occur in the turns."""
    if not query or len(query) > max(LONGEST, len(question)):
        return False
    known = {stem(word) for text in (question, *_texts(turns)) for word in words(text)}
    return {stem(word) for word in _telling(query)} <= known and _keeps(query, question)


def _keeps(query: str, question: str) -> bool:
    """At least half of the words that carry meaning, and every number and negation."""
    ours, asked = {stem(word) for word in _telling(query)}, {stem(word) for word in _telling(question)}
    must = {word for word in asked if word in NEGATIONS or any(c.isdigit() for c in word)}
    return must <= ours and 2 * len(asked & ours) >= len(asked)


def leans(query: str, question: str, turns: Sequence[Turn]) -> bool:
    """Tell whether a question belongs with the turns: it borrows from them, or asks about the same things."""
    if set(stems(query)) - set(stems(question)):
        return True
    before = {found for turn in turns for text in (turn.question, turn.query) for found in stems(text)}
    return bool(before & set(stems(query)))


def _telling(text: str) -> list[str]:
    return [word for word in words(text) if word in NEGATIONS or word not in STOPWORDS]


def _texts(turns: Sequence[Turn]) -> list[str]:
    return [text for turn in turns for text in (turn.question, turn.query, turn.answer)]


def _line(written: str) -> str:
    """The question in what a model wrote: its only line, or the last that asks something."""
    lines = [line.strip(" \t\"'“”*`") for line in THOUGHTS.sub("", written).splitlines() if line.strip()]
    asking = [line for line in lines if line.endswith("?")]
    return asking[-1] if asking else (lines[0] if len(lines) == 1 else "")
