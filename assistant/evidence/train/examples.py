"""What the layers learn from: the measured sentences of a question, and the same question with its answer taken out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.chat import Assistant
from assistant.conversation import standalone
from assistant.evidence.candidates import candidates
from assistant.evidence.choose import measure
from assistant.evidence.context import Context
from assistant.evidence.match import Meaning
from assistant.evidence.question import analyse
from assistant.evidence.stems import opening
from assistant.evidence.train.practice import Practice
from assistant.types import Hit, Span, Turn

TOLD_ELSEWHERE, TOUCHED = 0.7, 0.5
"""Labels of a sentence that tells the needed words outside the gold quote, and of one that is only a part of it."""


@dataclass(frozen=True, slots=True)
class Example:
    """Features (n, len(NAMES)) of the sentences that were found, and a label (n,) of each.

    `cut` tells that the answer was taken out of the texts.
    """

    features: np.ndarray
    labels: np.ndarray
    answerable: bool
    cut: bool


def examples(assistant: Assistant, meaning: Meaning, practice: Practice) -> Iterator[Example]:
    """Measure a question; one that can be answered is measured again with the answer's sentences taken out."""
    turns: tuple[Turn, ...] = ()
    if practice.after:
        before = assistant.ask(practice.after)
        turns = (Turn(before.question, before.query, before.text),)
    query = standalone(practice.question, turns)
    context = Context.of(assistant.store, assistant.search(query))
    yield _example(practice, query, context, meaning, cut=False)
    if practice.answerable:
        texts = {name: assistant.store.document(name).text for name in context.leads}
        yield _example(practice, query, _without(context, practice, texts), meaning, cut=True)


def _example(practice: Practice, query: str, context: Context, meaning: Meaning, *, cut: bool) -> Example:
    asked, found = analyse(query), candidates(context)
    features, kept = measure(asked, found, context, meaning, limit=None)
    labels = [_label(practice, found[i].passage.document_id, found[i].span, found[i].text) for i in kept]
    return Example(features, np.array(labels, dtype=np.float64), practice.answerable and not cut, cut)


def _label(practice: Practice, document: str, span: Span, text: str) -> float:
    covers, tells = practice.covers(document, span), practice.tells(text)
    return 1.0 if covers and tells else TOLD_ELSEWHERE if tells else TOUCHED if covers else 0.0


def _without(context: Context, practice: Practice, texts: Mapping[str, str]) -> Context:
    """Take the sentences that answer out of a context: spaces stand in their place."""
    leads = {name: opening(_blanked(text, practice.gold.get(name, ()), 0)) for name, text in texts.items()}
    hits, around = (tuple(_cut(hit, practice) for hit in some) for some in (context.hits, context.around))
    return Context(hits, around, leads)


def _cut(hit: Hit, practice: Practice) -> Hit:
    passage = hit.passage
    gone = [
        (start, end)
        for start, end in passage.sentences
        if practice.covers(passage.document_id, (start, end))
        or practice.tells(hit.text[start - passage.start : end - passage.start])
    ]
    kept = tuple(span for span in passage.sentences if span not in gone)
    rest = replace(passage, sentences=kept, words=())
    return replace(hit, text=_blanked(hit.text, gone, passage.start), passage=rest)


def _blanked(text: str, gone: Sequence[Span], offset: int) -> str:
    for start, end in gone:
        first, last = max(0, start - offset), min(len(text), end - offset)
        if first < last:
            text = text[:first] + " " * (last - first) + text[last:]
    return text
