"""How good a ranking is; formulas as in trec_eval (https://github.com/usnistgov/trec_eval), which BEIR uses too.

A ranking is a sequence of names, each once, best first; `relevant` gives the grade (1 or higher) of what is wanted.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

DEPTH = 10

Relevant = Mapping[str, int]


def collapse(scored: Iterable[tuple[str, float]]) -> list[str]:
    """Rank names by their best score, as a document by its best passage; equal scores are ordered by name."""
    best: dict[str, float] = {}
    for name, score in scored:
        best[name] = max(score, best.get(name, -math.inf))
    return sorted(best, key=lambda name: (-best[name], name))


def ndcg(ranking: Sequence[str], relevant: Relevant, k: int = DEPTH) -> float:
    """Normalised discounted cumulative gain: DCG / ideal DCG, with DCG = sum of grade / log2(rank + 1) to rank k.

    Järvelin and Kekäläinen 2002 (doi:10.1145/582415.582418), with linear gain as trec_eval's `ndcg_cut`.
    """
    ideal = _dcg(sorted(relevant.values(), reverse=True)[:k])
    return _dcg([relevant.get(name, 0) for name in ranking[:k]]) / ideal if ideal else 0.0


def recall(ranking: Sequence[str], relevant: Relevant, k: int = DEPTH) -> float:
    """Share of what is wanted that stands in the first k: |relevant in the first k| / |relevant|."""
    return sum(name in relevant for name in ranking[:k]) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranking: Sequence[str], relevant: Relevant) -> float:
    """1 / rank of the first that is wanted, 0 when none is; its mean is the MRR (trec_eval's `recip_rank`)."""
    return next((1 / rank for rank, name in enumerate(ranking, 1) if name in relevant), 0.0)


def hit(ranking: Sequence[str], relevant: Relevant, k: int = 1) -> float:
    """1 when one of the first k is wanted, else 0 (trec_eval's `success`)."""
    return float(any(name in relevant for name in ranking[:k]))


def measures(ranking: Sequence[str], relevant: Relevant) -> dict[str, float]:
    """All figures of one ranking, by the name of the metric."""
    return {
        "ndcg@10": ndcg(ranking, relevant),
        "recall@5": recall(ranking, relevant, 5),
        "recall@10": recall(ranking, relevant, 10),
        "mrr": reciprocal_rank(ranking, relevant),
        "hit@1": hit(ranking, relevant),
    }


def _dcg(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))
