"""Figures of a run: citations, refusals, the curve, and how sure they are; hand-computed."""

from __future__ import annotations

import math

import numpy as np
import pytest

from assistant.evaluation import bootstrap, refusing
from assistant.evaluation.citing import citation_precision, citation_recall, meets
from assistant.evaluation.figures import compare, figures, measured
from assistant.evaluation.metrics import METRICS
from assistant.evaluation.types import ANSWERS, About, Case, Outcome, Point, Result, Run, TestSet, Verdict

HERE = About("2026-11-25T09:30:00+00:00", "vragen", "0", ANSWERS, "extractive", "hybrid", "data/index", {}, {})


def verdict(outcome: Outcome, **measures: float) -> Verdict:
    return Verdict(outcome, {"passed": float(outcome.passed), **measures})


# right with confidence 0.9 · answered what has no answer, 0.8 · wrongly refused, 0.4, would be right · rightly refused
VERDICTS = (
    verdict(Outcome.RIGHT, answerable=1, refused=0, correct=1, confidence=0.9, right_if_answered=1, seconds=0.1),
    verdict(Outcome.SHOULD_REFUSE, answerable=0, refused=0, confidence=0.8, right_if_answered=0, seconds=0.2),
    verdict(Outcome.REFUSED, answerable=1, refused=1, correct=0, confidence=0.4, right_if_answered=1, seconds=0.3),
    verdict(Outcome.RIGHTLY_REFUSED, answerable=0, refused=1, confidence=0.2, right_if_answered=0, seconds=0.4),
)


def run_of(verdicts: tuple[Verdict, ...]) -> Run:
    cases = tuple(Case(str(i), i, f"Vraag {i}?", kind="wie" if i % 2 else "wat") for i in range(len(verdicts)))
    results = {case.id: Result(case.id, case.question, one) for case, one in zip(cases, verdicts, strict=True)}
    return Run(HERE, TestSet("vragen", cases), results, figures(cases, results))


def test_places_meet_when_half_of_the_shorter_one_is_shared() -> None:
    assert meets(("d", 0, 100), ("d", 90, 110))
    assert not meets(("d", 0, 100), ("d", 91, 111))
    assert meets(("d", 0, 400), ("d", 100, 120))
    assert not meets(("d", 0, 100), ("e", 0, 100))
    assert not meets(("d", 0, 10), ("d", 10, 20))


def test_citation_precision_counts_citations_and_recall_counts_gold_quotes() -> None:
    gold = [[("d", 0, 20), ("e", 5, 25)], [("d", 100, 120)]]
    cited = [("e", 0, 60), ("d", 500, 560), ("d", 700, 760)]
    assert citation_precision(cited, [place for places in gold for place in places]) == pytest.approx(1 / 3)
    assert citation_recall(cited, gold) == 0.5
    assert citation_recall([], gold) == citation_precision([], gold[0]) == 0


def test_the_figures_are_what_a_hand_computes() -> None:
    found = run_of(VERDICTS).figures
    assert found
    values = {name: metric.value for name, metric in found.metrics.items()}
    assert values == {
        "passed": 0.5,
        "correctness": 0.5,
        "answer_precision": 0.5,
        "refusal_precision": 0.5,
        "refusal_recall": 0.5,
        "over_refusal": 0.5,
        # precision after 1, 2, 3 and 4 answers: 1, 1/2, 2/3, 2/4
        "curve_area": pytest.approx((1 + 1 / 2 + 2 / 3 + 2 / 4) / 4),
        "seconds_p50": 0.2,
        "seconds_p95": 0.4,
    }
    assert [metric.n for metric in found.metrics.values()] == [4, 2, 2, 2, 2, 2, 4, 4, 4]
    assert found.outcomes["rightly_refused"] == 1
    assert found.kinds["wie"]["passed"].value == 0.5


def test_the_curve_goes_from_the_surest_answer_to_all_of_them() -> None:
    points = run_of(VERDICTS).figures.curve  # type: ignore[union-attr]
    assert points[0] == Point(0.9, 0.25, 1.0)
    assert points[-1] == Point(0.0, 1.0, 0.5)
    assert Point(0.5, 0.5, 0.5) in points
    assert [point.coverage for point in points] == sorted(point.coverage for point in points)


def test_answers_that_are_as_sure_come_together() -> None:
    confidence, right = np.array([0.5, 0.5, 0.1]), np.array([1.0, 0.0, 1.0])
    for order in ([0, 1, 2], [1, 0, 2], [2, 1, 0]):
        area = refusing.curve_area(confidence[order], right[order])
        assert area(np.ones((1, 3)))[0] == pytest.approx((1 / 2 + 1 / 2 + 2 / 3) / 3)


def test_a_weight_counts_a_question_as_often_as_it_was_drawn() -> None:
    numbers = np.array([3.0, 1.0, np.nan, 2.0])
    weights = np.array([[1.0, 1, 1, 1], [0, 3, 1, 1], [4, 0, 0, 0], [0, 0, 4, 0]])
    middle = bootstrap.quantile(numbers, 0.5)(weights)
    assert middle[:3].tolist() == [2, 1, 3]
    assert math.isnan(middle[3])
    confidence, right = np.array([0.9, 0.8, 0.1]), np.array([1.0, 0.0, 1.0])
    drawn = np.array([[2.0, 0.0, 1.0], [0.0, 1.0, 2.0]])
    # the questions themselves, repeated: 1, 1, 1 and 0, 2/3, 2/3 as the repeated ones come together
    assert refusing.curve_area(confidence, right)(drawn).tolist() == pytest.approx([1, (0 + 2 / 3 + 2 / 3) / 3])


def test_resampling_all_at_once_is_resampling_one_by_one() -> None:
    chance = np.random.default_rng(1)
    n = 57
    part, whole = chance.random(n), (chance.random(n) < 0.8).astype(float)
    part = part * whole
    drawn = np.random.default_rng(bootstrap.SEED).integers(0, n, size=(bootstrap.SAMPLES, n))
    slow = [part[row].sum() / whole[row].sum() for row in drawn]
    low, high = np.quantile(slow, [0.025, 0.975])
    found = bootstrap.metric(bootstrap.ratio(part, whole), n)
    assert found
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))


def test_the_interval_of_a_share_is_near_what_theory_says() -> None:
    right = np.repeat([1.0, 0.0], [300, 100])
    found = bootstrap.share(right, np.ones(400))
    margin = 1.96 * math.sqrt(0.75 * 0.25 / 400)
    assert found
    assert found.low == pytest.approx(0.75 - margin, abs=0.005)
    assert found.high == pytest.approx(0.75 + margin, abs=0.005)


def test_ten_of_ten_is_not_certainty() -> None:
    every = bootstrap.share(np.ones(10), np.ones(10))
    none = bootstrap.share(np.zeros(10), np.ones(10))
    assert every and none
    assert (every.value, every.high) == (1, 1)
    assert every.low == pytest.approx(0.05 ** (1 / 10))
    assert none.high == pytest.approx(1 - every.low)


def test_large_sets_are_resampled_in_blocks_of_the_same_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = np.concatenate(list(bootstrap.resamples(40)))
    monkeypatch.setattr(bootstrap, "CELLS", 40 * 7)
    blocks = list(bootstrap.resamples(40))
    assert len(blocks) > 1
    assert np.array_equal(np.concatenate(blocks), whole)
    assert whole.shape == (bootstrap.SAMPLES, 40)
    assert (whole.sum(axis=1) == 40).all()


def test_a_run_does_not_differ_from_itself() -> None:
    found = compare(run_of(VERDICTS), run_of(VERDICTS))
    assert found.shared == 4
    assert {(m.value, m.low, m.high) for m in found.differences.values()} == {(0, 0, 0)}
    assert not found.better + found.worse + found.other


def test_a_difference_is_paired_by_question() -> None:
    chance = np.random.default_rng(3)
    hard = chance.random(400) < 0.5
    before = tuple(verdict(Outcome.NOT_CHOSEN if bad else Outcome.RIGHT, correct=float(not bad)) for bad in hard)
    mended = [i for i in range(400) if hard[i]][:12]
    after = tuple(verdict(Outcome.RIGHT, correct=1.0) if i in mended else one for i, one in enumerate(before))
    found = compare(run_of(after), run_of(before))
    metric = found.differences["correctness"]
    assert metric.value == pytest.approx(12 / 400)
    assert metric.low > 0
    assert len(found.better) == 12 and not found.worse
    apart = [run_of(one).figures.metrics["correctness"] for one in (after, before)]  # type: ignore[union-attr]
    assert apart[0].low < apart[1].high, "unpaired, the two intervals overlap"


def test_questions_are_compared_by_their_words_and_only_those_that_both_have() -> None:
    after = run_of(VERDICTS)
    cases = tuple(
        Case(f"x{case.id}", 90 - case.row, case.question.replace(" ", "  "), kind=case.kind)
        for case in reversed(after.testset.cases[1:])
    )
    results = {f"x{i}": Result(f"x{i}", "", VERDICTS[0]) for i in range(1, 4)}
    found = compare(after, Run(HERE, TestSet("vragen", cases), results))
    assert found.shared == 3
    assert {change.id for change in found.worse} == {"1", "2"}
    assert {change.id for change in found.other} == {"3"}


def test_every_figure_has_its_place_in_the_catalogue() -> None:
    assert list(measured(VERDICTS)) == [name for name in METRICS if name in measured(VERDICTS)]
    said = verdict(Outcome.RIGHT, statements=4, supported=3, dropped=1)
    assert {name: one.metric(1).value for name, one in measured([said]).items()} == {  # type: ignore[union-attr]
        "passed": 1.0,
        "supported_statements": 0.75,
        "dropped_statements": 0.25,
    }


def test_one_answer_that_does_not_tell_how_sure_it_is_leaves_no_curve() -> None:
    written = verdict(Outcome.RIGHT, answerable=1, refused=0, correct=1, right_if_answered=1)
    found = run_of((*VERDICTS, written)).figures
    assert found
    assert found.curve == ()
    assert "curve_area" not in found.metrics
    assert found.metrics["correctness"].value == pytest.approx(2 / 3)


def test_no_questions_give_no_figures() -> None:
    assert figures((), {}).metrics == {}
