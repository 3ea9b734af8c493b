"""A run folder: what was written comes back, and what is no run says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_run import CASES, OUTCOMES, PROBLEMS

from assistant.errors import RunDamaged, RunMissing
from assistant.evaluation import folder as runs
from assistant.evaluation.types import Change, Comparison, Metric, Outcome


def test_a_run_reads_back_as_it_was_written(example_run: Path) -> None:
    run = runs.read(example_run)
    assert run.testset.cases == CASES
    assert run.testset.problems == PROBLEMS
    assert tuple(result.verdict.outcome for result in run.results.values()) == OUTCOMES
    assert run.figures
    assert run.figures.metrics["seconds_p95"] == Metric(0.09, 0.05, 0.12, 8)
    assert run.figures.outcomes["right"] == 1


def test_a_line_that_was_cut_off_does_not_count(example_run: Path) -> None:
    path = example_run / runs.RESULTS
    path.write_bytes(path.read_bytes()[:-20])
    (example_run / runs.METRICS).unlink()
    run = runs.read(example_run)
    assert len(run.results) == len(CASES) - 1
    assert run.figures is None


def test_a_comparison_reads_back(example_run: Path, earlier_run: Path) -> None:
    assert runs.read_comparison(example_run) is None
    change = Change("2", Outcome.RIGHT, Outcome.NOT_CHOSEN)
    made = Comparison(runs.read(earlier_run).about, {"passed": Metric(-0.1, -0.3, 0.1, 8)}, worse=(change,), shared=8)
    runs.write_comparison(example_run, made)
    assert runs.read_comparison(example_run) == made


def test_what_is_no_run_says_so(tmp_path: Path, example_run: Path) -> None:
    with pytest.raises(RunMissing):
        runs.read(tmp_path)
    (example_run / runs.RUN).write_text("{}", "utf-8")
    with pytest.raises(RunDamaged):
        runs.read(example_run)
