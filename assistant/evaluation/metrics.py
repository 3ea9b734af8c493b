"""The figures that an evaluation knows, in the order in which they are shown, and what each counts.

passed                questions with an Outcome that passes / questions
correctness           answered rightly / answerable; right as `judge` says, with `wording` (a refusal is not right)
answer_precision      answered rightly / answered, unanswerable questions among them
token_f1              mean of `wording.token_f1` over answerable questions with an expected answer; a refusal has 0
quote_exactness       quotes equal to the stored text at their place / quotes shown, `related` among them
citation_precision    mean of `citing.citation_precision` over answered questions with a gold quote
citation_recall       mean of `citing.citation_recall` over answerable questions with a gold quote
refusal_precision, refusal_recall, over_refusal, curve_area    see `refusing`
ndcg@10, recall@5, recall@10, mrr, hit@1    means of `ranking`: over documents in a RETRIEVAL run; in a run of ANSWERS
                      over the passages that went to the answer, where the one that holds a gold quote is wanted
supported_statements, dropped_statements    see `statements`
seconds_p50, seconds_p95    see `bootstrap.quantile`, over the seconds of search and answer together

Every figure has a bootstrap interval (see `bootstrap`), and two runs are compared question by question.
"""

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
