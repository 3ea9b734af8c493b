"""The fused ranking: order, ties, absent legs and independence of the legs' own scales."""

from __future__ import annotations

import pytest

from assistant.fuse import fuse

WORDS = [("a", 12.0), ("b", 9.0), ("c", 3.0)]
MEANING = [("c", 0.61), ("d", 0.55), ("a", 0.40)]


def ids(scored: list[tuple[str, float]]) -> list[str]:
    return [id_ for id_, _ in scored]


def test_every_candidate_of_both_legs_is_ranked_once() -> None:
    assert sorted(ids(fuse(WORDS, MEANING))) == ["a", "b", "c", "d"]


def test_scores_descend() -> None:
    scores = [score for _, score in fuse(WORDS, MEANING)]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(("lexical", "dense"), [(WORDS, []), ([], WORDS)])
def test_one_empty_leg_leaves_the_order_of_the_other(
    lexical: list[tuple[str, float]], dense: list[tuple[str, float]]
) -> None:
    assert ids(fuse(lexical, dense)) == ids(WORDS)


def test_nothing_found_is_nothing() -> None:
    assert fuse([], []) == []


def test_a_clear_match_of_words_beats_a_match_of_meaning_alone() -> None:
    assert ids(fuse([("word", 20.0)], [("meaning", 0.9), ("other", 0.1)]))[0] == "word"


def test_meaning_decides_between_equal_words() -> None:
    assert ids(fuse([("a", 5.0), ("b", 5.0)], [("b", 0.8), ("a", 0.2)])) == ["b", "a"]


def test_the_scale_of_a_leg_does_not_matter() -> None:
    louder = [(id_, score * 40) for id_, score in WORDS]
    loud, plain = fuse(louder, MEANING), fuse(WORDS, MEANING)
    assert ids(loud) == ids(plain)
    assert [s for _, s in loud] == pytest.approx([s for _, s in plain])


def test_equal_scores_keep_the_order_of_the_legs() -> None:
    assert ids(fuse([("b", 1.0), ("a", 1.0)], [])) == ["b", "a"]


def test_scores_of_zero_and_below_are_no_hits() -> None:
    assert fuse([("a", 0.0)], [("b", 0.0), ("c", -0.3)]) == []
    assert ids(fuse([("a", 2.0)], [("b", 0.4), ("c", -0.3)])) == ["a", "b"]


def test_scores_lie_between_none_and_one() -> None:
    assert all(0 <= score <= 1 for _, score in fuse(WORDS, [*MEANING, ("e", -0.2)]))


def test_a_short_dense_leg_does_not_push_down_what_it_could_not_hold() -> None:
    assert ids(fuse([("a", 10.0), ("b", 9.5)], [("b", 0.50), ("c", 0.49)])) == ["a", "b", "c"]
