"""A small made-up run with every outcome, to test what reads runs; the figures are made up too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assistant.evaluation import folder as runs
from assistant.evaluation.metrics import METRICS
from assistant.evaluation.types import (
    ANSWERS,
    About,
    Case,
    Figures,
    Gold,
    Metric,
    Outcome,
    Point,
    Problem,
    Result,
    TestSet,
    Verdict,
)

FEE = Gold("bronnen/hulp.md", "De eigen bijdrage voor hulp bij het huishouden is € 20,60 per maand.")
CASES = (
    Case("1", 2, "Hoe hoog is de eigen bijdrage?", gold=(FEE,), needed=(("20,60",),), kind="hoeveel"),
    Case(
        "2", 3, "En wie stuurt de rekening?", gold=(Gold("bronnen/hulp.md"),), answer="Het CAK", kind="wie", after="1"
    ),
    Case("3", 4, "Wie is de burgemeester van Parijs?", answerable=False, kind="wie"),
    Case("4", 5, "Hoe oud is Ria de Vries?", answerable=False, kind="hoeveel"),
    Case("5", 7, "Waar woont Ria?", gold=(Gold("bronnen/ria.txt", "woont in Meerwolde"),), answer="Meerwolde"),
    Case("6", 8, "Sinds wanneer is Ria coördinator?", gold=(Gold("bronnen/ria.txt"),), needed=(("2009",),)),
    Case("7", 9, "Waar werkt het team?", gold=(Gold("bronnen/ria.txt"),), needed=(("postkantoor",),)),
    Case("8", 10, "Bij wie vraag ik <b>hulp</b> aan?", gold=(Gold("bronnen/hulp.md"),), needed=(("wijkteam",),)),
)
PROBLEMS = (Problem(6, "quote_absent", "Dit staat nergens."), Problem(11, "source_absent", "bronnen/weg.txt"))
OUTCOMES = (
    *(Outcome.RIGHT, Outcome.NOT_CHOSEN, Outcome.RIGHTLY_REFUSED, Outcome.SHOULD_REFUSE),
    *(Outcome.NOT_RETRIEVED, Outcome.REFUSED, Outcome.QUOTE_DIFFERS, Outcome.WRONG_WORDS),
)
EARLIER = (
    *(Outcome.RIGHT, Outcome.RIGHT, Outcome.SHOULD_REFUSE, Outcome.SHOULD_REFUSE),
    *(Outcome.NOT_CHOSEN, Outcome.REFUSED, Outcome.RIGHT, Outcome.WRONG_WORDS),
)


def make_run(
    folder: Path, outcomes: tuple[Outcome, ...] = OUTCOMES, created: str = "2026-11-25T09:30:00+00:00"
) -> Path:
    """Write the run into a folder and return it."""
    testset = TestSet("vragen.xlsx", CASES, PROBLEMS, ANSWERS, "0" * 64)
    settings = {"top_k": 12, "refuse_below": 0.5}
    versions = {"vraagbaak": "0.1.0", "python": "3.11.2"}
    about = About(
        created,
        testset.name,
        testset.sha256,
        ANSWERS,
        "extractive",
        "hybrid",
        "data/index",
        settings,
        versions,
        "abc1234",
    )
    runs.start(folder, about, testset)
    results = [_result(case, outcome) for case, outcome in zip(CASES, outcomes, strict=True)]
    (folder / runs.RESULTS).write_text("".join(map(runs.line_of, results)), "utf-8")
    runs.finish(folder, _figures(outcomes))
    return folder


def _result(case: Case, outcome: Outcome) -> Result:
    refused = outcome in (Outcome.REFUSED, Outcome.RIGHTLY_REFUSED, Outcome.NOT_RETRIEVED)
    return Result(case.id, case.question, Verdict(outcome, {"passed": float(outcome.passed)}), _answer(case, refused))


def _answer(case: Case, refused: bool) -> dict[str, Any]:
    document = {"id": "d" * 20, "title": "Hulp bij het huishouden", "source": "bronnen/hulp.md"}
    cited = {"number": 1, "quote": FEE.quote, "start": 120, "end": 190, "document": document}
    cited |= {"heading": "Hoe hoog is de eigen bijdrage?", "page": None, "url": f"/bron/{'d' * 20}#c120-190"}
    hit = {"passage_id": f"{'d' * 20}:0-300", "document_id": "d" * 20, "source": "bronnen/hulp.md"}
    return {
        "question": case.question,
        "refused": refused,
        "text": "Dat staat niet in de bronnen." if refused else f"{FEE.quote} [1]",
        "mode": "extractive",
        "confidence": 0.31 if refused else 0.84,
        "citations": [] if refused else [cited],
        "related": [cited] if refused else [],
        "hits": [{**hit, "start": 0, "end": 300, "score": 1.0}],
        "seconds": {"retrieve": 0.004, "answer": 0.03},
    }


def _figures(outcomes: tuple[Outcome, ...]) -> Figures:
    passed = sum(outcome.passed for outcome in outcomes) / len(outcomes)
    metrics = {name: Metric(0.5, 0.3, 0.7, 8) for name in METRICS if not name.endswith("_statements")}
    metrics["passed"] = Metric(passed, max(0.0, passed - 0.2), min(1.0, passed + 0.2), 8)
    metrics["seconds_p50"], metrics["seconds_p95"] = Metric(0.03, 0.02, 0.04, 8), Metric(0.09, 0.05, 0.12, 8)
    counts = {outcome.value: outcomes.count(outcome) for outcome in Outcome}
    curve = tuple(Point(round(1 - i / 10, 1), i / 10, 1 - i / 25) for i in range(1, 11))
    return Figures(metrics, counts, curve, {"hoeveel": dict(metrics), "wie": dict(metrics)})
