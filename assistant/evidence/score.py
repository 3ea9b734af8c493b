"""From features to scores, by two linear layers that were learned on question sets over many kinds of text.

The first ranks the sentences; the second looks at the best of them and says whether anything answers at all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from assistant.evidence.features import EARLY, NAMES

RUNNERS_UP = 3
SUMMARY = (*NAMES, "top", "all", "gap")


@dataclass(frozen=True, slots=True)
class Layer:
    """Weights (n,) and a bias over standardised features."""

    mean: np.ndarray
    scale: np.ndarray
    weight: np.ndarray
    bias: float

    @classmethod
    def read(cls, stored: Mapping[str, Any], names: Sequence[str]) -> Layer:
        """Order stored rows of (mean, scale, weight) by name; a feature without one counts for nothing."""
        rows = [stored["features"].get(name, [0.0, 1.0, 0.0]) for name in names]
        mean, scale, weight = np.array(rows, dtype=np.float32).T
        return cls(mean, scale, weight, float(stored["bias"][0]))

    def __call__(self, features: np.ndarray) -> np.ndarray:
        """Log-odds (…,) of features (…, n)."""
        return np.asarray(((features - self.mean) / self.scale) @ self.weight + self.bias)


@cache
def layers() -> tuple[Layer, Layer]:
    """Read the shipped layers: one over NAMES for a sentence, one over SUMMARY for a question."""
    stored = json.loads(files("assistant.evidence").joinpath("weights.json").read_text("utf-8"))
    return Layer.read(stored["sentence"], NAMES), Layer.read(stored["answer"], SUMMARY)


def promise(features: np.ndarray) -> np.ndarray:
    """Score candidates (n, len(EARLY)) by the features that are measured of each; higher is more promising."""
    layer, few = layers()[0], len(EARLY)
    return Layer(layer.mean[:few], layer.scale[:few], layer.weight[:few], 0.0)(features)


def scores(features: np.ndarray) -> np.ndarray:
    """Score candidates (n, features); higher answers better."""
    return layers()[0](features)


def summary(features: np.ndarray, scored: np.ndarray) -> np.ndarray:
    """What the second layer looks at, in the order of SUMMARY: the best sentence, and how it stands out."""
    order = np.argsort(-scored, kind="stable")[:RUNNERS_UP]
    top = float(scored[order[0]])
    every = top + float(np.log(np.exp(scored - top).sum()))
    return np.array([*features[order[0]], top, every, top - float(scored[order[-1]])], dtype=np.float32)


def confidence(features: np.ndarray, scored: np.ndarray) -> float:
    """How sure, 0 to 1, that any candidate answers."""
    if not len(scored):
        return 0.0
    return float(1.0 / (1.0 + np.exp(-layers()[1](summary(features, scored)))))
