"""How good the answers are: `python -m tests.benchmarks.quality [--set-bar]`, as a table for the README.

Runs the sample test set over the sample sources, and the BEIR folders in ../shared/testsets where those are; writes
`results/<commit>.json` beside this file, prints Markdown from it, and exits with 1 when the sample set falls under
`bar.json`. With --set-bar it writes that file: the worst end of each figure's interval, as measured now.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from assistant.evaluation.metrics import METRICS
from assistant.evaluation.types import Metric, Run
from assistant.settings import Settings
from ingest.build import build
from ui.evaluate import opened

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SHARED = ROOT.parent / "shared" / "testsets"
SAMPLE = ROOT / "data" / "testsets" / "voorbeeld.jsonl"
BAR = HERE / "bar.json"
LEGS = ("lexical", "dense", "hybrid")
COMMAND = "make evaluate"

BARRED = (
    *("passed", "correctness", "answer_precision", "citation_recall", "refusal_precision", "refusal_recall"),
    *("over_refusal", "curve_area", "ndcg@10", "recall@10"),
)
"""Metrics of the sample set that have a bar, beside quotes, which are exact or wrong."""

SAID = {
    "passed": "questions that end well",
    "correctness": "answerable questions answered with the needed words",
    "answer_precision": "given answers that are right",
    "quote_exactness": "quotes that stand in the source letter for letter",
    "citation_recall": "gold quotes shown",
    "citation_precision": "citations on a gold quote",
    "refusal_recall": "unanswerable questions refused",
    "refusal_precision": "refusals that are right",
    "over_refusal": "answerable questions refused (lower is better)",
    "curve_area": "area under precision over coverage (0 to 1)",
    "recall@10": "gold quotes in the first ten passages",
    "ndcg@10": "nDCG@10 of the passages",
    "seconds_p50": "seconds, half of the questions within",
    "seconds_p95": "seconds, 95 of 100 questions within",
}
"""The rows of the README's table about the sample set."""


def main(set_bar: bool) -> int:
    """Measure, write, print; return the exit code."""
    runs = dict(_runs())
    about = runs["voorbeeld", "hybrid"].about
    sets: dict[str, dict[str, Any]] = {}
    for (name, legs), run in runs.items():
        sets.setdefault(name, {})[legs] = {key: asdict(metric) for key, metric in metrics_of(run).items()}
    result = {"commit": about.commit, "created": about.created, "versions": dict(about.versions), "sets": sets}
    path = HERE / "results" / f"{about.commit or 'unknown'}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    for line in table(json.loads(path.read_text("utf-8"))):
        Console(soft_wrap=True, highlight=False).print(Text(line))
    sample = metrics_of(runs["voorbeeld", "hybrid"])
    if set_bar:
        BAR.write_text(json.dumps(bar_of(sample), indent=1) + "\n", "utf-8")
    fallen = under(sample, json.loads(BAR.read_text("utf-8")))
    for line in fallen:
        Console(stderr=True, soft_wrap=True, highlight=False).print(Text(line))
    return int(bool(fallen))


def metrics_of(run: Run) -> Mapping[str, Metric]:
    """The figures of a finished run."""
    return run.figures.metrics if run.figures else {}


def bar_of(metrics: Mapping[str, Metric]) -> dict[str, float]:
    """The worst end of each interval, which chance alone passes once in forty times; every quote must be exact."""
    worst = {name: metrics[name].low if METRICS[name].higher_is_better else metrics[name].high for name in BARRED}
    return {"quote_exactness": 1.0} | {name: round(value, 3) for name, value in worst.items()}


def under(metrics: Mapping[str, Metric], bar: Mapping[str, float]) -> list[str]:
    """Say which figures are worse than their bar."""
    fallen = []
    for name, wanted in bar.items():
        value = metrics[name].value
        if value < wanted if METRICS[name].higher_is_better else value > wanted:
            fallen.append(f"{name} is {value:.3f} and its bar is {wanted:.3f}")
    return fallen


def table(result: Mapping[str, Any]) -> Iterator[str]:
    """Write a result as Markdown."""
    sample = result["sets"]["voorbeeld"]["hybrid"]
    yield f"Measured with `{COMMAND}` at commit `{result['commit']}`."
    yield ""
    yield f"| sample test set, {sample['passed']['n']} questions | measured | 95 % interval |"
    yield "|---|---|---|"
    for name, words in SAID.items():
        yield f"| {words} | {_number(sample[name], 'value', name)} | {_interval(sample[name], name)} |"
    others = {name: legs for name, legs in result["sets"].items() if name != "voorbeeld"}
    if others:
        yield ""
        yield "| test set (nDCG@10 / hit@1) | questions | words | meaning | both | recall@10, both |"
        yield "|---|---|---|---|---|---|"
    for name, legs in others.items():
        cells = [f"{legs[leg]['ndcg@10']['value']:.3f} / {legs[leg]['hit@1']['value']:.3f}" for leg in LEGS]
        both = legs["hybrid"]
        yield f"| {name} | {both['passed']['n']} | {' | '.join(cells)} | {both['recall@10']['value']:.3f} |"


def _runs() -> Iterator[tuple[tuple[str, str], Run]]:
    with tempfile.TemporaryDirectory(prefix="vraagbaak-quality-") as name:
        folder = Path(name)
        settings = Settings(index=folder / "index")
        build([ROOT / "data" / "bronnen"], settings)
        with opened(SAMPLE, settings) as evaluation:
            yield ("voorbeeld", "hybrid"), evaluation.run(folder / "voorbeeld")
        for testset in sorted(path for path in SHARED.glob("*") if path.is_dir()):
            with opened(testset, settings) as evaluation:
                for legs in LEGS:
                    yield (testset.name, legs), evaluation.run(folder / f"{testset.name}-{legs}", legs)


def _number(metric: Mapping[str, float], key: str, name: str) -> str:
    unit = METRICS[name].unit
    return f"{100 * metric[key]:.1f} %" if unit == "share" else f"{metric[key]:.3f}"


def _interval(metric: Mapping[str, float], name: str) -> str:
    return f"{_number(metric, 'low', name)} – {_number(metric, 'high', name)}"


if __name__ == "__main__":
    raise SystemExit(main("--set-bar" in sys.argv[1:]))
