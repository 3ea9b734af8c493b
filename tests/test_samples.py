"""The sample sources can be read, and the sample test sets say the truth about them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ingest.clean import clean
from ingest.read import read

DATA = Path(__file__).parent.parent / "data"
SOURCES = sorted(path for path in (DATA / "bronnen").iterdir() if path.is_file())


@cache
def text_of(source: str) -> str:
    return clean(read(DATA / source, max_mb=5)).text


def spaced(text: str) -> str:
    return " ".join(text.split())


def lines(name: str) -> list[dict[str, Any]]:
    with (DATA / "testsets" / name).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_every_sample_source_is_read_with_its_words(path: Path) -> None:
    assert len(text_of(f"bronnen/{path.name}").split()) >= 250


def test_every_format_occurs_at_least_twice() -> None:
    suffixes = [path.suffix for path in SOURCES]
    assert all(suffixes.count(suffix) >= 2 for suffix in (".txt", ".md", ".html", ".pdf", ".docx", ".odt", ".pptx"))


def test_the_quote_of_every_answerable_question_stands_in_its_source() -> None:
    for row in lines("voorbeeld.jsonl"):
        if row["answerable"]:
            assert spaced(row["quote"]) in spaced(text_of(row["source"])), row["question"]


def test_every_needed_word_stands_in_the_quote() -> None:
    for row in lines("voorbeeld.jsonl"):
        quote = spaced(str(row["quote"])).lower()
        for group in row["needed"]:
            assert any(spaced(word).lower() in quote for word in group), row["question"]


def test_a_question_without_an_answer_names_no_source() -> None:
    rows = [row for row in lines("voorbeeld.jsonl") if not row["answerable"]]
    assert rows
    assert all(row["source"] is None and row["quote"] is None and row["needed"] == [] for row in rows)


def test_a_follow_up_names_a_question_of_the_set() -> None:
    rows = lines("voorbeeld.jsonl")
    asked = {row["question"] for row in rows if "after" not in row}
    assert all(row["after"] in asked for row in rows if "after" in row)


def test_no_falsified_quote_stands_in_the_document_that_it_names() -> None:
    rows = lines("vervalst.jsonl")
    assert len(rows) >= 400
    for row in rows:
        assert spaced(row["quote"]) not in spaced(text_of(row["source"])), row


def test_a_sentence_under_the_wrong_document_stands_in_another() -> None:
    everywhere = [spaced(text_of(f"bronnen/{path.name}")) for path in SOURCES]
    for row in lines("vervalst.jsonl"):
        if row["kind"] == "verkeerd document":
            assert any(spaced(row["quote"]) in text for text in everywhere), row
