"""Fit the two layers: one ranks the sentences of a question, one says whether the best of them answers it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import minimize

from assistant.evidence.features import NAMES
from assistant.evidence.score import SUMMARY, Layer, summary
from assistant.evidence.train.examples import TOLD_ELSEWHERE, Example

RANK_PENALTY, ANSWER_PENALTY = 30.0, 10.0
CUT_WEIGHT = 0.15
"""What a question counts whose answer was taken out, beside the 1 of one that somebody asked."""

OVER_REFUSAL = 0.045
"""Share of the practice questions with an answer whose confidence is under one half."""

SPREAD = 1e-3


def rank(found: Sequence[Example]) -> Layer:
    """Learn which sentence answers, by the softmax over the sentences of each question (ListNet, Cao et al. 2007)."""
    asked = [one for one in found if one.answerable and one.labels.max(initial=0.0) >= TOLD_ELSEWHERE]
    mean, scale = _spread(np.vstack([one.features for one in asked]))
    rows = [((one.features - mean) / scale, one.labels / one.labels.sum()) for one in asked]

    def loss(weight: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = RANK_PENALTY * float(weight @ weight), 2 * RANK_PENALTY * weight
        for features, wanted in rows:
            scored = features @ weight
            shares = np.exp(scored - scored.max())
            shares /= shares.sum()
            total -= float(wanted @ np.log(shares + 1e-12))
            slope = slope + features.T @ (shares - wanted)
        return total, slope

    return Layer(mean, scale, _least(loss, len(NAMES)), 0.0)


def answer(found: Sequence[Example], ranked: Layer) -> Layer:
    """Learn whether anything answers, by logistic regression over what the first layer brought to the top.

    The bias is then set by OVER_REFUSAL: how much to refuse is a choice, not something that practice can tell.
    """
    rows = np.array([summary(one.features, ranked(one.features)) for one in found if len(one.features)])
    signs = np.array([1.0 if one.answerable else -1.0 for one in found if len(one.features)])
    counts = np.array([CUT_WEIGHT if one.cut else 1.0 for one in found if len(one.features)])
    mean, scale = _spread(rows)
    features = np.hstack([(rows - mean) / scale, np.ones((len(rows), 1))])

    def loss(weight: np.ndarray) -> tuple[float, np.ndarray]:
        margins = signs * (features @ weight)
        penalised = np.append(weight[:-1], 0.0)
        total = float(counts @ np.logaddexp(0, -margins) + ANSWER_PENALTY * penalised @ penalised)
        slope = -(counts * signs / (1 + np.exp(margins))) @ features
        return total, slope + 2 * ANSWER_PENALTY * penalised

    weight = _least(loss, features.shape[1])
    answered = (features @ weight)[signs > 0]
    return Layer(mean, scale, weight[:-1], float(weight[-1] - np.quantile(answered, OVER_REFUSAL)))


def stored(ranked: Layer, answered: Layer) -> dict[str, Any]:
    """Write the layers as `weights.json` keeps them: (mean, scale, weight) by name of the feature, and the bias."""
    return {"sentence": _stored(ranked, NAMES), "answer": _stored(answered, SUMMARY)}


def _stored(layer: Layer, names: Sequence[str]) -> dict[str, Any]:
    rows = zip(names, layer.mean, layer.scale, layer.weight, strict=True)
    features = {name: [round(float(value), 4) for value in row] for name, *row in rows}
    return {"bias": [round(layer.bias, 4)], "features": features}


def _spread(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return rows.mean(axis=0), rows.std(axis=0) + SPREAD


def _least(loss: Any, size: int) -> np.ndarray:
    return np.asarray(minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x)
