"""The figures that an evaluation knows, in the order in which they are shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """How to read a figure: `unit` is "share", "score" (0 to 1, no share of questions) or "seconds"."""

    unit: str = "share"
    higher_is_better: bool = True


METRICS: dict[str, Kind] = {
    "passed": Kind(),
    "correctness": Kind(),
    "answer_precision": Kind(),
    "token_f1": Kind("score"),
    "quote_exactness": Kind(),
    "citation_precision": Kind(),
    "citation_recall": Kind(),
    "refusal_precision": Kind(),
    "refusal_recall": Kind(),
    "over_refusal": Kind(higher_is_better=False),
    "curve_area": Kind("score"),
    "ndcg@10": Kind("score"),
    "recall@5": Kind("score"),
    "recall@10": Kind("score"),
    "mrr": Kind("score"),
    "hit@1": Kind(),
    "supported_statements": Kind(),
    "dropped_statements": Kind(higher_is_better=False),
    "seconds_p50": Kind("seconds", higher_is_better=False),
    "seconds_p95": Kind("seconds", higher_is_better=False),
}
"""Every metric; a run has those that its test set can measure."""
