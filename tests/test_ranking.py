"""Metrics of rankings: against hand-computed values, and against trec_eval's own code on real test sets."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path

import numpy as np
import pytest
import pytrec_eval

from assistant.evaluation import ranking
from assistant.evaluation.metrics import METRICS
from assistant.settings import Settings
from ui.evaluate import opened

SHARED = Path(__file__).parents[2] / "shared" / "testsets"
THEIRS = {"ndcg@10": "ndcg_cut_10", "recall@5": "recall_5", "recall@10": "recall_10", "mrr": "recip_rank",
          "hit@1": "success_1"}  # fmt: skip

ORDER = ["a", "b", "c", "d"]
WANTED = {"b": 2, "d": 1, "x": 1}


def test_the_metrics_are_what_a_hand_computes() -> None:
    gain = 2 / math.log2(3) + 1 / math.log2(5)
    ideal = 2 / math.log2(2) + 1 / math.log2(3) + 1 / math.log2(4)
    assert ranking.ndcg(ORDER, WANTED) == pytest.approx(gain / ideal)
    assert ranking.ndcg(ORDER, WANTED, 1) == 0
    assert ranking.recall(ORDER, WANTED, 2) == pytest.approx(1 / 3)
    assert ranking.recall(ORDER, WANTED) == pytest.approx(2 / 3)
    assert ranking.reciprocal_rank(ORDER, WANTED) == 0.5
    assert (ranking.hit(ORDER, WANTED), ranking.hit(ORDER, WANTED, 2)) == (0, 1)


def test_nothing_found_and_nothing_wanted_is_zero() -> None:
    assert set(ranking.measures([], WANTED).values()) == {0}
    assert set(ranking.measures(ORDER, {}).values()) == {0}


def test_a_document_ranks_by_its_best_passage_and_ties_by_name() -> None:
    passages = [("b", 1.0), ("a", 3.0), ("c", 2.0), ("a", 9.0), ("d", 2.0), ("b", 2.0)]
    assert ranking.collapse(passages) == ["a", "b", "c", "d"]
    assert ranking.collapse(reversed(passages)) == ["a", "b", "c", "d"]


def test_every_metric_of_a_ranking_is_known() -> None:
    assert set(ranking.measures(ORDER, WANTED)) == set(THEIRS) <= set(METRICS)


def test_random_rankings_measure_as_trec_eval_measures_them() -> None:
    chance = random.Random(7)
    names = [f"d{i}" for i in range(60)]
    orders, labels = {}, {}
    for query in map(str, range(200)):
        orders[query] = chance.sample(names, chance.randint(1, 50))
        labels[query] = {name: chance.randint(1, 3) for name in chance.sample(names, chance.randint(1, 12))}
    agree(orders, labels)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["vac-rijksoverheid", "kamervragen", "ggm-definities"])
def test_real_test_sets_measure_as_trec_eval_measures_them(name: str, tmp_path: Path) -> None:
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there")
    labels = labels_of(folder)
    with opened(folder, Settings()) as evaluation:
        for legs in ("lexical", "hybrid"):
            run = evaluation.run(tmp_path / legs, legs)
            assert run.figures
            assert set(run.results) == set(labels)
            means = agree({query: list(result.ranking) for query, result in run.results.items()}, labels)
            for metric, value in means.items():
                assert run.figures.metrics[metric].value == pytest.approx(value, abs=1e-6)


def agree(orders: dict[str, list[str]], labels: dict[str, dict[str, int]]) -> dict[str, float]:
    """Compare each query's metrics with trec_eval's to 1e-6, and return trec_eval's means."""
    scored = {query: {name: float(-rank) for rank, name in enumerate(order)} for query, order in orders.items()}
    kinds = {"ndcg_cut.10", "recall.5,10", "recip_rank", "success.1"}
    theirs = pytrec_eval.RelevanceEvaluator(labels, kinds).evaluate(scored)
    for query, order in orders.items():
        ours = ranking.measures(order, labels[query])
        for metric, name in THEIRS.items():
            wanted = theirs[query][name] if order else 0.0
            assert ours[metric] == pytest.approx(wanted, abs=1e-6), (query, metric)
    rows = [theirs.get(query, dict.fromkeys(THEIRS.values(), 0.0)) for query in orders]
    return {metric: float(np.mean([row[name] for row in rows])) for metric, name in THEIRS.items()}


def labels_of(folder: Path) -> dict[str, dict[str, int]]:
    """Read the labels of a test set with no code of ours."""
    labels: dict[str, dict[str, int]] = {}
    for line in (folder / "qrels.tsv").read_text("utf-8").splitlines()[1:]:
        query, name, grade = line.split("\t")
        labels.setdefault(query, {})[name] = int(grade)
    asked = {json.loads(line)["_id"] for line in (folder / "queries.jsonl").read_text("utf-8").splitlines()}
    return {query: wanted for query, wanted in labels.items() if query in asked}
