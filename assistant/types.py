"""The values that flow through the house; this file imports nothing of the project.

Offsets count characters (Unicode code points) of `Document.text`, half open: ``text[start:end]``.
Scores are higher-is-better.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Document:
    """An immutable source text; `id` and `sha256` derive from `text` alone.

    `opening` holds the words of its first lines, as a passage has those of its sentences.
    """

    id: str
    title: str
    source: str
    text: str
    sha256: str
    metadata: Mapping[str, str] = field(default_factory=dict)
    opening: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """An interval of a document made of whole sentences; `sentences` are spans in the document.

    `position` counts the passages of one document from 0; `page` counts from 1. `words` holds, for each sentence, its
    words that carry meaning, folded, between spaces; empty where nobody read them yet.
    """

    id: str
    document_id: str
    position: int
    start: int
    end: int
    sentences: tuple[Span, ...]
    heading: str | None = None
    page: int | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found, with the slice of text it covers and where that came from."""

    passage: Passage
    text: str
    title: str
    source: str
    score: float


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange: what the person typed, what was searched for it, and what was shown."""

    question: str
    query: str
    answer: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a document that passed the gate; its quote is a slice and cannot be typed.

    `mark` is the span, in the document, of the sentence inside the quote that answers.
    """

    number: int
    document: Document
    start: int
    end: int
    mark: Span
    heading: str | None = None
    page: int | None = None

    @property
    def quote(self) -> str:
        """The quoted characters, as they stand in the document."""
        return self.document.text[self.start : self.end]

    @property
    def url(self) -> str:
        """Path of the source viewer, opened at this quote."""
        return f"/bron/{self.document.id}#c{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence in a language model's words that passed the check, with the places that carry it."""

    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one statement of a language model; it holds no text, so that it can be logged.

    `outcome` is KEPT, REPAIRED (the cited sentences are shown in its place) or DROPPED; `reason` names the
    check that it failed, None when kept.
    """

    outcome: str
    reason: str | None = None


KEPT, REPAIRED, DROPPED = "kept", "repaired", "dropped"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the assistant says; `related` holds quotes on the subject under a refusal, never the answer.

    `statements` are what a language model said and the check let through; `verdicts` say what became of each
    that it offered, in order; `notice` is a line for the person, such as that the language model did not answer.
    `seconds` has the keys "retrieve" and "answer"; `confidence` (0 to 1) is how sure it is that the sources answer.
    """

    question: str
    query: str
    refused: bool
    text: str
    mode: str
    citations: tuple[Citation, ...] = ()
    related: tuple[Citation, ...] = ()
    hits: tuple[Hit, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    confidence: float = 0.0
    statements: tuple[Statement, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    notice: str | None = None

    @property
    def dropped(self) -> int:
        """How many statements of the language model were not shown."""
        return sum(verdict.outcome == DROPPED for verdict in self.verdicts)
