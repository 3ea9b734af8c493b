"""The answer in a model's words: prompt, reply, check, and statements one by one as they pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.citations import Documents, cite
from assistant.errors import ModelError
from assistant.generate.check.words import content, cover, stems, words
from assistant.generate.model import LanguageModel
from assistant.generate.reply import Claim, Reader
from assistant.generate.sentences import Numbered, Sentence, numbered
from assistant.generate.support import Judged, judge, likelihood
from assistant.generate.window import fit, tokens
from assistant.prompts import SYSTEM, asked
from assistant.types import DROPPED, KEPT, REPAIRED, Citation, Document, Hit, Statement, Turn, Verdict

ABOUT = 0.25
"""A claim is about its sentences when so much of what its words say is met in them; what another sentence says of the
same document is so one time in four."""

REPLY_SHARE = 4
"""One part in so many of the window is kept free for the reply."""

REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Phrased:
    """What a model has said so far.

    `cannot`: it says that the sources hold no answer; `failed`: it gave no reply, or broke off.
    """

    statements: tuple[Statement, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    cannot: bool = False
    failed: bool = False

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every place that carries a statement, once, in the order of its number."""
        found = {citation.number: citation for one in self.statements for citation in one.citations}
        return tuple(found[number] for number in sorted(found))

    @property
    def text(self) -> str:
        """The statements, each followed by the numbers of its citations."""
        return " ".join(f"{one.text} {marks(one)}" for one in self.statements)


class ReadOnce:
    """Stored documents, each read once for one answer; the gate checks every time that its text is the stored one."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._read: dict[str, Document] = {}

    def document(self, document_id: str) -> Document:
        """Return the stored document, or raise StoreError."""
        if document_id not in self._read:
            self._read[document_id] = self._documents.document(document_id)
        return self._read[document_id]


def marks(statement: Statement) -> str:
    """The numbers of a statement's citations, as [1][2]."""
    return "".join(f"[{citation.number}]" for citation in statement.citations)


def phrase(
    model: LanguageModel,
    documents: Documents,
    question: str,
    turns: Sequence[Turn],
    hits: Sequence[Hit],
    window: int,
    until: float,
) -> Iterator[Phrased]:
    """Yield what a model has said whenever a statement passed, and at least every now and then; the last is whole.

    `window` counts tokens; `until` is a moment of `time.monotonic`.
    """
    documents = ReadOnce(documents)
    prompt, message = compose(documents, question, turns, hits, window)
    if not prompt.sentences:
        yield Phrased(failed=True)
        return
    reader, said = Reader(), Phrased()
    try:
        for piece in model.stream(SYSTEM, message, until):
            before = said
            for claim in reader.feed(piece):
                said = _judged(documents, prompt, said, claim)
            if not piece or said is not before:
                yield said
        for claim in reader.close():
            said = _judged(documents, prompt, said, claim)
    except ModelError:
        said = replace(said, failed=True)
    yield replace(said, cannot=reader.cannot)


def compose(
    documents: Documents, question: str, turns: Sequence[Turn], hits: Sequence[Hit], window: int
) -> tuple[Numbered, str]:
    """Put as many hits and turns in a message as the window holds, beside the fixed prompt and the reply."""
    room = window - window // REPLY_SHARE - tokens(SYSTEM)
    fitted = fit(turns, hits, room - tokens(asked(question, "")))
    kept, dates = list(fitted.hits), _dates(documents, fitted.hits)
    while True:
        prompt = numbered(kept, dates)
        message = asked(question, prompt.block, fitted.turns)
        if not kept or tokens(message) <= room:
            return prompt, message
        kept.pop()


def _dates(documents: Documents, hits: Sequence[Hit]) -> dict[str, str]:
    found = {id: documents.document(id).metadata.get("date") for id in {hit.passage.document_id for hit in hits}}
    return {id: date for id, date in found.items() if date}


def _judged(documents: Documents, prompt: Numbered, said: Phrased, claim: Claim) -> Phrased:
    """Add what became of one claim."""
    judged = judge(claim, prompt)
    if judged.failure is None:
        cited = _cited(documents, judged.sentences, said)
        return _added(said, Statement(judged.text, cited), Verdict(KEPT))
    if quotable(judged):
        cited = _cited(documents, judged.sentences, said)
        quotes = " ".join(f"“{citation.quote}”" for citation in cited)
        return _added(said, Statement(quotes, cited), Verdict(REPAIRED, judged.failure))
    return replace(said, verdicts=(*said.verdicts, Verdict(DROPPED, judged.failure)))


def _added(said: Phrased, statement: Statement, verdict: Verdict) -> Phrased:
    """Add a statement, unless it was made before."""
    if any(statement.text == one.text for one in said.statements):
        return replace(said, verdicts=(*said.verdicts, Verdict(DROPPED, REPEATED)))
    return replace(said, statements=(*said.statements, statement), verdicts=(*said.verdicts, verdict))


def quotable(judged: Judged) -> bool:
    """Tell whether a claim that may not be shown is about its sentences, so that they can be shown in its place.

    It is when it shares words with them, or when the model finds it likely.
    """
    held = "\n".join(sentence.read_as for sentence in judged.sentences)
    said = content(words(judged.text))
    if not said or not held:
        return False
    return cover(said, stems(held)) >= ABOUT or likelihood(judged.text, judged.sentences) >= 0


def _cited(documents: Documents, sentences: Sequence[Sentence], said: Phrased) -> tuple[Citation, ...]:
    """Cite sentences, those that follow each other as one place; a place that was cited before keeps its number."""
    known = {(c.document.id, c.start, c.end): c for c in said.citations}
    found: list[Citation] = []
    for first, last in _runs(sentences):
        place = (first.document_id, first.start, last.end)
        if place not in known:
            passage = first.passage
            known[place] = cite(documents, *place, number=len(known) + 1, heading=passage.heading, page=passage.page)
        found.append(known[place])
    return tuple(found)


def _runs(sentences: Sequence[Sentence]) -> list[tuple[Sentence, Sentence]]:
    """The first and last sentence of each stretch of neighbours in one passage, in the order of the sentences."""
    runs: list[tuple[Sentence, Sentence]] = []
    for sentence in sorted(sentences, key=lambda one: one.number):
        if runs and runs[-1][1].number + 1 == sentence.number and runs[-1][1].passage.id == sentence.passage.id:
            runs[-1] = (runs[-1][0], sentence)
        else:
            runs.append((sentence, sentence))
    return runs
