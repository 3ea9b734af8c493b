"""The gate: a place in a stored text becomes a quote, and nothing else does."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from hashlib import sha256
from typing import Any

import numpy as np
import pytest

from assistant.citations import cite, digest, stored
from assistant.errors import QuoteError
from assistant.types import Citation, Document

TEXT = "De eigen bijdrage is € 20,60 per maand.  \n\nHet CAK stuurt u een rekening. 😀 𝔇at is alles.\n"


def document(text: str = TEXT, id: str | None = None, sha: str | None = None) -> Document:
    found = sha256(text.encode()).hexdigest()
    return Document(id or found[:20], "Hulp", "hulp.txt", text, sha or found)


class Shelf:
    """The least that can be asked for documents."""

    def __init__(self, *documents: Document) -> None:
        self.documents = {one.id: one for one in documents}

    def document(self, document_id: str) -> Document:
        """Give the document with this id."""
        return self.documents[document_id]


HELP = document()
SHELF = Shelf(HELP)


def place(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


@pytest.mark.parametrize("words", ["De", "De eigen bijdrage is € 20,60 per maand.", "😀 𝔇at is alles.", TEXT])
def test_a_quote_is_the_slice_between_its_offsets(words: str) -> None:
    cited = cite(SHELF, HELP.id, *place(words))
    assert cited.quote == words == TEXT[cited.start : cited.end]
    assert cited.mark == (cited.start, cited.end)


def test_a_citation_carries_its_place() -> None:
    start, end = place("Het CAK stuurt u een rekening.")
    cited = cite(SHELF, HELP.id, start, end, number=2, mark=(start, start + 7), heading="Kosten", page=3)
    assert (cited.number, cited.heading, cited.page, cited.mark) == (2, "Kosten", 3, (start, start + 7))
    assert cited.url == f"/bron/{HELP.id}#c{start}-{end}"


def test_a_quote_cannot_be_set() -> None:
    cited = cite(SHELF, HELP.id, 0, 2)
    with pytest.raises((AttributeError, FrozenInstanceError, TypeError)):
        cited.quote = "Ja."  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        cited.start = 3  # type: ignore[misc]
    with pytest.raises(TypeError):
        Citation(1, HELP, 0, 2, (0, 2), quote="Ja.")  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("De eigen bijdrage is € 21,60 per maand.", "De eigen bijdrage is € 21,60 per maand."),
        ("0", "5"),
        (0, "5"),
        (b"0", 5),
        (0.0, 5.0),
        (0, float("nan")),
        (0, float("inf")),
        (False, True),
        (0, True),
        (np.int64(0), np.int64(5)),
        (None, 5),
        (0, None),
        ((0, 5), 5),
        (-1, 5),
        (-5, -1),
        (0, -1),
        (5, 5),
        (5, 0),
        (0, len(TEXT) + 1),
        (len(TEXT), len(TEXT) + 9),
        (0, 10**30),
        place("  \n\n"),
        (len(TEXT) - 1, len(TEXT)),
    ],
)
def test_what_is_no_place_in_the_text_is_refused(start: Any, end: Any) -> None:
    with pytest.raises(QuoteError):
        cite(SHELF, HELP.id, start, end)


@pytest.mark.parametrize(
    "mark", [(0, 6), (5, 21), (12, 12), (15, 10), (5.0, 9.0), (True, 9), ("De", "De"), "De", (5,), (5, 6, 7), 5, [5, 9]]
)
def test_a_mark_is_a_place_inside_the_quote(mark: Any) -> None:
    with pytest.raises(QuoteError):
        cite(SHELF, HELP.id, 5, 20, mark=mark)


@pytest.mark.parametrize("number", ["1", "“Ja.”", 1.0, True, None])
def test_a_number_between_brackets_is_a_number(number: Any) -> None:
    with pytest.raises(QuoteError):
        cite(SHELF, HELP.id, 0, 5, number=number)


@pytest.mark.parametrize("id", [None, 3, b"abc", HELP, ("a",)])
def test_a_document_is_named_by_a_string(id: Any) -> None:
    with pytest.raises(QuoteError):
        cite(SHELF, id, 0, 5)


def test_a_text_that_was_changed_is_not_quoted() -> None:
    changed = TEXT.replace("20,60", "21,60")
    alone = Document(HELP.id, HELP.title, HELP.source, changed, HELP.sha256)
    with_digest = Document(HELP.id, HELP.title, HELP.source, changed, digest(changed))
    for forged in (alone, with_digest):
        with pytest.raises(QuoteError, match="not the text that was ingested"):
            cite(Shelf(forged), HELP.id, 0, 5)
        with pytest.raises(QuoteError):
            stored(Shelf(forged), HELP.id)


def test_a_store_that_gives_another_document_is_not_believed() -> None:
    other = document("Een andere tekst.")
    shelf = Shelf()
    shelf.documents[HELP.id] = other
    with pytest.raises(QuoteError):
        cite(shelf, HELP.id, 0, 5)


def test_a_digest_is_of_the_bytes_in_utf8() -> None:
    assert digest("é€😀") == sha256("é€😀".encode()).hexdigest()
    assert len(digest("\ud800")) == 64
