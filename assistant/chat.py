"""The facade: open an index, ask it questions."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Self

from assistant.citations import cite
from assistant.conversation import standalone
from assistant.embedding import BUNDLED_MODEL, Encoder, StaticEncoder, load
from assistant.evidence.choose import RELATED, Evidence, Place, choose
from assistant.evidence.context import Context
from assistant.prompts import REFUSAL
from assistant.retrieve import retrieve
from assistant.settings import Settings
from assistant.store import Store
from assistant.types import Answer, Citation, Hit, Turn

if TYPE_CHECKING:
    from assistant.generate.model import LanguageModel

EXTRACTIVE = "extractive"


class Assistant:
    """Answers questions from one index; use `open`, and close it or use it in a `with` statement."""

    def __init__(self, settings: Settings, store: Store, encoder: Encoder, model: LanguageModel | None = None) -> None:
        self.settings, self.store, self._encoder, self._model = settings, store, encoder, model
        self._words = encoder if isinstance(encoder, StaticEncoder) else StaticEncoder.open(BUNDLED_MODEL)

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open the index and the models that the settings name; raises StoreError, EmbeddingError or ModelError."""
        encoder, model = load(settings), _model(settings)
        return cls(settings, Store.open(settings, encoder), encoder, model)

    def close(self) -> None:
        """Let go of the index."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, question: str, turns: Sequence[Turn] = ()) -> Answer:
        """Answer a question, given the turns before it."""
        *_, answer = self.stream(question, turns)
        return answer

    def search(self, query: str, top_k: int | None = None) -> tuple[Hit, ...]:
        """Find the passages nearest to a query, best first; `top_k` overrules the setting."""
        return retrieve(self.store, self._encoder, query, self.settings.top_k if top_k is None else top_k)

    def stream(self, question: str, turns: Sequence[Turn] = ()) -> Iterator[Answer]:
        """Yield growing answers, the last of them whole.

        With a language model an answer comes about every half second, also when it did not grow: the model is
        stopped once nobody listens. When it has no statement that may be shown, the last answer is extractive.
        """
        if self._model is None:
            yield self.extract(question, turns)
            return
        from assistant.generate.answer import answers

        for answer in answers(self._model, self.store, self.search, self.settings, question, turns):
            yield answer
        if not answer.statements:
            yield self._quoted(answer)

    def extract(self, question: str, turns: Sequence[Turn] = ()) -> Answer:
        """Answer with the sentences of the sources, without a language model."""
        started = time.perf_counter()
        query = standalone(question.strip(), turns)
        hits = self.search(query)
        seconds = {"retrieve": time.perf_counter() - started, "answer": 0.0}
        return self._quoted(Answer(question, query, False, "", EXTRACTIVE, hits=hits, seconds=seconds))

    def _quoted(self, answer: Answer) -> Answer:
        """Give an answer that has its query and hits the sentences that answer, or refuse."""
        started = time.perf_counter()
        found = self._evidence(answer.query, answer.hits)
        refused = found.confidence < self.settings.refuse_below
        cited = self._cite(found.places[:RELATED] if refused else found.places)
        spent = answer.seconds["answer"] + time.perf_counter() - started
        return replace(
            answer,
            refused=refused,
            text=REFUSAL if refused else _text(cited),
            mode=EXTRACTIVE,
            citations=() if refused else cited,
            related=cited if refused else (),
            seconds={**answer.seconds, "answer": spent},
            confidence=found.confidence,
        )

    def _evidence(self, query: str, hits: Sequence[Hit]) -> Evidence:
        return choose(query, Context.of(self.store, hits), self._words)

    def _cite(self, places: Sequence[Place]) -> tuple[Citation, ...]:
        return tuple(
            cite(
                self.store,
                place.passage.document_id,
                place.start,
                place.end,
                number=number,
                mark=place.mark,
                heading=place.passage.heading,
                page=place.passage.page,
            )
            for number, place in enumerate(places, 1)
        )


def _model(settings: Settings) -> LanguageModel | None:
    if settings.llm is None:
        return None
    from assistant.entail.entailment import bundled
    from assistant.generate.model import LanguageModel

    model = LanguageModel.open(settings)
    bundled()  # so that the first statement need not wait for it
    return model


def _text(citations: Sequence[Citation]) -> str:
    """The answering sentence of each citation, with its number."""
    marked = ((c.document.text[slice(*c.mark)], c.number) for c in citations)
    return " ".join(f"{sentence} [{number}]" for sentence, number in marked)
