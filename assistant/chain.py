"""LangChain at the edge: a retriever and a runnable over the same facade, to compose, stream and trace with.

>>> with Assistant.open(load()) as assistant:
...     chain = VraagbaakRunnable(assistant) | (lambda answer: answer.text)
...     chain.invoke("Hoe hoog is de eigen bijdrage?")
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import AddableDict, Runnable, RunnableConfig
from langchain_core.runnables.config import run_in_executor
from pydantic import SkipValidation

from assistant.chat import Assistant
from assistant.citations import cite
from assistant.types import Answer, Hit

Asked = str | Mapping[str, Any]
"""A question, or a mapping with "question" and perhaps "turns" (a sequence of Turn, oldest first)."""


class VraagbaakRetriever(BaseRetriever):
    """Finds passages; each comes back through the gate, so that its text is a slice of the stored document."""

    assistant: SkipValidation[Assistant]
    k: int | None = None
    """Passages to return at most; None takes the setting `top_k`."""

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [self._document(hit) for hit in self.assistant.search(query, self.k)]

    def _document(self, hit: Hit) -> Document:
        passage = hit.passage
        cited = cite(self.assistant.store, passage.document_id, passage.start, passage.end)
        metadata = {
            "id": passage.document_id,
            "source": hit.source,
            "title": hit.title,
            "heading": passage.heading,
            "page": passage.page,
            "start": passage.start,
            "end": passage.end,
            "score": hit.score,
        }
        return Document(id=passage.id, page_content=cited.quote, metadata=metadata)


class VraagbaakRunnable(Runnable[Asked, Answer]):
    """Answers questions; streaming yields growing answers, of which the last is whole."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    def invoke(self, input: Asked, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:
        """Answer one question."""
        return self._call_with_config(self._whole, input, config)

    def stream(self, input: Asked, config: RunnableConfig | None = None, **kwargs: Any) -> Iterator[Answer]:
        """Answer one question, growing."""
        yield from self.transform(iter([input]), config)

    def transform(
        self, input: Iterator[Asked], config: RunnableConfig | None = None, **kwargs: Any
    ) -> Iterator[Answer]:
        """Answer the question that comes in as pieces, growing."""
        yield from self._transform_stream_with_config(input, self._growing, config)

    async def astream(self, input: Asked, config: RunnableConfig | None = None, **kwargs: Any) -> AsyncIterator[Answer]:
        """Answer one question, growing, while other tasks run."""

        async def once() -> AsyncIterator[Asked]:
            yield input

        async for answer in self.atransform(once(), config):
            yield answer

    async def atransform(
        self, input: AsyncIterator[Asked], config: RunnableConfig | None = None, **kwargs: Any
    ) -> AsyncIterator[Answer]:
        """Answer the question that comes in as pieces, growing, while other tasks run."""
        async for answer in self._atransform_stream_with_config(input, self._agrowing, config):
            yield answer

    def _whole(self, asked: Asked) -> Answer:
        return self.assistant.ask(*_opened(asked))

    def _growing(self, pieces: Iterator[Asked]) -> Iterator[Answer]:
        asked: Asked = ""
        for piece in pieces:
            asked = _joined(asked, piece)
        yield from self.assistant.stream(*_opened(asked))

    async def _agrowing(self, pieces: AsyncIterator[Asked]) -> AsyncIterator[Answer]:
        asked: Asked = ""
        async for piece in pieces:
            asked = _joined(asked, piece)
        answers = self.assistant.stream(*_opened(asked))
        while (answer := await run_in_executor(None, next, answers, None)) is not None:
            yield answer


def _joined(asked: Asked, piece: Asked) -> Asked:
    """Put pieces of a streamed question together; what cannot be added replaces what came before."""
    if isinstance(asked, str) and isinstance(piece, str):
        return asked + piece
    if isinstance(asked, AddableDict) and isinstance(piece, AddableDict):
        return asked + piece
    return piece


def _opened(asked: Asked) -> tuple[str, tuple[Any, ...]]:
    if isinstance(asked, str):
        return asked, ()
    return asked["question"], tuple(asked.get("turns") or ())
