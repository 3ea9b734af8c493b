"""A follow-up is searched with what it leans on; a question that stands alone is left alone."""

from __future__ import annotations

import pytest

from assistant.chat import Assistant
from assistant.conversation import standalone
from assistant.types import Turn

FEE = Turn(
    "Hoe hoog is de eigen bijdrage?", "Hoe hoog is de eigen bijdrage?", "De eigen bijdrage is € 20,60 per maand."
)
RIA = Turn("Wie is de coördinator?", "Wie is de coördinator?", "Ria de Vries is sinds 2009 coördinator.")


@pytest.mark.parametrize(
    "question", ["En wanneer was dat?", "Waarom?", "Geldt dat voor iedereen?", "En voor kinderen?"]
)
def test_a_question_that_leans_borrows_the_subject(question: str) -> None:
    query = standalone(question, [FEE])
    assert query.startswith(question)
    assert "bijdrage" in query


@pytest.mark.parametrize("question", ["Waar woont zij?", "Hoe oud is ze?", "Wat doet haar team?"])
def test_a_pronoun_borrows_the_person_of_the_answer(question: str) -> None:
    assert "Ria de Vries" in standalone(question, [RIA])


@pytest.mark.parametrize(
    "question", ["Wie is de wethouder van Meerwolde?", "Hoe vraag ik een uitkering aan?", "Waar staat CAK voor?"]
)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    assert standalone(question, [FEE, RIA]) == question


def test_a_first_question_is_left_alone() -> None:
    assert standalone("En wanneer was dat?", []) == "En wanneer was dat?"


def test_only_the_last_turn_counts() -> None:
    assert "bijdrage" not in standalone("En waar woont zij?", [FEE, RIA])


def test_what_was_searched_is_in_the_answer(samples: Assistant) -> None:
    before = samples.ask("Wie is programmamanager Sociaal Domein?")
    turn = Turn(before.question, before.query, before.text)
    answer = samples.ask("En sinds wanneer is dat?", [turn])
    assert answer.question == "En sinds wanneer is dat?"
    assert answer.query != answer.question
    assert "1 februari" in " ".join(citation.quote for citation in answer.citations)
