"""Replies of language models, in every form that they come in."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.generate.claim import Claim
from assistant.generate.reply import LONGEST, Reader, read_reply

PAS = Claim("De pas kost € 10,00 per jaar.", (1,))
KIND = Claim("Kinderen betalen niets.", (2, 3))
OBJECT = {
    "geen_antwoord": False,
    "uitspraken": [{"tekst": PAS.text, "zinnen": [1]}, {"tekst": KIND.text, "zinnen": [2, 3]}],
}
JSON = json.dumps(OBJECT, ensure_ascii=False)

FORMS = {
    "json": JSON,
    "json, indented": json.dumps(OBJECT, ensure_ascii=False, indent=2),
    "json in a fence": f"```json\n{JSON}\n```",
    "json after a preamble": f"Natuurlijk! Hier is het antwoord:\n\n{JSON}\n\nHopelijk helpt dit.",
    "json list": json.dumps(OBJECT["uitspraken"]),
    "json with english keys": '[{"text": "De pas kost € 10,00 per jaar.", "sources": ["1"]}, '
    '{"text": "Kinderen betalen niets.", "sources": "2, 3"}]',
    "json with marks in its text": '{"antwoord": "De pas kost € 10,00 per jaar. [1] Kinderen betalen niets. [2, 3]"}',
    "json with a trailing comma": JSON.replace("3]}]", "3],}]"),
    "json with single quotes": str(OBJECT).replace("False", "false"),
    "json with nested numbers": JSON.replace("[1]", '[{"nummer": 1}]'),
    "half a json": JSON[:-3],
    "json cut off in the next claim": JSON[:-2] + ', {"tekst": "De pas is ge',
    "json cut off in a list of numbers": JSON[:-2] + ', {"tekst": "De pas is gratis.", "zinnen": [1',
    "marks after sentences": "De pas kost € 10,00 per jaar. [1]\nKinderen betalen niets. [2, 3]",
    "marks before the full stop": "De pas kost € 10,00 per jaar [1]. Kinderen betalen niets [2][3].",
    "marks before the sentence": "[1] De pas kost € 10,00 per jaar.\n[2, 3] Kinderen betalen niets.",
    "marks before sentences on one line": "[1] De pas kost € 10,00 per jaar. [2-3] Kinderen betalen niets.",
    "a range": "De pas kost € 10,00 per jaar. [1] Kinderen betalen niets. [2-3]",
    "round brackets": "De pas kost € 10,00 per jaar (1). Kinderen betalen niets (2, 3).",
    "lenticular brackets": "De pas kost € 10,00 per jaar.【1】 Kinderen betalen niets.【2】【3†bron】",
    "words in the marks": "De pas kost € 10,00 per jaar. [zin 1]\nKinderen betalen niets. [zinnen 2 en 3]",
    "bullets": "Dit zeggen de bronnen:\n\n- De pas kost € 10,00 per jaar. [1]\n* Kinderen betalen niets. [2, 3]\n",
    "a numbered list": "Antwoord:\n1. De pas kost € 10,00 per jaar. [1]\n2. Kinderen betalen niets. [2, 3]",
    "a list of sources below": "De pas kost € 10,00 per jaar. [1]\nKinderen betalen niets. [2, 3]\nBronnen: [1] De pas",
    "thoughts before": "<think>\nDe pas is gratis. [9]\n</think>\nDe pas kost € 10,00 per jaar. [1]\n"
    "Kinderen betalen niets. [2, 3]",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_form_gives_the_same_claims(form: str) -> None:
    assert read_reply(form).claims == (PAS, KIND)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_letter_by_letter_gives_the_same_claims(form: str) -> None:
    reader = Reader()
    claims = [claim for letter in form for claim in reader.feed(letter)]
    assert [*claims, *reader.close()] == [PAS, KIND]


@pytest.mark.parametrize("name", ["json", "marks after sentences", "round brackets", "a range"])
def test_a_claim_comes_out_before_the_next_one_is_complete(name: str) -> None:
    reader, early = Reader(), []
    for letter in FORMS[name][:-12]:
        early += reader.feed(letter)
    assert early == [PAS]


def test_structured_output_gives_its_claims() -> None:
    assert read_reply(OBJECT).claims == (PAS, KIND)
    assert read_reply({"geen_antwoord": True, "uitspraken": []}).cannot


@pytest.mark.parametrize(
    "text",
    [
        "GEEN ANTWOORD",
        "**Geen antwoord.**",
        '{"geen_antwoord": true, "uitspraken": []}',
        "Helaas kan ik deze vraag niet beantwoorden.",
        "Dat staat niet in de bronnen.",
        "De bronnen geven hierover geen informatie.",
        "<think>Even kijken. [1]</think>GEEN_ANTWOORD",
    ],
)
def test_that_there_is_no_answer_is_understood(text: str) -> None:
    reply = read_reply(text)
    assert reply.cannot
    assert not reply.claims


def test_an_answer_with_a_mark_is_no_refusal() -> None:
    reply = read_reply("U kunt met dit formulier geen antwoord in de bronnen vinden. [4]")
    assert not reply.cannot
    assert reply.claims[0].numbers == (4,)


def test_a_number_between_brackets_inside_a_sentence_is_no_mark() -> None:
    assert read_reply("Gerrit Pol (58) zit in de keuken. [1]").claims == (
        Claim("Gerrit Pol (58) zit in de keuken.", (1,)),
    )


def test_marks_inside_a_sentence_belong_to_the_sentence() -> None:
    assert read_reply("De pas kost geld [1] en kinderen betalen niets [2].").claims == (
        Claim("De pas kost geld en kinderen betalen niets.", (1, 2)),
    )


def test_a_sentence_without_a_mark_points_nowhere() -> None:
    assert read_reply("De pas kost geld. En dan nog iets.").claims == (
        Claim("De pas kost geld.", ()),
        Claim("En dan nog iets.", ()),
    )


def test_a_reply_that_never_ends_is_not_read_to_the_end() -> None:
    reader = Reader()
    assert reader.feed("De pas kost geld. [1]\n" + "bla " * LONGEST)[:1] == [Claim("De pas kost geld.", (1,))]
    assert reader.full
    assert reader.feed("Nog iets. [2]\n") == []


PIECES = st.sampled_from(
    [
        *FORMS.values(),
        "[",
        "]",
        "{",
        "}",
        '"',
        "[1]",
        "[1-99999]",
        "(2)",
        "【",
        "\n",
        "\\",
        "```json",
        "<think>",
        "é",
        ". ",
        " ",
    ]
)
ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["tekst", "zinnen", "id", "x"]) | st.text(), inner),
)


@settings(deadline=None)
@given(st.lists(PIECES | st.text(max_size=40), max_size=30))
def test_no_text_makes_the_reader_raise(pieces: list[str]) -> None:
    reader = Reader()
    for piece in pieces:
        reader.feed(piece)
    reader.close()
    read_reply("".join(pieces))


@settings(deadline=None)
@given(ANYTHING)
def test_no_object_makes_the_reader_raise(value: Any) -> None:
    for claim in read_reply(value).claims:
        assert isinstance(claim.text, str)
        assert all(isinstance(number, int) for number in claim.numbers)
