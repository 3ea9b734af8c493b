"""Falsified quotes, offered to every way in: none is ever shown as a quote."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import html as markup
from tamper import change_texts, copied, opened
from typer.testing import CliRunner

from assistant.chain import VraagbaakRetriever
from assistant.chat import Assistant
from assistant.citations import cite, digest
from assistant.errors import QuoteError, VraagbaakError
from assistant.settings import Settings
from assistant.types import Answer, Citation, Document, Turn
from ingest.build import build
from ui import cli, printed, render
from ui.chat import Page, Talk
from ui.record import record
from ui.server import assemble

Row = dict[str, str]
PATH = Path(__file__).parent.parent / "data" / "testsets" / "vervalst.jsonl"
ROWS: list[Row] = [json.loads(line) for line in PATH.read_text("utf-8").splitlines()]
ELSEWHERE = "verkeerd document"
ONE_OF_EACH = list({row["kind"]: row for row in ROWS}.values())
AT_ONCE = 20


def spaced(text: str) -> str:
    return " ".join(text.split())


@cache
def stands_in(text: str) -> tuple[str, ...]:
    """The falsified quotes that must not be found in a shown text, whatever document it is of."""
    return tuple(row["quote"] for row in ROWS if row["kind"] != ELSEWHERE and spaced(row["quote"]) in spaced(text))


def false(quote: str, source: str) -> bool:
    """Tell whether a shown quote holds a falsified one; a true sentence is false under the wrong document only."""
    moved = [row["quote"] for row in ROWS if row["kind"] == ELSEWHERE and source.endswith(row["source"])]
    return bool(stands_in(quote)) or any(spaced(sentence) in spaced(quote) for sentence in moved)


def shown(answer: Answer) -> tuple[Citation, ...]:
    return answer.citations + answer.related


def prove(answer: Answer, assistant: Assistant) -> None:
    """Check that every quote of an answer is a slice of the stored text, and none is falsified."""
    for citation in shown(answer):
        stored = assistant.store.document(citation.document.id)
        assert citation.quote == stored.text[citation.start : citation.end]
        assert not false(citation.quote, citation.document.source), citation.quote
    told = (f"{c.document.text[slice(*c.mark)]} [{c.number}]" for c in answer.citations)
    assert answer.refused or answer.text == " ".join(told)
    assert not stands_in(answer.text)


def quotes_in(page: str) -> list[str]:
    """Every text that a page shows as a quote, as an answer or to copy between quotation marks, unescaped."""
    tree = markup.fromstring(f"<div>{page}</div>")
    found = tree.xpath("//blockquote | //*[contains(@class, 'vb-answer')]/p | //mark")
    copied = "".join(pre.text_content() for pre in tree.xpath("//pre"))
    return [node.text_content() for node in found] + re.findall(
        r"^\[\d+\] “(.*?)”\nBron: ", copied, re.DOTALL | re.MULTILINE
    )


@pytest.fixture(scope="module")
def documents(samples: Assistant) -> dict[str, Document]:
    """The sample documents by the name of their file."""
    found = [samples.store.document(listed.id) for listed in samples.store.documents()]
    return {document.source: document for document in found}


@pytest.fixture(scope="module")
def answers(samples: Assistant) -> list[Answer]:
    """What is answered to each falsified quote, asked as a question."""
    return [samples.ask(row["quote"]) for row in ROWS]


@pytest.fixture(scope="module")
def client(samples: Assistant) -> TestClient:
    return TestClient(assemble(samples), raise_server_exceptions=False)


def test_the_set_is_large_and_of_many_kinds() -> None:
    assert len(ROWS) >= 300
    assert len(ONE_OF_EACH) >= 6


def test_the_gate_takes_no_text(samples: Assistant, documents: dict[str, Document]) -> None:
    for row in ROWS:
        quote, document = row["quote"], documents[row["source"]]
        offered: list[tuple[Any, Any, Any, dict[str, Any]]] = [
            (document.id, quote, quote, {}),
            (document.id, 0, quote, {}),
            (document.id, quote, len(quote), {}),
            (quote, 0, len(quote), {}),
            (document.id, 0, len(quote), {"mark": quote}),
            (document.id, 0, len(quote), {"mark": (quote, quote)}),
            (document.id, 0, len(quote), {"number": quote}),
        ]
        for id, start, end, named in offered:
            with pytest.raises(VraagbaakError):
                cite(samples.store, id, start, end, **named)
        assert cite(samples.store, document.id, 0, len(quote), heading=quote).quote != quote


def test_a_place_of_the_same_size_is_another_text(samples: Assistant, documents: dict[str, Document]) -> None:
    for row in ROWS:
        quote, document = row["quote"], documents[row["source"]]
        word = re.escape(quote.split()[0])
        for start in [match.start() for match in re.finditer(word, document.text)][:20]:
            end = min(start + len(quote), len(document.text))
            assert not false(cite(samples.store, document.id, start, end).quote, document.source)


def test_the_place_in_the_right_document_is_another_text_in_the_wrong_one(
    samples: Assistant, documents: dict[str, Document]
) -> None:
    for row in (row for row in ROWS if row["kind"] == ELSEWHERE):
        pattern = re.compile(r"\s+".join(map(re.escape, row["quote"].split())))
        right = next(match for text in documents.values() if (match := pattern.search(text.text)))
        wrong = documents[row["source"]]
        if right.end() > len(wrong.text):
            with pytest.raises(QuoteError):
                cite(samples.store, wrong.id, right.start(), right.end())
        elif wrong.text[right.start() : right.end()].strip():
            assert not false(cite(samples.store, wrong.id, right.start(), right.end()).quote, wrong.source)


def test_asked_as_a_question_it_comes_back_as_no_quote(samples: Assistant, answers: Sequence[Answer]) -> None:
    for answer in answers:
        prove(answer, samples)


def test_no_program_reads_it_as_a_quote(answers: Sequence[Answer], documents: dict[str, Document]) -> None:
    for answer in answers:
        told = json.loads(json.dumps(record(answer)))
        for citation in told["citations"] + told["related"]:
            text = documents[citation["document"]["source"]].text
            assert citation["quote"] == text[citation["start"] : citation["end"]]
            assert not false(citation["quote"], citation["document"]["source"])


def test_no_page_shows_it_as_a_quote(answers: Sequence[Answer]) -> None:
    for answer in answers:
        page = render.exchange(answer.question, answer)
        quotes = [citation.quote for citation in shown(answer)]
        marked = [c.document.text[slice(*c.mark)] for c in shown(answer)]
        told = [f"{text} [{c.number}]" for text, c in zip(marked, answer.citations, strict=False)]
        for text in quotes_in(page):
            assert text in quotes + marked + told + [answer.text]
        assert not any(stands_in(text) for text in quotes_in(page))


def test_no_terminal_shows_it_as_a_quote(answers: Sequence[Answer], capsys: pytest.CaptureFixture[str]) -> None:
    for answer in answers:
        printed.answer([answer])
        for line in capsys.readouterr().out.splitlines():
            assert not stands_in(line.strip("“”"))


def test_the_command_shows_it_neither_alone_nor_in_a_batch(
    sample_settings: Settings, samples: Assistant, tmp_path: Path
) -> None:
    batch = tmp_path / "vragen.jsonl"
    lines = [json.dumps({"question": row["quote"], "quote": row["quote"], "citations": [row]}) for row in ROWS]
    batch.write_text("\n".join(lines), "utf-8")
    run = CliRunner().invoke
    index = ["--index", str(sample_settings.index), "--json"]
    outputs = [run(cli.app, ["ask", "--batch", str(batch), *index])]
    outputs += [run(cli.app, ["ask", row["quote"], *index]) for row in ONE_OF_EACH]
    assert [output.exit_code for output in outputs] == [0] * len(outputs)
    told = [json.loads(line) for output in outputs for line in output.stdout.splitlines()]
    assert [one["question"] for one in told] == [row["quote"] for row in [*ROWS, *ONE_OF_EACH]]
    for one in told:
        for citation in one["citations"] + one["related"]:
            stored = samples.store.document(citation["document"]["id"])
            assert citation["quote"] == stored.text[citation["start"] : citation["end"]]
            assert not false(citation["quote"], stored.source)
        assert not stands_in(one["text"])


def test_the_viewer_marks_only_what_stands_there(client: TestClient, documents: dict[str, Document]) -> None:
    for row in ROWS:
        quote, document = row["quote"], documents[row["source"]]
        start = max(0, document.text.find(quote.split()[0]))
        end = start + len(quote)
        address = f"/bron/{document.id}?start={start}&end={end}#c{start}-{end}"
        tree = markup.fromstring(client.get(address).content)
        marked = "".join(node.text_content() for node in tree.xpath("//mark"))
        assert marked == (document.text[start:end] if end <= len(document.text) else "")
        assert not false(marked, document.source)


def test_the_viewer_takes_no_text(client: TestClient, documents: dict[str, Document]) -> None:
    for row in ONE_OF_EACH:
        quote, document = row["quote"], documents[row["source"]]
        typed = {"start": quote, "end": quote, "quote": quote, "text": quote, "q": quote}
        offered = [
            client.get(f"/bron/{document.id}", params=typed),
            client.get(f"/bron/{document.id}", params={"quote": quote, "mark": quote, "highlight": quote}),
            client.get(f"/bron/{document.id}#{quote}"),
            client.get(f"/bron/{quote}"),
            client.get("/", params={"q": quote, "question": quote, "quote": quote}),
        ]
        for answer in offered:
            html = "html" in answer.headers["content-type"]
            assert not (html and spaced(quote) in spaced(markup.fromstring(answer.content).text_content()))
            assert b"<mark" not in answer.content


def test_the_chat_shows_it_as_a_question_only(samples: Assistant) -> None:
    page, talk = Page(samples), Talk()
    for row in ONE_OF_EACH:
        for view in list(page.respond(row["quote"], talk)):
            log, talk = view[0], view[3]
            assert not any(stands_in(quote) for quote in quotes_in(log))
    assert [turn.question for turn in talk.turns] == [row["quote"] for row in ONE_OF_EACH]


def test_said_in_an_earlier_turn_it_comes_back_as_no_quote(samples: Assistant) -> None:
    for first in range(0, len(ROWS), AT_ONCE):
        before = [row["quote"] for row in ROWS[first : first + AT_ONCE]]
        turns = [Turn(quote, f"{quote} ({quote})", f"{quote} [1]") for quote in before]
        for question in ("En wanneer was dat?", "Waar staat dat?"):
            prove(samples.ask(question, turns), samples)


def test_a_title_or_a_heading_is_no_quote(tmp_path: Path) -> None:
    folder = tmp_path / "bronnen"
    folder.mkdir()
    for number, row in enumerate(ROWS[::3]):
        title = json.dumps(row["quote"], ensure_ascii=False)
        facts = f"title: {title}\nauthor: {title}\nsubject: {title}\ndescription: {title}"
        body = f"Dit blad heeft nummer {number}. Het gaat over niets bijzonders. Blad {number} is leeg."
        (folder / f"{number}.md").write_text(f"---\n{facts}\n---\n{body}\n", "utf-8")
    settings = Settings(index=tmp_path / "index")
    build([folder], settings)
    with opened(settings) as connection:
        connection.execute(
            "UPDATE passages SET heading = (SELECT title FROM documents WHERE documents.row = passages.document)"
        )
    with Assistant.open(settings) as assistant:
        for row in ROWS[::9]:
            answer = assistant.ask(row["quote"])
            assert any(citation.heading for citation in shown(answer)) or not shown(answer)
            for citation in shown(answer):
                assert citation.quote in assistant.store.document(citation.document.id).text
                assert not stands_in(citation.quote)
            assert not stands_in(answer.text)
            assert not any(stands_in(quote) for quote in quotes_in(render.exchange("Vraag?", answer)))


@pytest.fixture(scope="module", params=["the text", "the text and its digest"])
def forged(request: pytest.FixtureRequest, sample_settings: Settings, tmp_path_factory: Any) -> Iterator[Assistant]:
    """An assistant over texts of which each now ends in the quotes that were falsified for it."""
    settings = copied(sample_settings, tmp_path_factory.mktemp("forged") / "index")
    with Assistant.open(settings) as whole:
        sources = {listed.id: listed.sources[0] for listed in whole.store.documents()}

    def append(id: str, text: str) -> str:
        return "\n".join([text, *(row["quote"] for row in ROWS if row["source"] == sources[id])])

    change_texts(settings, append)
    if "digest" in request.param:
        with opened(settings) as connection:
            for number, text in connection.execute("SELECT row, text FROM documents").fetchall():
                connection.execute("UPDATE documents SET sha256 = ? WHERE row = ?", (digest(text), number))
    with Assistant.open(settings) as assistant:
        yield assistant


def test_written_into_the_stored_text_it_is_refused_at_the_gate(forged: Assistant) -> None:
    texts = {d.source: d for listed in forged.store.documents() if (d := forged.store.document(listed.id))}
    for row in ROWS:
        document = texts[row["source"]]
        start = document.text.rindex(row["quote"])
        with pytest.raises(QuoteError):
            cite(forged.store, document.id, start, start + len(row["quote"]))


def test_written_into_the_stored_text_it_reaches_nobody(forged: Assistant) -> None:
    client = TestClient(assemble(forged), raise_server_exceptions=False)
    page, retriever = Page(forged), VraagbaakRetriever(assistant=forged)
    texts = {d.source: d for listed in forged.store.documents() if (d := forged.store.document(listed.id))}
    for row in ONE_OF_EACH:
        quote, document = row["quote"], texts[row["source"]]
        start = document.text.rindex(quote)
        viewed = client.get(f"/bron/{document.id}", params={"start": start, "end": start + len(quote)})
        assert viewed.status_code == 503
        assert quote not in viewed.text
        for ask in (forged.ask, retriever.invoke):
            with pytest.raises(QuoteError):
                ask(quote)
        *_, (log, box, alert, talk, *_) = page.respond(quote, Talk())
        assert (quotes_in(log), box, talk) == ([], quote, Talk())
        assert "niet letterlijk in de bron" in alert


def test_written_into_the_stored_text_it_is_one_dutch_sentence_in_the_terminal(
    forged: Assistant, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    quote = ONE_OF_EACH[0]["quote"]
    index = str(forged.settings.index)
    monkeypatch.setattr("sys.argv", ["vraagbaak", "ask", quote, "--json", "--index", index])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    said = capsys.readouterr()
    assert ended.value.code == 1
    assert said.out == ""
    assert "vraagbaak check" in said.err
