"""The facade: open an index, ask it questions."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Self

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

EXTRACTIVE = "extractive"


class Assistant:
    """Answers questions from one index; use `open`, and close it or use it in a `with` statement."""

    def __init__(self, settings: Settings, store: Store, encoder: Encoder) -> None:
        self.settings, self.store, self._encoder = settings, store, encoder
        self._words = encoder if isinstance(encoder, StaticEncoder) else StaticEncoder.open(BUNDLED_MODEL)

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open the index that the settings name; raises StoreError or EmbeddingError."""
        encoder = load(settings)
        return cls(settings, Store.open(settings, encoder), encoder)

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
        """Yield growing answers, the last of them whole."""
        started = time.perf_counter()
        query = standalone(question.strip(), turns)
        hits = self.search(query)
        retrieved = time.perf_counter()
        found = self._evidence(query, hits)
        refused = found.confidence < self.settings.refuse_below
        cited = self._cite(found.places[:RELATED] if refused else found.places)
        yield Answer(
            question,
            query,
            refused,
            text=REFUSAL if refused else _text(cited),
            mode=EXTRACTIVE,
            citations=() if refused else cited,
            related=cited if refused else (),
            hits=hits,
            seconds={"retrieve": retrieved - started, "answer": time.perf_counter() - retrieved},
            confidence=found.confidence,
        )

    def _evidence(self, query: str, hits: Sequence[Hit]) -> Evidence:
        return choose(query, Context.of(self.store, hits), self._words.passages)

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


def _text(citations: Sequence[Citation]) -> str:
    """The answering sentence of each citation, with its number."""
    marked = ((c.document.text[slice(*c.mark)], c.number) for c in citations)
    return " ".join(f"{sentence} [{number}]" for sentence, number in marked)
