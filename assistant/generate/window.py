"""What fits in a model's window: the passages and the earlier turns, counted in tokens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.types import Hit, Turn

CHARS_PER_TOKEN = 2.5
"""Dutch takes about 3.3 characters a token in a model's vocabulary; fewer is safe."""
PER_SENTENCE, PER_PASSAGE, PER_TURN = 8, 20, 8
"""Tokens that the number of a sentence, the line over a passage and the words around a turn take at most."""
TURNS_SHARE = 4
"""Turns get one in so many of the tokens."""
ANSWER_CHARS = 400
"""An earlier answer is only there to show what the talk is about, so its opening is enough."""

Count = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Fitted:
    """The turns (oldest first) and the hits (best first) that fit."""

    turns: tuple[Turn, ...]
    hits: tuple[Hit, ...]


def tokens(text: str) -> int:
    """A safe guess of a text's tokens, for a model that cannot count."""
    return int(max(len(text), len(text.encode("utf-8", "replace")) * 0.8) / CHARS_PER_TOKEN) + 1


def fit(turns: Sequence[Turn], hits: Sequence[Hit], budget: int, count: Count = tokens) -> Fitted:
    """Keep the latest turns and the best hits that fit in `budget` tokens; what turns leave is for the hits.

    `budget` is the window less what the fixed prompt, the question and the reply take. Turns are kept without a gap,
    each answer cut to its opening. A hit that does not fit is passed over: a shorter one after it may fit.
    """
    kept_turns, used = _latest(turns, budget // TURNS_SHARE, count)
    kept_hits: list[Hit] = []
    for hit in hits:
        size = count(hit.text) + PER_PASSAGE + PER_SENTENCE * len(hit.passage.sentences) + count(hit.title)
        size += count(hit.passage.heading or "")
        if used + size <= budget:
            kept_hits.append(hit)
            used += size
    return Fitted(kept_turns, tuple(kept_hits))


def _latest(turns: Sequence[Turn], room: int, count: Count) -> tuple[tuple[Turn, ...], int]:
    kept: list[Turn] = []
    used = 0
    for turn in reversed(turns):
        short = replace(turn, answer=_opening(turn.answer))
        size = count(short.question) + count(short.answer) + PER_TURN
        if used + size > room:
            break
        kept.insert(0, short)
        used += size
    return tuple(kept), used


def _opening(text: str) -> str:
    return text if len(text) <= ANSWER_CHARS else text[:ANSWER_CHARS].rsplit(None, 1)[0] + " …"
