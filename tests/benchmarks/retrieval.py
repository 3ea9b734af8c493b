"""What each step of the search adds: `python -m tests.benchmarks.retrieval DIR…`, test sets in the BEIR layout."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from unittest.mock import patch

import numpy as np
from rich.console import Console
from rich.text import Text

from assistant.embedding.static import BUNDLED_MODEL, StaticEncoder
from assistant.evaluation import ranking
from assistant.evaluation.testset import beir, read
from assistant.evaluation.types import Case
from assistant.fuse import Scored, fuse
from assistant.retrieve import DEPTH
from assistant.store import lexical

WEIGHTS = {
    "roots of words": {"roots": 1.0, "grams": 0.0},
    "letter groups": {"roots": 0.0, "grams": 1.0},
    "roots and letter groups (lexical leg)": dict(lexical.BOOSTS),
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
    documents = {text.id: (text.title, text.text) for text in beir.corpus(folder)}
    cases = read(folder).cases
    questions = [case.question for case in cases]
    runs = dict(_lexical(documents, questions))
    words, meaning = runs["roots and letter groups (lexical leg)"], _dense(documents, questions)
    runs["bundled model (dense leg)"] = meaning
    runs["both legs, equal reciprocal ranks"] = [_rrf(*pair) for pair in zip(words, meaning, strict=True)]
    runs["both legs, fused as shipped"] = [fuse(*pair) for pair in zip(words, meaning, strict=True)]
    return {step: _measure(run, cases) for step, run in runs.items()}


def _lexical(documents: Mapping[str, tuple[str, str]], questions: Sequence[str]) -> Iterator[tuple[str, Run]]:
    with tempfile.TemporaryDirectory(prefix="vraagbaak-retrieval-") as folder:
        writer = lexical.LexicalWriter(Path(folder))
        writer.add([lexical.Row(name, title, "", text) for name, (title, text) in documents.items()])
        writer.finish()
        leg = lexical.Lexical(Path(folder))
        for step, weights in WEIGHTS.items():
            with patch.dict(lexical.BOOSTS, weights):
                found = [leg.search(question, DEPTH) for question in questions]
            yield step, [[pair for pair in scored if pair[1] > 0] for scored in found]


def _dense(documents: Mapping[str, tuple[str, str]], questions: Sequence[str]) -> Run:
    encoder, names = StaticEncoder.open(BUNDLED_MODEL), list(documents)
    texts = ["\n".join(filter(None, pair)) for pair in documents.values()]
    scores = encoder.queries(list(questions)) @ encoder.passages(texts).T
    best = np.argsort(-scores, axis=1, kind="stable")[:, :DEPTH]
    return [[(names[i], float(row[i])) for i in order] for row, order in zip(scores, best, strict=True)]


def _rrf(*legs: Scored) -> Scored:
    total: dict[str, float] = {}
    for leg in legs:
        for rank, (name, _) in enumerate(leg, 1):
            total[name] = total.get(name, 0.0) + 1 / (RRF + rank)
    return sorted(total.items(), key=lambda pair: -pair[1])


def _measure(run: Run, cases: Sequence[Case]) -> tuple[float, float]:
    """Mean nDCG@10, and the share of questions whose first hit is labelled."""
    found = []
    for scored, case in zip(run, cases, strict=True):
        measured = ranking.measures(ranking.collapse(scored), {str(gold.source): gold.grade for gold in case.gold})
        found.append((measured["ndcg@10"], measured["hit@1"]))
    ndcg, hit = np.mean(found, axis=0)
    return float(ndcg), float(hit)


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
