"""What each step of the search adds: `python -m tests.benchmarks.retrieval DIR…`, test sets in the BEIR layout."""

from __future__ import annotations

import csv
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from unittest.mock import patch

import numpy as np
from rich.console import Console
from rich.text import Text

from assistant.embedding.static import BUNDLED_MODEL, StaticEncoder
from assistant.fuse import Scored, fuse
from assistant.retrieve import DEPTH
from assistant.store import lexical

WEIGHTS = {
    "stems of words": {"stems": 1.0, "grams": 0.0},
    "letter groups": {"stems": 0.0, "grams": 1.0},
    "stems and letter groups (lexical leg)": dict(lexical.BOOSTS),
}
RRF = 60

Run = list[Scored]


def main(folders: Sequence[Path]) -> None:
    """Print a Markdown table: nDCG@10 / hit@1 of each step on each test set, and the means."""
    columns = [_steps(folder) for folder in folders]
    names = [*(folder.name for folder in folders), "mean"]
    lines = [["step", *names], ["---"] * (len(names) + 1)]
    for step in columns[0]:
        figures = [column[step] for column in columns]
        cells = [*figures, tuple(np.mean(figures, axis=0))]
        lines.append([step, *(f"{ndcg:.3f} / {hit:.3f}" for ndcg, hit in cells)])
    for line in lines:
        Console(soft_wrap=True, highlight=False).print(Text(f"| {' | '.join(line)} |"))


def _steps(folder: Path) -> dict[str, tuple[float, float]]:
    documents = {row["_id"]: (row.get("title") or "", row["text"]) for row in _rows(folder / "corpus.jsonl")}
    labels = _labels(folder / "qrels.tsv")
    questions = {row["_id"]: row["text"] for row in _rows(folder / "queries.jsonl") if row["_id"] in labels}
    runs = dict(_lexical(documents, questions))
    words, meaning = runs["stems and letter groups (lexical leg)"], _dense(documents, questions)
    runs["bundled model (dense leg)"] = meaning
    runs["both legs, equal reciprocal ranks"] = [_rrf(*pair) for pair in zip(words, meaning, strict=True)]
    runs["both legs, fused as shipped"] = [fuse(*pair) for pair in zip(words, meaning, strict=True)]
    return {step: _measure(run, [labels[name] for name in questions]) for step, run in runs.items()}


def _lexical(documents: Mapping[str, tuple[str, str]], questions: Mapping[str, str]) -> Iterator[tuple[str, Run]]:
    with tempfile.TemporaryDirectory(prefix="vraagbaak-retrieval-") as folder:
        writer = lexical.LexicalWriter(Path(folder))
        writer.add([lexical.Row(name, title, "", text) for name, (title, text) in documents.items()])
        writer.finish()
        leg = lexical.Lexical(Path(folder))
        for step, weights in WEIGHTS.items():
            with patch.dict(lexical.BOOSTS, weights):
                found = [leg.search(question, DEPTH) for question in questions.values()]
            yield step, [[pair for pair in scored if pair[1] > 0] for scored in found]


def _dense(documents: Mapping[str, tuple[str, str]], questions: Mapping[str, str]) -> Run:
    encoder, names = StaticEncoder.open(BUNDLED_MODEL), list(documents)
    texts = ["\n".join(filter(None, pair)) for pair in documents.values()]
    scores = encoder.queries(list(questions.values())) @ encoder.passages(texts).T
    best = np.argsort(-scores, axis=1, kind="stable")[:, :DEPTH]
    return [[(names[i], float(row[i])) for i in order] for row, order in zip(scores, best, strict=True)]


def _rrf(*legs: Scored) -> Scored:
    total: dict[str, float] = {}
    for leg in legs:
        for rank, (name, _) in enumerate(leg, 1):
            total[name] = total.get(name, 0.0) + 1 / (RRF + rank)
    return sorted(total.items(), key=lambda pair: -pair[1])


def _measure(run: Run, labels: Sequence[Mapping[str, int]]) -> tuple[float, float]:
    """Mean nDCG@10, and the share of questions whose first hit is labelled."""
    pairs = list(zip(run, labels, strict=True))
    hits = [bool(scored) and scored[0][0] in wanted for scored, wanted in pairs]
    return float(np.mean([_ndcg(scored, wanted) for scored, wanted in pairs])), float(np.mean(hits))


def _ndcg(scored: Scored, wanted: Mapping[str, int], k: int = 10) -> float:
    discounts = 1 / np.log2(np.arange(2, k + 2))
    gains = [wanted.get(name, 0) for name, _ in scored[:k]]
    ideal = sorted(wanted.values(), reverse=True)[:k]
    return float(np.dot(gains, discounts[: len(gains)]) / np.dot(ideal, discounts[: len(ideal)]))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _labels(path: Path) -> dict[str, dict[str, int]]:
    labels: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if int(row["score"]) > 0:
                labels.setdefault(row["query-id"], {})[row["corpus-id"]] = int(row["score"])
    return labels


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
