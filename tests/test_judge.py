"""Verdicts over a real index: every way to be right, and every step at which a question can fail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant import types
from assistant.chat import Assistant
from assistant.evaluation.asking import answering
from assistant.evaluation.judge import judge, judge_ranking
from assistant.evaluation.library import Library
from assistant.evaluation.types import Case, Gold, Outcome, Verdict
from assistant.settings import Settings
from assistant.types import Answer, Citation
from ui.record import record

FEE = "Hoe hoog is de eigen bijdrage voor hulp bij het huishouden?"
QUOTE = "De eigen bijdrage voor hulp bij het huishouden is € 20,60 per maand."
GOLD = (Gold("hulp.md", QUOTE),)


@pytest.fixture(scope="module")
def assistant(web_settings: Settings) -> Iterator[Assistant]:
    with Assistant.open(web_settings) as opened:
        yield opened


@pytest.fixture(scope="module")
def library(assistant: Assistant) -> Library:
    return Library(assistant.store)


@pytest.fixture(scope="module")
def answer(assistant: Assistant) -> Answer:
    found = assistant.ask(FEE)
    assert not found.refused
    return found


def refused(answer: Answer) -> Answer:
    return replace(answer, refused=True, text="Dat staat niet in de bronnen.", citations=(), related=answer.citations)


def elsewhere(answer: Answer, library: Library) -> Answer:
    """The same answer with a citation of another document."""
    (document,) = library.named("ria.txt")
    text = library._document(document)
    citation = Citation(1, text, 0, 33, (0, 33))
    return replace(answer, text=f"{citation.quote} [1]", citations=(citation,))


@pytest.mark.parametrize(
    "case",
    [
        Case("1", 1, FEE, gold=GOLD, needed=(("20,60",),)),
        Case("1", 1, FEE, gold=GOLD),
        Case("1", 1, FEE, gold=(Gold("hulp"),)),
        Case("1", 1, FEE, gold=(Gold(None, QUOTE),)),
        Case("1", 1, FEE, answer="20,60 euro"),
        Case("1", 1, FEE, needed=(("€ 20,60", "twintig"), ("per maand",))),
        Case("1", 1, FEE, gold=GOLD, answer="Ja."),
    ],
    ids=["needed", "quote", "source", "quote anywhere", "answer", "words only", "quote, as ja tells nothing"],
)
def test_every_form_of_gold_can_be_met(case: Case, answer: Answer, library: Library) -> None:
    verdict = judge(case, answer, library)
    assert verdict.outcome is Outcome.RIGHT
    assert verdict.measures["passed"] == verdict.measures["correct"] == 1


def test_each_failure_names_the_step_that_failed(answer: Answer, library: Library) -> None:
    case = Case("1", 1, FEE, gold=GOLD, needed=(("20,60",),))
    away = tuple(hit for hit in answer.hits if hit.source != "hulp.md" and "hulp" not in hit.source)
    found = {
        "wrong words": judge(replace(case, needed=(("21,60",),)), answer, library),
        "not chosen": judge(case, elsewhere(answer, library), library),
        "refused": judge(case, refused(answer), library),
        "not retrieved": judge(case, replace(refused(answer), hits=away), library),
        "not retrieved, answered": judge(case, replace(elsewhere(answer, library), hits=away), library),
        "words that no hit holds": judge(Case("1", 1, FEE, needed=(("dinosaurus",),)), answer, library),
    }
    assert {name: verdict.outcome.value for name, verdict in found.items()} == {
        "wrong words": "wrong_words",
        "not chosen": "not_chosen",
        "refused": "refused",
        "not retrieved": "not_retrieved",
        "not retrieved, answered": "not_retrieved",
        "words that no hit holds": "not_retrieved",
    }
    assert not any(verdict.passed for verdict in found.values())


def test_a_question_without_an_answer_must_be_refused(answer: Answer, library: Library) -> None:
    case = Case("1", 1, FEE, answerable=False)
    assert judge(case, refused(answer), library).outcome is Outcome.RIGHTLY_REFUSED
    verdict = judge(case, answer, library)
    assert verdict.outcome is Outcome.SHOULD_REFUSE
    assert "correct" not in verdict.measures
    assert verdict.measures["right_if_answered"] == 0


class Typed(Citation):
    """A citation whose quote is not what stands in the document; the gate makes none."""

    @property
    def quote(self) -> str:
        return "De eigen bijdrage is € 99 per maand."


@pytest.mark.parametrize("answerable", [True, False])
def test_a_quote_that_differs_fails_whatever_else_is_right(answer: Answer, library: Library, answerable: bool) -> None:
    one = answer.citations[0]
    typed = Typed(1, one.document, one.start, one.end, one.mark)
    case = Case("1", 1, FEE, answerable, GOLD if answerable else ())
    verdict = judge(case, replace(answer, citations=(*answer.citations, typed)), library)
    assert verdict.outcome is Outcome.QUOTE_DIFFERS
    assert verdict.measures["exact_quotes"] == verdict.measures["quotes"] - 1
    below = judge(case, replace(refused(answer), related=(typed,)), library)
    assert below.outcome is Outcome.QUOTE_DIFFERS


def test_citations_are_measured_against_the_gold_quotes(answer: Answer, library: Library) -> None:
    gold = (*GOLD, Gold("ria.txt", "woont in Meerwolde"))
    measures = judge(Case("1", 1, FEE, gold=gold), replace(answer, citations=answer.citations[:1]), library).measures
    assert (measures["citation_precision"], measures["citation_recall"]) == (1, 0.5)
    measures = judge(Case("1", 1, FEE, gold=GOLD), elsewhere(answer, library), library).measures
    assert (measures["citation_precision"], measures["citation_recall"]) == (0, 0)
    measures = judge(Case("1", 1, FEE, gold=GOLD), refused(answer), library).measures
    assert "citation_precision" not in measures
    assert measures["citation_recall"] == 0
    assert "citation_recall" not in judge(Case("1", 1, FEE, gold=(Gold("hulp.md"),)), answer, library).measures


def test_the_hit_that_holds_the_gold_quote_is_what_is_wanted(answer: Answer, library: Library) -> None:
    rank = next(i for i, hit in enumerate(answer.hits, 1) if QUOTE in hit.text)
    measures = judge(Case("1", 1, FEE, gold=GOLD), answer, library).measures
    assert measures["mrr"] == 1 / rank
    assert measures["recall@10"] == 1
    moved = replace(answer, hits=tuple(hit for hit in answer.hits if QUOTE not in hit.text))
    assert judge(Case("1", 1, FEE, gold=GOLD), moved, library).measures["recall@10"] == 0


def test_what_it_would_have_said_is_judged_apart(answer: Answer, library: Library) -> None:
    case = Case("1", 1, FEE, gold=GOLD)
    measures = judge(case, refused(answer), library, answer).measures
    assert (measures["passed"], measures["correct"], measures["right_if_answered"]) == (0, 0, 1)
    assert judge(case, refused(answer), library).measures["right_if_answered"] == 0


def test_a_refusal_is_asked_again_without_a_threshold(web_settings: Settings) -> None:
    strict = web_settings.model_copy(update={"refuse_below": 1.0})
    with Assistant.open(strict) as assistant:
        result = answering(assistant, record)(Case("1", 1, FEE, gold=GOLD), ())
        assert assistant.settings.refuse_below == 1.0
    assert result.verdict.outcome is Outcome.REFUSED
    assert result.verdict.measures["right_if_answered"] == 1
    assert result.answer
    assert result.answer["refused"] is True
    assert result.answer["confidence"] == pytest.approx(result.verdict.measures["confidence"], abs=1e-6)


def test_statements_of_a_language_model_are_counted_where_there_are_any(answer: Answer, library: Library) -> None:
    case = Case("1", 1, FEE, gold=GOLD)
    assert "statements" not in judge(case, answer, library).measures
    became = tuple(map(types.Verdict, (types.KEPT, types.REPAIRED, types.DROPPED, types.KEPT)))
    measures = judge(case, replace(answer, mode="llm", verdicts=became), library).measures
    assert (measures["statements"], measures["supported"], measures["dropped"]) == (4, 2, 1)
    assert "confidence" not in measures


def test_a_ranking_passes_when_the_first_ten_hold_what_is_wanted() -> None:
    case = Case("1", 1, FEE, gold=(Gold("d1"), Gold("d2")))
    found: list[Verdict] = [judge_ranking(case, [*"abcdefghi"[:before], "d1"], 0.5) for before in (0, 9)]
    assert [verdict.outcome for verdict in found] == [Outcome.RIGHT, Outcome.RIGHT]
    assert found[1].measures["recall@10"] == 0.5
    assert judge_ranking(case, [*"abcdefghij", "d1"], 0.5).outcome is Outcome.NOT_RETRIEVED
