"""How a question of a test set is put to an assistant, whole or by one leg of its search."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from typing import Any

from assistant.chat import Assistant
from assistant.evaluation.judge import judge, judge_ranking
from assistant.evaluation.library import Library
from assistant.evaluation.ranking import collapse
from assistant.evaluation.running import Evaluate
from assistant.evaluation.types import Case, Result
from assistant.retrieve import DEPTH, retrieve
from assistant.types import Answer, Hit, Turn

LEGS = ("lexical", "dense", "hybrid")
DEEP = 2 * DEPTH
"""Passages that are ranked when only the ranking counts: all that both legs can find."""


class OneLeg(Assistant):
    """An assistant that searches by words alone or by meaning alone; `legs` is one of LEGS."""

    legs = "hybrid"

    def search(self, query: str, top_k: int | None = None) -> tuple[Hit, ...]:
        """Find passages by the legs that are left."""
        wanted = self.settings.top_k if top_k is None else top_k
        if self.legs == "hybrid":
            return retrieve(self.store, self._encoder, query, wanted)
        if self.legs == "lexical":
            found = self.store.lexical(query, min(wanted, DEPTH))
        else:
            found = self.store.dense(self._encoder.queries([query])[0], min(wanted, DEPTH))
        return tuple(self.store.hits(found))


def answering(assistant: Assistant, record: Callable[[Answer], Mapping[str, Any]], *, talks: bool = True) -> Evaluate:
    """Ask for an answer and judge it; `record` writes an answer as JSON, and without `talks` no turn is told.

    A refusal without a language model is asked again without a threshold: what it would have said tells how good
    the threshold is.
    """
    library = Library(assistant.store)
    bold = copy(assistant)
    bold.settings = assistant.settings.model_copy(update={"refuse_below": 0.0})
    writes = bool(getattr(assistant.settings, "llm", None))

    def evaluate(case: Case, turns: Sequence[Turn]) -> Result:
        told = turns if talks else ()
        answer = assistant.ask(case.question, told)
        unrefused = bold.ask(case.question, told) if answer.refused and not writes else None
        return Result(case.id, answer.query, judge(case, answer, library, unrefused), record(answer))

    return evaluate


def searching(assistant: Assistant) -> Evaluate:
    """Rank the documents by their best passage and judge the ranking; a document goes by the names of its files."""
    files: dict[str, tuple[str, ...]] = {}

    def evaluate(case: Case, _turns: Sequence[Turn]) -> Result:
        started = time.perf_counter()
        hits = assistant.search(case.question, DEEP)
        seconds = time.perf_counter() - started
        for hit in hits:
            name = hit.passage.document_id
            if name not in files:
                files[name] = assistant.store.files(name)
        names = collapse((file, hit.score) for hit in hits for file in files[hit.passage.document_id])
        return Result(case.id, case.question, judge_ranking(case, names, seconds), ranking=tuple(names))

    return evaluate
