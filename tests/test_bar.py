"""The sample test set over the sample sources stays over its stored bar (`make evaluate` prints all its figures)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.evaluation.types import Metric
from assistant.settings import Settings
from tests.benchmarks.quality import BAR, BARRED, SAID, SAMPLE, bar_of, metrics_of, table, under
from ui.evaluate import opened


def test_the_sample_set_is_not_under_its_bar(sample_settings: Settings, tmp_path: Path) -> None:
    with opened(SAMPLE, sample_settings) as evaluation:
        assert not evaluation.testset.problems
        run = evaluation.run(tmp_path / "run")
    metrics = metrics_of(run)
    assert metrics["passed"].n == 283
    assert under(metrics, json.loads(BAR.read_text("utf-8"))) == []


def test_a_figure_under_its_bar_is_named_whichever_way_is_better() -> None:
    metrics = {name: Metric(0.5, 0.4, 0.6, 10) for name in ("quote_exactness", *BARRED)}
    bar = bar_of(metrics)
    assert (bar["quote_exactness"], bar["passed"], bar["over_refusal"]) == (1, 0.4, 0.6)
    assert under(metrics, bar | {"quote_exactness": 0.5}) == []
    assert [line.split()[0] for line in under(metrics, {"passed": 0.51, "over_refusal": 0.49})] == [
        "passed",
        "over_refusal",
    ]


@pytest.mark.parametrize("others", [{}, {"beir": {}}])
def test_the_table_is_made_from_the_stored_result(others: dict[str, object]) -> None:
    metric = {"value": 0.5, "low": 0.4, "high": 0.6, "n": 283}
    every = dict.fromkeys((*SAID, "hit@1"), metric)
    sets = {
        "voorbeeld": {"hybrid": every},
        **{name: dict.fromkeys(("lexical", "dense", "hybrid"), every) for name in others},
    }
    lines = list(table({"commit": "abc1234", "sets": sets}))
    assert "abc1234" in lines[0]
    assert len([line for line in lines if line.startswith("| ")]) == 1 + len(SAID) + 2 * len(others)
