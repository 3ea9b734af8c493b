"""A run as a folder of JSON: written line by line while it runs, and read back as values.

run.json          what was run, when and with what, and the rows of the test set that cannot be right
testset.jsonl     the questions, one a line; can be run again as a test set
results.jsonl     id, query, answer and verdict, one question a line, in the order in which they were asked
metrics.json      the figures; it is there when the run is finished
comparison.json   what changed since an earlier run, when one was named
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.errors import RunDamaged, RunMissing
from assistant.evaluation.types import (
    About,
    Case,
    Change,
    Comparison,
    Figures,
    Gold,
    Metric,
    Outcome,
    Point,
    Problem,
    Result,
    Run,
    TestSet,
    Verdict,
)

RUN, TESTSET, RESULTS, METRICS, COMPARISON = (
    "run.json",
    "testset.jsonl",
    "results.jsonl",
    "metrics.json",
    "comparison.json",
)
FORMAT = 1


def start(folder: Path, about: About, testset: TestSet) -> None:
    """Lay out a run without results."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(case_row(case), ensure_ascii=False) for case in testset.cases)
    _replace(folder / TESTSET, "".join(f"{line}\n" for line in lines))
    head: dict[str, Any] = {"name": testset.name, "kind": testset.kind, "sha256": testset.sha256}
    head["problems"] = [asdict(problem) for problem in testset.problems]
    _write(folder / RUN, {"format": FORMAT, "about": asdict(about), "testset": head})


def line_of(result: Result) -> str:
    """Write a result as one line."""
    row = {
        "id": result.id,
        "query": result.query,
        "outcome": result.verdict.outcome.value,
        "measures": dict(result.verdict.measures),
        "answer": result.answer,
        "ranking": list(result.ranking),
    }
    return json.dumps(row, ensure_ascii=False) + "\n"


def finish(folder: Path, figures: Figures) -> None:
    """Write the figures, which marks the run as finished."""
    _write(folder / METRICS, asdict(figures))


def write_comparison(folder: Path, comparison: Comparison) -> None:
    """Write what changed since an earlier run."""
    _write(folder / COMPARISON, asdict(comparison))


def read(folder: Path) -> Run:
    """Read a run, finished or not; raise RunMissing or RunDamaged."""
    if not (folder / RUN).is_file():
        raise RunMissing(folder)
    try:
        head = json.loads((folder / RUN).read_text("utf-8"))
        if head["format"] != FORMAT:
            raise RunDamaged(folder, f"format {head['format']}, not {FORMAT}")
        cases = tuple(_case(row) for row in _rows(folder / TESTSET))
        problems = tuple(Problem(**row) for row in head["testset"].pop("problems"))
        testset = TestSet(cases=cases, problems=problems, **head["testset"])
        results = {row["id"]: _result(row) for row in whole_rows(folder / RESULTS)}
        return Run(About(**head["about"]), testset, results, _figures(folder / METRICS))
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise RunDamaged(folder, f"{type(error).__name__}: {error}") from error


def read_comparison(folder: Path) -> Comparison | None:
    """Read what changed since an earlier run; None when none was named."""
    path = folder / COMPARISON
    if not path.is_file():
        return None
    row = json.loads(path.read_text("utf-8"))
    changes = {
        name: tuple(Change(one["id"], Outcome(one["before"]), Outcome(one["after"])) for one in row[name])
        for name in ("better", "worse", "other")
    }
    return Comparison(About(**row["earlier"]), _metrics(row["differences"]), shared=row["shared"], **changes)


def case_row(case: Case) -> dict[str, Any]:
    """Write a question as the object of a `.jsonl` test set."""
    first = case.gold[0] if case.gold else Gold(None)
    return {
        "question": case.question,
        "answerable": case.answerable,
        "needed": [list(group) for group in case.needed],
        "source": first.source,
        "quote": first.quote,
        "kind": case.kind,
        "answer": case.answer,
        "id": case.id,
        "row": case.row,
        "after": case.after,
        "gold": [asdict(gold) for gold in case.gold],
    }


def whole_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the lines that were written to their end; a last one that was cut off does not count."""
    if path.is_file():
        for line in path.read_bytes().split(b"\n")[:-1]:
            yield json.loads(line)


def _case(row: Mapping[str, Any]) -> Case:
    gold = tuple(Gold(**one) for one in row["gold"])
    needed = tuple(tuple(group) for group in row["needed"])
    kept = {name: row[name] for name in ("id", "row", "question", "answerable", "answer", "kind", "after")}
    return Case(gold=gold, needed=needed, **kept)


def _result(row: Mapping[str, Any]) -> Result:
    verdict = Verdict(Outcome(row["outcome"]), row["measures"])
    return Result(row["id"], row["query"], verdict, row["answer"], tuple(row["ranking"]))


def _figures(path: Path) -> Figures | None:
    if not path.is_file():
        return None
    row = json.loads(path.read_text("utf-8"))
    return Figures(
        _metrics(row["metrics"]),
        row["outcomes"],
        tuple(Point(**point) for point in row["curve"]),
        {kind: _metrics(metrics) for kind, metrics in row["kinds"].items()},
    )


def _metrics(row: Mapping[str, Any]) -> dict[str, Metric]:
    return {name: Metric(**metric) for name, metric in row.items()}


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _write(path: Path, row: Mapping[str, Any]) -> None:
    _replace(path, json.dumps(row, ensure_ascii=False, indent=1) + "\n")


def _replace(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all."""
    draft = path.with_name(f"{path.name}.draft")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
