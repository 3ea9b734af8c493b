"""From question to growing answers with a language model: understand, search, phrase."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.citations import Documents
from assistant.generate.follow_up import understand
from assistant.generate.model import LanguageModel
from assistant.generate.person import about_person
from assistant.generate.phrase import Phrased, phrase
from assistant.prompts import DECLINED, PERSONAL, SILENT, STOPPED, UNSUPPORTED
from assistant.settings import Settings
from assistant.types import Answer, Hit, Turn

LLM = "llm"


def answers(
    model: LanguageModel,
    documents: Documents,
    search: Callable[[str], tuple[Hit, ...]],
    settings: Settings,
    question: str,
    turns: Sequence[Turn],
) -> Iterator[Answer]:
    """Yield growing answers; when the last has no statements, its notice says why the model has no answer."""
    started, until = time.perf_counter(), time.monotonic() + settings.llm_seconds
    begun = Answer(question, question, False, "", LLM)
    for meant in understand(model, question.strip(), turns, settings.llm_context, until):
        begun = replace(begun, query=meant.query)
        yield begun
    searching = time.perf_counter()
    hits = search(meant.query)
    retrieve = time.perf_counter() - searching
    begun = replace(begun, hits=hits, seconds={"retrieve": retrieve, "answer": searching - started})
    yield begun
    if not hits:
        return
    for said in phrase(model, documents, meant.query, meant.turns, hits, settings.llm_context, until):
        seconds = {"retrieve": retrieve, "answer": time.perf_counter() - started - retrieve}
        last = replace(
            begun,
            text=said.text,
            citations=said.citations,
            statements=said.statements,
            verdicts=said.verdicts,
            seconds=seconds,
        )
        yield last
    notices = (PERSONAL if about_person(meant.query) else None, _notice(said))
    yield replace(last, notice=" ".join(filter(None, notices)) or None)


def _notice(said: Phrased) -> str | None:
    """Say what is amiss with the reply, if anything."""
    if said.statements:
        return STOPPED if said.failed else None
    if said.failed:
        return SILENT
    return DECLINED if said.cannot and not said.verdicts else UNSUPPORTED
