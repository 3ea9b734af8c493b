"""How the citations of an answer lie on the gold quotes; places are (document id, start, end)."""

from __future__ import annotations

from collections.abc import Sequence

Place = tuple[str, int, int]
SHARE = 0.5
"""Two places meet when their overlap is at least this share of the shorter one."""


def meets(one: Place, other: Place) -> bool:
    """Say whether two places are in one document and overlap by at least SHARE of the shorter one."""
    if one[0] != other[0]:
        return False
    overlap = min(one[2], other[2]) - max(one[1], other[1])
    return overlap > 0 and overlap >= SHARE * min(one[2] - one[1], other[2] - other[1])


def citation_precision(cited: Sequence[Place], gold: Sequence[Place]) -> float:
    """Share of the citations that meet a gold quote: |cited that meet gold| / |cited|; 0 without citations.

    The idea is ALCE's (Gao et al. 2023, arXiv:2305.14627), with overlap in the document in place of a judge. It is a
    lower bound: an answer may also stand where the test set does not point.
    """
    return sum(any(meets(place, wanted) for wanted in gold) for place in cited) / len(cited) if cited else 0.0


def citation_recall(cited: Sequence[Place], gold: Sequence[Sequence[Place]]) -> float:
    """Share of the gold quotes that a citation meets: |gold met by cited| / |gold|; a refusal cites nothing.

    Each gold quote is the list of the places at which it stands, of which one is enough.
    """
    met = sum(any(meets(place, wanted) for wanted in places for place in cited) for places in gold)
    return met / len(gold) if gold else 0.0
