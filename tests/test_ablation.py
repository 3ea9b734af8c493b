"""Leaving out steps of search and evidence, in turn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evaluating import some

from assistant.evaluation.ablation import FEATURES, Ablated, steps
from assistant.evaluation.types import Case
from assistant.evidence import score
from assistant.evidence.features import NAMES
from assistant.evidence.score import layers
from assistant.settings import Settings
from assistant.store import lexical
from ui import texts_evaluation
from ui.evaluate import opened


def test_leaving_out_a_step_changes_answers_and_is_undone_after(sample_settings: Settings, tmp_path: Path) -> None:
    shipped = dict(lexical.BOOSTS), layers()
    path = some(tmp_path / "vragen.jsonl", 4)
    with opened(path, sample_settings) as evaluation:
        whole = evaluation.run(tmp_path / "run")
        found = evaluation.ablate(tmp_path / "run")
    assert (dict(lexical.BOOSTS), layers()) == shipped
    assert list(found) == [step.name for step in steps()]
    for name, run in found.items():
        assert run.about.left_out == name
        changed = any(differs(run, whole, case) for case in run.testset.cases)
        assert changed or not weighs(FEATURES[name]), name


def weighs(names: Sequence[str]) -> bool:
    """Say whether features count for anything, as shipped."""
    sentence, answer = layers()
    orders = (sentence, NAMES), (answer, score.SUMMARY)
    return any(layer.weight[order.index(name)] for layer, order in orders for name in names)


def differs(run: Any, whole: Any, case: Case) -> bool:
    mine, theirs = (one.results[case.id] for one in (run, whole))
    keys = ("confidence", "citations", "hits")
    return mine.query != theirs.query or any(mine.answer[key] != theirs.answer[key] for key in keys)


def test_the_steps_and_features_that_are_left_out_are_there() -> None:
    assert {step.name for step in steps()} == set(texts_evaluation.STEPS)
    assert {name for names in FEATURES.values() for name in names} <= set(NAMES)
    assert Ablated.legs == "hybrid"
