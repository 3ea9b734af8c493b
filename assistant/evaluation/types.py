"""The values of an evaluation: a test set with its questions, a run with its results and figures.

Rows count from 1, as a spreadsheet or editor shows them. Shares lie in 0..1, times are seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

ANSWERS, RETRIEVAL = "answers", "retrieval"
"""What a run holds for each question: an answer, or only a ranking of documents."""


@dataclass(frozen=True, slots=True)
class Gold:
    """Where an answer stands: a source, perhaps a quote in it; `grade` is the relevance, 1 or higher."""

    source: str | None
    quote: str | None = None
    grade: int = 1


@dataclass(frozen=True, slots=True)
class Case:
    """A question of a test set and what is expected.

    `needed` holds groups of alternatives: of every group one must occur in the answer. `answer` is an expected
    answer in free words. `after` is the id of the question that this one follows up on.
    """

    id: str
    row: int
    question: str
    answerable: bool = True
    gold: tuple[Gold, ...] = ()
    needed: tuple[tuple[str, ...], ...] = ()
    answer: str | None = None
    kind: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that cannot be right, left out of the run; `code` is a key of `ui.texts_evaluation.PROBLEMS`."""

    row: int
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TestSet:
    """Questions in the order of their file; `kind` is ANSWERS or RETRIEVAL."""

    __test__: ClassVar[bool] = False

    name: str
    cases: tuple[Case, ...]
    problems: tuple[Problem, ...] = ()
    kind: str = ANSWERS
    sha256: str = ""


class Outcome(StrEnum):
    """What came of a question: two ways to be right, and every reason to be wrong."""

    RIGHT = "right"
    RIGHTLY_REFUSED = "rightly_refused"
    NOT_RETRIEVED = "not_retrieved"
    NOT_CHOSEN = "not_chosen"
    REFUSED = "refused"
    SHOULD_REFUSE = "should_refuse"
    QUOTE_DIFFERS = "quote_differs"
    WRONG_WORDS = "wrong_words"

    @property
    def passed(self) -> bool:
        """Say whether the question passed."""
        return self in (Outcome.RIGHT, Outcome.RIGHTLY_REFUSED)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a question, and its own share in each figure; a figure that does not apply has no key."""

    outcome: Outcome
    measures: Mapping[str, float] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """Say whether the question passed."""
        return self.outcome.passed


@dataclass(frozen=True, slots=True)
class Result:
    """A question's answer and verdict.

    `answer` is the object that `vraagbaak ask --json` prints, None in a RETRIEVAL run; `ranking` names the documents
    that a RETRIEVAL run found, best first; `query` is what was searched for.
    """

    id: str
    query: str
    verdict: Verdict
    answer: Mapping[str, Any] | None = None
    ranking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure over `n` questions with the interval (95 %) in which it lies."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Point:
    """When it refuses below `threshold`: the share of all questions that it answers, and how often that is right."""

    threshold: float
    coverage: float
    precision: float


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a run by metric name (see `assistant.evaluation.metrics.METRICS`), whole and per kind.

    `outcomes` counts the questions by `Outcome`; `curve` runs from the highest threshold to the lowest.
    """

    metrics: Mapping[str, Metric]
    outcomes: Mapping[str, int] = field(default_factory=dict)
    curve: tuple[Point, ...] = ()
    kinds: Mapping[str, Mapping[str, Metric]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class About:
    """What was run, when and with what; `commit` is None where git knows of none.

    `legs` is "lexical", "dense" or "hybrid"; `left_out` names the step that an ablation leaves out;
    `generation` tells one state of the index from another.
    """

    created: str
    testset: str
    sha256: str
    kind: str
    mode: str
    legs: str
    index: str
    settings: Mapping[str, Any]
    versions: Mapping[str, str]
    commit: str | None = None
    left_out: str | None = None
    generation: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run, or one that was stopped: then `figures` is None and results are missing."""

    about: About
    testset: TestSet
    results: Mapping[str, Result]
    figures: Figures | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A question whose outcome is another than in the compared run."""

    id: str
    before: Outcome
    after: Outcome


@dataclass(frozen=True, slots=True)
class Comparison:
    """A run beside an earlier one, over the questions that both have.

    `differences` holds this run's figure minus the earlier one's, paired by question: with 0 outside its interval it
    is more than noise. `better` and `worse` went from failed to passed and back; `other` ends otherwise, but passes
    or fails as before.
    """

    earlier: About
    differences: Mapping[str, Metric]
    better: tuple[Change, ...] = ()
    worse: tuple[Change, ...] = ()
    other: tuple[Change, ...] = ()
    shared: int = 0
