"""The weights of the evidence are learned from practice questions that say where the answer stands."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.chat import Assistant
from assistant.evidence.features import NAMES
from assistant.evidence.score import SUMMARY, Layer, summary
from assistant.evidence.train import fit, practice
from assistant.evidence.train.examples import Example, examples

DATA = Path(__file__).parent.parent / "data"
ROWS = [
    {"question": "Hoe hoog is de eigen bijdrage voor hulp?", "answerable": True, "needed": [["20,60"]],
     "source": "hulp.md", "quote": "De eigen bijdrage voor hulp bij het huishouden is € 20,60 per maand."},
    {"question": "Wie is coördinator van het wijkteam Noord?", "answerable": True, "needed": [["Ria"]],
     "source": "ria.txt", "quote": "Ria de Vries is sinds 2009 coördinator van het wijkteam Noord."},
    {"question": "En waar woont zij?", "answerable": True, "needed": [["Meerwolde"]], "source": "ria.txt",
     "quote": "Ria de Vries woont in Meerwolde.", "after": "Wie is coördinator van het wijkteam Noord?"},
    {"question": "Hoe oud is Ria de Vries?", "answerable": False, "needed": [], "source": None, "quote": None},
]  # fmt: skip


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "vragen.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in ROWS), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def assistant(web_settings):  # type: ignore[no-untyped-def]
    with Assistant.open(web_settings) as opened:
        yield opened


def measured(assistant: Assistant, questions: Path) -> list[Example]:
    read = practice.read(questions, assistant.store)
    return [example for one in read for example in examples(assistant, assistant._words, one)]


def test_a_question_with_an_answer_is_also_an_example_without_it(assistant: Assistant, questions: Path) -> None:
    found = measured(assistant, questions)
    assert [(one.answerable, one.cut) for one in found] == [(True, False), (False, True)] * 3 + [(False, False)]
    for one in found:
        assert one.features.shape == (len(one.labels), len(NAMES))
        assert (one.labels.max() == 1) == one.answerable


def test_a_quote_that_stands_nowhere_is_named(assistant: Assistant, tmp_path: Path) -> None:
    path = tmp_path / "fout.jsonl"
    path.write_text(json.dumps(ROWS[0] | {"quote": "Dat staat nergens."}), encoding="utf-8")
    with pytest.raises(ValueError, match="Hoe hoog is de eigen bijdrage"):
        list(practice.read(path, assistant.store))


def test_the_first_layer_learns_what_the_answer_has() -> None:
    random = np.random.default_rng(1)
    found = []
    for _ in range(40):
        features = random.normal(size=(6, len(NAMES)))
        labels = np.zeros(6)
        labels[int(features[:, 3].argmax())] = 1.0
        found.append(Example(features, labels, True, False))
    layer = fit.rank(found)
    assert int(np.abs(layer.weight).argmax()) == 3
    assert layer.weight[3] > 0


def test_the_second_layer_refuses_the_share_that_was_chosen() -> None:
    random = np.random.default_rng(2)
    found = [
        Example(random.normal(size=(4, len(NAMES))) + good, np.full(4, float(good)), bool(good), False)
        for good in (0, 1) * 100
    ]
    ranked = fit.rank(found)
    answered = fit.answer(found, ranked)
    sure = [answered(summary(one.features, ranked(one.features))) > 0 for one in found if one.answerable]
    assert np.mean(sure) == pytest.approx(1 - fit.OVER_REFUSAL, abs=0.011)


def test_stored_layers_are_read_back_as_they_were() -> None:
    layer = Layer(np.arange(3.0), np.ones(3), np.array([0.5, -0.25, 0.0]), 0.125)
    again = Layer.read(fit._stored(layer, "abc"), "abc")
    assert again(np.array([1.0, 2.0, 3.0])) == pytest.approx(layer(np.array([1.0, 2.0, 3.0])))


def test_the_command_writes_every_weight(web_settings, questions: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    out = tmp_path / "weights.json"
    command = [sys.executable, "-m", "assistant.evidence.train", str(web_settings.index), str(questions)]
    subprocess.run([*command, "--out", str(out)], check=True, capture_output=True)
    written = json.loads(out.read_text("utf-8"))
    assert list(written["sentence"]["features"]) == list(NAMES)
    assert list(written["answer"]["features"]) == list(SUMMARY)


def test_no_practice_question_is_asked_in_the_sample_test_set() -> None:
    asked = {json.loads(line)["question"] for line in (DATA / "testsets/voorbeeld.jsonl").open(encoding="utf-8")}
    practised = {json.loads(line)["question"] for line in (DATA / "oefening/vragen.jsonl").open(encoding="utf-8")}
    assert len(practised) > 1400
    assert not asked & practised
