"""When it refuses and whether that is right; arrays (n,) over the questions of a run.

`refused` and `answerable` hold 0 or 1, `right` 1 where its answer is right, or would be if it were shown.
"""

from __future__ import annotations

import numpy as np

from assistant.evaluation.bootstrap import Statistic
from assistant.evaluation.types import Point

STEPS = 100


def refusal_precision(refused: np.ndarray, answerable: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Parts and wholes of: refused and unanswerable / refused.

    Precision and recall with "cannot be answered" as the class to find, as SQuAD 2.0 counts its no-answer questions
    (Rajpurkar et al. 2018, arXiv:1806.03822).
    """
    return refused * (1 - answerable), refused


def refusal_recall(refused: np.ndarray, answerable: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Parts and wholes of: refused and unanswerable / unanswerable."""
    return refused * (1 - answerable), 1 - answerable


def over_refusal(refused: np.ndarray, answerable: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Parts and wholes of: refused and answerable / answerable."""
    return refused * answerable, answerable


def curve(confidence: np.ndarray, right: np.ndarray) -> tuple[Point, ...]:
    """Coverage and precision at thresholds 1.00, 0.99, … 0.00, from where the first question is answered.

    At a threshold t it answers the questions with a confidence of at least t: coverage = |answered| / n, precision =
    |answered rightly| / |answered|. One minus precision is the risk of El-Yaniv and Wiener 2010 (JMLR 11).
    """
    points = []
    for step in range(STEPS, -1, -1):
        answered = confidence >= step / STEPS
        if answered.any():
            points.append(Point(step / STEPS, float(answered.mean()), float(right[answered].mean())))
    return tuple(points)


def curve_area(confidence: np.ndarray, right: np.ndarray) -> Statistic:
    """Area under the curve of precision over coverage: the mean precision at the threshold of each question in turn.

    One minus the area under the risk-coverage curve of Geifman, Uziel and El-Yaniv 2019 (arXiv:1805.08206, AURC);
    questions with the same confidence are answered together. Questions that cannot be answered keep it under 1.
    """
    order = np.argsort(-confidence, kind="stable")
    sure, truth = confidence[order], right[order]
    last = np.searchsorted(-sure, -sure, side="right") - 1

    def statistic(weights: np.ndarray) -> np.ndarray:
        drawn = weights[:, order]
        with np.errstate(invalid="ignore", divide="ignore"):
            precision = np.cumsum(drawn * truth, axis=1) / np.cumsum(drawn, axis=1)
            return np.asarray(np.nansum(drawn * precision[:, last], axis=1) / drawn.sum(axis=1))

    return statistic
