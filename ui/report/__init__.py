"""The report on a run: one HTML file that stands alone, for people who decide and do not program.

Every question, quote and name in it is somebody else's text: templates escape it, and the policy in the file lets
the browser load nothing and run nothing.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from assistant.evaluation.types import RETRIEVAL, Comparison, Run
from ui import render
from ui import texts_report as said
from ui.report import figures, questions, verdict
from ui.report.curve import curve
from ui.texts_evaluation import PROBLEMS, STEPS

FILE = "rapport.html"
SHEETS = ("base.css", "report.css")
AREA = "curve_area"


def write(run: Run, path: Path, comparison: Comparison | None = None, earlier: Run | None = None) -> None:
    """Write the report; with the earlier run of the comparison it shows that run's figures and answers too."""
    path.write_bytes(html(run, comparison, earlier).encode("utf-8", "replace"))  # text may hold half a surrogate pair


def html(run: Run, comparison: Comparison | None = None, earlier: Run | None = None) -> Markup:
    """Make the report as a whole page."""
    asked = questions.asked(run)
    told = changes(run, comparison, earlier) if comparison else None
    parts = _measured(run) | {"changes": told, "failed": questions.failed(asked), "problems": _problems(run)}
    parts["passed"] = [row for row in asked if row.result.verdict.passed] if _answers(run) else []
    return render.template(
        "report/report.html",
        said=said,
        run=run,
        answers=_answers(run),
        asked=asked,
        mode=_mode(run),
        headline=verdict.headline(run, asked),
        meaning=verdict.meaning(run),
        points=verdict.points(run, asked, told),
        endings=questions.endings(asked),
        contents=[(id, title) for id, (part, title) in said.SECTIONS.items() if part is None or parts[part]],
        about=_about(run),
        style=_style(),
        policy=policy(),
        **parts,
    )


@cache
def policy() -> str:
    """Give the Content-Security-Policy of the report: its own style sheet and nothing else."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@cache
def _style() -> Markup:
    return Markup("\n".join((render.STATIC / name).read_text("utf-8") for name in SHEETS))  # noqa: S704  (our own files)


def _answers(run: Run) -> bool:
    return run.about.kind != RETRIEVAL


def _mode(run: Run) -> str:
    return said.mode(run.about.mode) if _answers(run) else said.RANKINGS


def _measured(run: Run) -> dict[str, Any]:
    found, threshold = run.figures, run.about.settings.get("refuse_below")
    if found is None:
        return {"groups": [], "kinds": [], "curve": None, "area": None, "threshold": threshold}
    return {
        "groups": figures.grouped(found, but=() if _answers(run) else ("passed",)),
        "kinds": figures.kinds(found),
        "curve": curve(found.curve, threshold),
        "area": figures.figure(AREA, found.metrics[AREA]) if AREA in found.metrics else None,
        "threshold": threshold,
    }


def changes(run: Run, comparison: Comparison, earlier: Run | None = None) -> dict[str, Any]:
    """Put what changed in words, for the templates."""
    modes = comparison.earlier.mode, run.about.mode
    moments = comparison.earlier.created, run.about.created
    labels = list(map(said.mode, modes) if modes[0] != modes[1] else map(said.moment, moments))
    better, worse, other = comparison.better, comparison.worse, comparison.other
    named = ((said.BETTER, better), (said.WORSE, worse), (said.OTHERWISE, other))
    return {
        "labels": labels,
        "summary": said.compared(labels[0], len(better), len(worse), comparison.shared),
        "chance": verdict.chance(comparison),
        "rows": figures.differences(comparison, run, earlier),
        "both": earlier is not None and earlier.figures is not None,
        "groups": [(title, questions.changed(some, run, earlier)) for title, some in named],
    }


def _problems(run: Run) -> list[tuple[int, str]]:
    return [(one.row, PROBLEMS[one.code].format(one.detail)) for one in run.testset.problems]


def _about(run: Run) -> list[tuple[str, str]]:
    about = run.about
    values = {
        "created": said.moment(about.created),
        "testset": about.testset,
        "mode": _mode(run),
        "legs": said.LEGS.get(about.legs, about.legs),
        "left_out": STEPS.get(about.left_out or "", about.left_out),
        "index": about.index,
        "generation": about.generation,
        "commit": about.commit,
        "sha256": about.sha256,
    }
    return [(said.FACTS[name], value) for name, value in values.items() if value]
