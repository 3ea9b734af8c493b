"""What became of the statements of a language model, where an answer has them."""

from __future__ import annotations

from assistant.types import DROPPED, KEPT, Answer


def statement_counts(answer: Answer) -> dict[str, float]:
    """Count what a language model said ("statements"), what was supported as it stood, and what was dropped.

    The figures are supported / statements and dropped / statements over all answers; an extractive answer has none.
    """
    if not answer.verdicts:
        return {}
    outcomes = [verdict.outcome for verdict in answer.verdicts]
    return {
        "statements": float(len(outcomes)),
        "supported": float(outcomes.count(KEPT)),
        "dropped": float(outcomes.count(DROPPED)),
    }
