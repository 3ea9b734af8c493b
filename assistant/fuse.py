"""Fuse the two legs of a search into one ranking; a pure function over (passage id, score) pairs."""

from __future__ import annotations

from collections.abc import Sequence

DENSE_WEIGHT = 0.3

Scored = Sequence[tuple[str, float]]


def fuse(lexical: Scored, dense: Scored) -> list[tuple[str, float]]:
    """Weighted sum of what each leg gives as a share of its best, best first; scores lie in 0..1.

    The words lead and the meaning shifts. What the words did not find has no word in common with the
    query: 0. What the meaning did not find lies somewhere below its last hit, and gets that hit's share.
    Equal scores keep the order of the lexical leg, then of the dense one.
    """
    by_word, by_meaning = _shares(lexical), _shares(dense)
    lowest = min(by_meaning.values(), default=0.0)
    fused = [
        (id_, (1 - DENSE_WEIGHT) * by_word.get(id_, 0.0) + DENSE_WEIGHT * by_meaning.get(id_, lowest))
        for id_ in dict.fromkeys((*by_word, *by_meaning))
    ]
    return sorted(fused, key=lambda pair: -pair[1])


def _shares(scored: Scored) -> dict[str, float]:
    """Give each score as a share of the best; a score of 0 or less (a query without words) is no hit."""
    best = max((score for _, score in scored), default=0.0)
    return {id_: score / best for id_, score in scored if score > 0}
