"""LangChain users compose, stream and trace us with the usual calls."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.documents import Document as LangChainDocument
from langchain_core.prompts import PromptTemplate
from langchain_core.runnables import RunnableLambda, RunnablePassthrough
from scripted import number, scripted
from tamper import change_texts, copied

from assistant.chain import VraagbaakRetriever, VraagbaakRunnable
from assistant.chat import Assistant
from assistant.errors import QuoteError
from assistant.settings import Settings
from assistant.types import Answer, Turn

FEE = "Hoe hoog is de eigen bijdrage?"
RIA = "Waar woont Ria de Vries?"


@pytest.fixture(scope="module")
def assistant(web_settings: Settings) -> Iterator[Assistant]:
    with Assistant.open(web_settings) as opened:
        yield opened


@pytest.fixture
def retriever(assistant: Assistant) -> VraagbaakRetriever:
    return VraagbaakRetriever(assistant=assistant)


@pytest.fixture
def chain(assistant: Assistant) -> VraagbaakRunnable:
    return VraagbaakRunnable(assistant)


class Runs(BaseCallbackHandler):
    """Keeps what a tracer sees."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, Any]] = []
        self.tags: set[str] = set()

    def on_chain_start(self, serialized: Any, inputs: Any, *, tags: list[str] | None = None, **kwargs: Any) -> None:
        """Keep the name and tags of a run."""
        self.seen.append(("chain", kwargs.get("name")))
        self.tags |= set(tags or ())

    def on_chain_end(self, outputs: Any, **kwargs: Any) -> None:
        """Keep what a run gave."""
        self.seen.append(("gave", outputs))

    def on_chain_error(self, error: BaseException, **kwargs: Any) -> None:
        """Keep what went wrong."""
        self.seen.append(("error", error))

    def on_retriever_start(self, serialized: Any, query: str, **kwargs: Any) -> None:
        """Keep what was searched."""
        self.seen.append(("query", query))

    def on_retriever_end(self, documents: Sequence[LangChainDocument], **kwargs: Any) -> None:
        """Keep how much was found."""
        self.seen.append(("found", len(documents)))


def plain(answer: Answer) -> Answer:
    return replace(answer, seconds={})


def test_every_document_is_the_slice_of_the_stored_text(retriever: VraagbaakRetriever) -> None:
    for question in (FEE, RIA, "dossiersysteem"):
        found = retriever.invoke(question)
        assert found
        for document in found:
            told = document.metadata
            stored = retriever.assistant.store.document(told["id"])
            assert document.page_content == stored.text[told["start"] : told["end"]]
            assert (told["title"], told["source"]) == (stored.title, stored.source)


def test_documents_say_where_they_come_from_best_first(retriever: VraagbaakRetriever) -> None:
    found = retriever.invoke(FEE)
    assert set(found[0].metadata) == {"id", "source", "title", "heading", "page", "start", "end", "score"}
    assert found[0].metadata["heading"] == "Hoe hoog is de eigen bijdrage?"
    scores = [document.metadata["score"] for document in found]
    assert scores == sorted(scores, reverse=True)
    assert len({document.id for document in found}) == len(found)


def test_a_retriever_returns_no_more_than_asked(assistant: Assistant) -> None:
    assert len(VraagbaakRetriever(assistant=assistant, k=1).invoke(FEE)) == 1


def test_a_retriever_composes_batches_and_runs_async(retriever: VraagbaakRetriever) -> None:
    titles = retriever | RunnableLambda(lambda found: [document.metadata["title"] for document in found])
    one, two = titles.batch([FEE, RIA])
    assert one[0] == "Hulp bij het huishouden"
    assert two[0] == "Portret van een coördinator"
    assert asyncio.run(titles.ainvoke(FEE)) == one


def test_a_text_that_was_changed_is_no_document(web_settings: Settings, tmp_path: Path) -> None:
    changed = copied(web_settings, tmp_path / "index")
    change_texts(changed, lambda _, text: text.replace("€ 20,60", "€ 21,60"))
    with Assistant.open(changed) as assistant, pytest.raises(QuoteError):
        VraagbaakRetriever(assistant=assistant).invoke(FEE)


def test_the_chain_answers_as_the_assistant_does(chain: VraagbaakRunnable, assistant: Assistant) -> None:
    expected = [plain(assistant.ask(question)) for question in (FEE, RIA)]
    assert plain(chain.invoke(FEE)) == expected[0]
    assert [plain(answer) for answer in chain.batch([FEE, {"question": RIA}])] == expected
    assert plain(asyncio.run(chain.ainvoke(RIA))) == expected[1]


def test_a_stream_ends_in_the_whole_answer(chain: VraagbaakRunnable) -> None:
    whole = plain(chain.invoke(FEE))
    assert plain(list(chain.stream(FEE))[-1]) == whole

    async def last() -> Answer:
        return [answer async for answer in chain.astream(FEE)][-1]

    assert plain(asyncio.run(last())) == whole


def test_a_follow_up_gets_the_turns_before_it(chain: VraagbaakRunnable) -> None:
    turn = Turn(RIA, RIA, "Ria de Vries woont in Meerwolde.")
    answer = chain.invoke({"question": "En sinds wanneer is zij coördinator?", "turns": [turn]})
    assert "Ria de Vries" in answer.query
    assert any("2009" in citation.quote for citation in answer.citations)


def test_the_chain_composes_on_both_sides(chain: VraagbaakRunnable) -> None:
    asking = PromptTemplate.from_template("Waar woont {naam}?") | RunnableLambda(lambda prompt: prompt.to_string())
    told = asking | chain | RunnableLambda(lambda answer: answer.text)
    assert "Meerwolde" in told.invoke({"naam": "Ria de Vries"})
    assert "Meerwolde" in "".join(told.stream({"naam": "Ria de Vries"}))
    keyed = {"question": RunnablePassthrough(), "turns": lambda _: ()} | chain
    assert plain(list(keyed.stream(RIA))[-1]) == plain(chain.invoke(RIA))


def test_a_question_that_comes_in_pieces_is_one_question(chain: VraagbaakRunnable) -> None:
    whole = plain(chain.invoke(RIA))
    assert plain(list(chain.transform(iter(["Waar woont ", "Ria de Vries?"])))[-1]) == whole

    async def pieces() -> Any:
        for piece in ("Waar woont ", "Ria de Vries?"):
            yield piece

    async def last() -> Answer:
        return [answer async for answer in chain.atransform(pieces())][-1]

    assert plain(asyncio.run(last())) == whole


def test_a_callback_handler_sees_every_run(chain: VraagbaakRunnable, retriever: VraagbaakRetriever) -> None:
    runs = Runs()
    answer = chain.invoke(FEE, {"callbacks": [runs], "tags": ["proef"]})
    assert runs.seen == [("chain", "VraagbaakRunnable"), ("gave", answer)]
    assert runs.tags == {"proef"}
    found = retriever.invoke(FEE, {"callbacks": [runs]})
    assert runs.seen[2:] == [("query", FEE), ("found", len(found))]
    streamed = Runs()
    last = list(chain.stream(FEE, {"callbacks": [streamed]}))[-1]
    assert streamed.seen == [("chain", "VraagbaakRunnable"), ("gave", last)]


def test_a_question_without_its_key_is_an_error_that_a_tracer_sees(chain: VraagbaakRunnable) -> None:
    runs = Runs()
    with pytest.raises(KeyError, match="question"):
        chain.invoke({"vraag": FEE}, {"callbacks": [runs]})
    assert runs.seen[-1][0] == "error"


def test_the_chain_streams_statements_of_a_model(web_settings: Settings) -> None:
    said = "De eigen bijdrage is 20,60 euro per maand."
    with scripted() as script, Assistant.open(script.settings(web_settings)) as assistant:
        script.reply = lambda body: [f"{said} [{number(body, '€ 20,60')}]\n"]
        answers = list(VraagbaakRunnable(assistant).stream(FEE))
        assert [one.text for one in answers[-1].statements] == [said]
        assert answers[-1].mode == asyncio.run(VraagbaakRunnable(assistant).ainvoke(FEE)).mode == "llm"
