"""Statistics of weighted questions, and how far chance moves them.

A statistic takes weights (b, n): b ways to weigh the n questions of a run; it gives b values, NaN where there is
nothing to measure. Weights of 1 give the figure itself, and resamples (how often each question was drawn) its spread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from assistant.evaluation.types import Metric

SAMPLES, SEED, LEVEL = 2000, 20261125, 0.95
CELLS = 4_000_000
"""Weights that are held in memory at once."""

Statistic = Callable[[np.ndarray], np.ndarray]


def ratio(part: np.ndarray, whole: np.ndarray) -> Statistic:
    """Sum of the parts (n,) over the sum of the wholes (n,): a mean over the questions whose whole is 1."""

    def statistic(weights: np.ndarray) -> np.ndarray:
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray((weights @ part) / (weights @ whole))

    return statistic


def quantile(numbers: np.ndarray, share: float) -> Statistic:
    """Smallest of the numbers (n,) that at least this share of them does not pass; NaN marks what was not measured.

    The inverse of the empirical distribution, definition 1 of Hyndman and Fan 1996 (doi:10.2307/2684934).
    """
    there = ~np.isnan(numbers)
    ordered = np.sort(numbers[there])
    order = np.argsort(numbers[there], kind="stable")

    def statistic(weights: np.ndarray) -> np.ndarray:
        if not len(ordered):
            return np.full(len(weights), np.nan)
        heaped = np.cumsum(weights[:, there][:, order], axis=1)
        wanted = np.maximum(heaped[:, -1:] * share, 1e-9)
        return np.where(heaped[:, -1] > 0, ordered[np.argmax(heaped >= wanted - 1e-9, axis=1)], np.nan)

    return statistic


def metric(statistic: Statistic, n: int, counted: int | None = None) -> Metric | None:
    """Measure a statistic over n questions with its percentile interval; None where there is nothing to measure.

    Efron and Tibshirani 1993, An Introduction to the Bootstrap, ch. 13: SAMPLES resamples of whole questions with
    a fixed seed. `counted` is how many of the questions it is measured on.
    """
    value = float(statistic(np.ones((1, n)))[0]) if n else float("nan")
    if np.isnan(value):
        return None
    low, high = _interval(np.concatenate([statistic(weights) for weights in resamples(n)]))
    return Metric(value, low, high, n if counted is None else counted)


def share(part: np.ndarray, whole: np.ndarray) -> Metric | None:
    """Measure a ratio of counts with its interval; where all or none of it holds, resampling shows no spread.

    Then the interval is the one-sided exact one of Clopper and Pearson 1934 (doi:10.1093/biomet/26.4.404), which for
    n of n begins at 0.05 ** (1 / n), and for 0 of n is its mirror image.
    """
    counted = int((whole > 0).sum())
    found = metric(ratio(part, whole), len(whole), counted)
    if found is None or 0 < found.value < 1:
        return found
    margin = (1 - LEVEL) ** (1 / counted)
    return Metric(1.0, margin, 1.0, counted) if found.value >= 1 else Metric(0.0, 0.0, 1 - margin, counted)


def difference(mine: Statistic, theirs: Statistic, n: int, counted: int | None = None) -> Metric | None:
    """Measure how much one statistic is above another over the same n questions, each resample weighing both alike."""
    return metric(lambda weights: mine(weights) - theirs(weights), n, counted)


def resamples(n: int) -> Iterator[np.ndarray]:
    """Yield SAMPLES rows of weights (b, n) in blocks: how often each question is drawn in n draws."""
    chance = np.random.default_rng(SEED)
    block = max(1, min(SAMPLES, CELLS // max(1, n)))
    for first in range(0, SAMPLES, block):
        rows = min(block, SAMPLES - first)
        drawn = chance.integers(0, n, size=(rows, n)) + n * np.arange(rows)[:, None]
        yield np.bincount(drawn.ravel(), minlength=rows * n).reshape(rows, n).astype(float)


def _interval(drawn: np.ndarray) -> tuple[float, float]:
    tail = (1 - LEVEL) / 2
    low, high = np.nanquantile(drawn, [tail, 1 - tail])
    return float(low), float(high)
