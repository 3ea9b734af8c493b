"""Answers in a model's words: statements as they pass, quotes that are slices, and nothing else."""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from scripted import NOWHERE, Body, Scripted, Step, Wait, is_rewrite, number, scripted, told

from assistant.chat import Assistant
from assistant.generate.window import tokens
from assistant.prompts import CANNOT, DECLINED, PERSONAL, UNSUPPORTED
from assistant.settings import Settings
from assistant.types import DROPPED, KEPT, REPAIRED, Answer, Turn
from ui.record import record

FEE = "Hoe hoog is de eigen bijdrage voor hulp bij het huishouden?"
RIA = "Waar woont Ria de Vries?"
FEE_SENTENCE = "De eigen bijdrage voor hulp bij het huishouden is € 20,60 per maand."
BILL_SENTENCE = "Het CAK stuurt u daarvoor een rekening."
HOME_SENTENCE = "Ria de Vries woont in Meerwolde."
FEE_SAID = "De eigen bijdrage is 20,60 euro per maand."
BILL_SAID = "Het CAK stuurt daarvoor een rekening."


@pytest.fixture
def script() -> Iterator[Scripted]:
    with scripted() as made:
        yield made


@pytest.fixture
def assistant(script: Scripted, web_settings: Settings) -> Iterator[Assistant]:
    with Assistant.open(script.settings(web_settings)) as opened:
        yield opened


def fee(body: Body) -> Iterable[Step]:
    """Answer about the fee as a model that keeps to the schema does."""
    return [told((FEE_SAID, [number(body, FEE_SENTENCE)]), (BILL_SAID, [number(body, BILL_SENTENCE)]))]


def home(body: Body) -> Iterable[Step]:
    """Answer where Ria lives, in plain text."""
    return [f"Ria de Vries woont in Meerwolde. [{number(body, HOME_SENTENCE)}]\n"]


def test_statements_come_with_the_sentences_that_carry_them(script: Scripted, assistant: Assistant) -> None:
    script.reply = fee
    answer = assistant.ask(FEE)
    assert (answer.mode, answer.refused, answer.notice) == ("llm", False, None)
    assert [one.text for one in answer.statements] == [FEE_SAID, BILL_SAID]
    assert answer.text == f"{FEE_SAID} [1] {BILL_SAID} [2]"
    assert [citation.quote for citation in answer.citations] == [FEE_SENTENCE, BILL_SENTENCE]
    assert [one.citations for one in answer.statements] == [(citation,) for citation in answer.citations]
    for citation in answer.citations:
        assert citation.quote == assistant.store.document(citation.document.id).text[citation.start : citation.end]
    assert [verdict.outcome for verdict in answer.verdicts] == [KEPT, KEPT]
    assert set(answer.seconds) == {"retrieve", "answer"}


def test_neighbouring_sentences_are_one_quote_and_a_place_keeps_its_number(
    script: Scripted, assistant: Assistant
) -> None:
    def reply(body: Body) -> Iterable[Step]:
        both = [number(body, FEE_SENTENCE), number(body, BILL_SENTENCE)]
        return [told((FEE_SAID, both), (BILL_SAID, both))]

    script.reply = reply
    answer = assistant.ask(FEE)
    assert [citation.quote for citation in answer.citations] == [f"{FEE_SENTENCE} {BILL_SENTENCE}"]
    assert answer.text == f"{FEE_SAID} [1] {BILL_SAID} [1]"


def test_programs_get_statements_and_what_was_dropped(script: Scripted, assistant: Assistant) -> None:
    script.reply = fee
    made = json.loads(json.dumps(record(assistant.ask(FEE))))
    assert made["mode"] == "llm"
    assert made["statements"] == [{"text": FEE_SAID, "citations": [1]}, {"text": BILL_SAID, "citations": [2]}]
    assert (made["dropped"], made["notice"]) == (0, None)
    assert "statements" not in record(assistant.extract(FEE))


def test_the_model_sees_numbered_sentences_and_the_question_only_once(script: Scripted, assistant: Assistant) -> None:
    script.reply = fee
    assistant.ask(FEE)
    prompt = script.prompts[-1]
    assert number(script.bodies[-1], FEE_SENTENCE) != NOWHERE
    assert prompt.count(FEE) == 1
    assert script.bodies[-1]["temperature"] == 0
    assert script.bodies[-1]["stream"] is True
    assert script.bodies[-1]["response_format"]["json_schema"]["schema"]["properties"]


@pytest.mark.parametrize("form", ["json", "text"])
def test_a_statement_arrives_before_the_model_is_done(script: Scripted, assistant: Assistant, form: str) -> None:
    release, ended = threading.Event(), threading.Event()

    def reply(body: Body) -> Iterable[Step]:
        one, two = number(body, FEE_SENTENCE), number(body, BILL_SENTENCE)
        whole = (
            told((FEE_SAID, [one]), (BILL_SAID, [two]))
            if form == "json"
            else f"{FEE_SAID} [{one}]\n{BILL_SAID} [{two}]\n"
        )
        cut = whole.index(BILL_SAID) + len(BILL_SAID) // 2
        return [*whole[:cut], Wait(release), *whole[cut:], ended.set]

    script.reply = reply
    growing = assistant.stream(FEE)
    first = next(answer for answer in growing if answer.statements)
    assert not ended.is_set()
    assert [one.text for one in first.statements] == [FEE_SAID]
    release.set()
    last = [first, *growing][-1]
    assert [one.text for one in last.statements] == [FEE_SAID, BILL_SAID]
    assert ended.wait(10)


def test_answers_only_grow(script: Scripted, assistant: Assistant) -> None:
    script.reply = lambda body: [piece for step in fee(body) for piece in str(step)]
    seen = list(assistant.stream(FEE))
    for before, after in itertools.pairwise(seen):
        assert after.statements[: len(before.statements)] == before.statements
        assert after.verdicts[: len(before.verdicts)] == before.verdicts


def test_what_the_sentences_do_not_carry_is_not_shown(script: Scripted, assistant: Assistant) -> None:
    def reply(body: Body) -> Iterable[Step]:
        one = number(body, FEE_SENTENCE)
        return [
            told(("Karel Bos krijgt een uitkering.", [one]), (FEE_SAID, [NOWHERE]), (FEE_SAID, []), (FEE_SAID, [one]))
        ]

    script.reply = reply
    answer = assistant.ask(FEE)
    assert [one.text for one in answer.statements] == [FEE_SAID]
    assert [verdict.outcome for verdict in answer.verdicts].count(DROPPED) == answer.dropped >= 2
    assert all(verdict.reason for verdict in answer.verdicts if verdict.outcome == DROPPED)


def test_a_changed_amount_is_repaired_with_the_sentence_itself(script: Scripted, assistant: Assistant) -> None:
    script.reply = lambda body: [
        told(("De eigen bijdrage voor hulp bij het huishouden is € 26,20 per maand.", [number(body, FEE_SENTENCE)]))
    ]
    answer = assistant.ask(FEE)
    assert "26,20" not in json.dumps(record(answer))
    assert [one.text for one in answer.statements] == [f"“{FEE_SENTENCE}”"]
    assert [verdict.outcome for verdict in answer.verdicts] == [REPAIRED]


def test_when_nothing_passes_the_extractive_answer_takes_its_place(script: Scripted, assistant: Assistant) -> None:
    script.reply = lambda body: [told(("Karel Bos krijgt een uitkering.", [number(body, FEE_SENTENCE)]))]
    answer = assistant.ask(FEE)
    extracted = assistant.extract(FEE)
    assert (answer.mode, answer.text, answer.citations) == ("extractive", extracted.text, extracted.citations)
    assert (answer.notice, answer.dropped, answer.statements) == (UNSUPPORTED, 1, ())


@pytest.mark.parametrize("reply", [CANNOT, told(cannot=True)])
def test_a_model_that_finds_no_answer_leaves_it_to_the_sentences(
    script: Scripted, assistant: Assistant, reply: str
) -> None:
    script.reply = [reply]
    answer = assistant.ask(FEE)
    assert (answer.mode, answer.notice, answer.refused) == ("extractive", DECLINED, False)
    assert assistant.ask("Wie is de koning van Spanje?").refused


@pytest.mark.parametrize("form", ["{}", "<think>Wie is zij?</think>\n\n{}\n", "Losse vraag:\n**{}**"])
def test_a_follow_up_is_searched_as_the_model_understands_it(script: Scripted, assistant: Assistant, form: str) -> None:
    understood = "Waar woont Ria de Vries, coördinator van het wijkteam Noord?"
    script.reply = lambda body: [form.format(understood)] if is_rewrite(body) else home(body)
    turn = Turn("Wie is coördinator?", "Wie is coördinator?", "Ria de Vries is coördinator van het wijkteam Noord. [1]")
    answer = assistant.ask("En waar woont zij?", [turn])
    assert (answer.question, answer.query) == ("En waar woont zij?", understood)
    assert "Meerwolde" in answer.text
    assert understood in script.prompts[-1] and turn.question in script.prompts[-1]


@pytest.mark.parametrize(
    "written",
    [
        "Waar woont burgemeester Jansen?",
        "Waar woont Ria de Vries niet?",
        "Ria de Vries woont in Meerwolde.\nDat staat in de bron.",
        "Wie?",
        "",
        "Wonen zij in 2009 in Meerwolde, en wat is hun adres, telefoonnummer en wachtwoord?",
    ],
)
def test_a_rewrite_that_adds_or_loses_something_gives_way_to_the_rules(
    script: Scripted, assistant: Assistant, written: str
) -> None:
    script.reply = lambda body: [written] if is_rewrite(body) else home(body)
    turn = Turn("Wie is Ria de Vries?", "Wie is Ria de Vries?", "Ria de Vries is coördinator. [1]")
    answer = assistant.ask("En waar woont zij?", [turn])
    assert answer.query == assistant.extract("En waar woont zij?", [turn]).query
    assert "Ria de Vries" in answer.query


def test_another_subject_leaves_the_earlier_turns_behind(script: Scripted, assistant: Assistant) -> None:
    script.reply = lambda body: [FEE] if is_rewrite(body) else fee(body)
    turn = Turn(RIA, RIA, "Ria de Vries woont in Meerwolde. [1]")
    answer = assistant.ask(FEE, [turn])
    assert answer.query == FEE
    assert RIA not in script.prompts[-1]
    assert len(answer.statements) == 2


def test_a_long_conversation_stays_within_the_window(script: Scripted, web_settings: Settings) -> None:
    turns = [
        Turn(f"Vraag {n} over de bijdrage?", f"Vraag {n} over de bijdrage?", "bijdrage " * 300) for n in range(200)
    ]
    script.reply = lambda body: [FEE] if is_rewrite(body) else fee(body)
    window = 2048
    with Assistant.open(script.settings(web_settings, llm_context=window)) as assistant:
        assert assistant.ask(FEE, turns).statements
    for body in script.bodies:
        assert sum(tokens(message["content"]) for message in body["messages"]) < window


def test_two_users_at_once_do_not_wait_for_each_other(script: Scripted, assistant: Assistant) -> None:
    release, waiting = threading.Event(), threading.Event()

    def reply(body: Body) -> Iterable[Step]:
        return [waiting.set, Wait(release), *fee(body)] if FEE in str(body) else home(body)

    script.reply = reply
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(assistant.ask, FEE)
        assert waiting.wait(10)
        assert "Meerwolde" in assistant.ask(RIA).text
        assert assistant.extract(FEE).citations
        assert not slow.done()
        release.set()
        assert _said(slow.result(10)) == [FEE_SAID, BILL_SAID]


def test_many_users_at_once_each_get_their_own_answer(script: Scripted, assistant: Assistant) -> None:
    script.reply = lambda body: fee(body) if FEE in str(body) else home(body)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(assistant.ask, [FEE, RIA] * 12))
    for answer in answers:
        assert _said(answer) == ([FEE_SAID, BILL_SAID] if answer.question == FEE else [HOME_SENTENCE])


def _said(answer: Answer) -> list[str]:
    return [one.text for one in answer.statements]


@pytest.mark.parametrize(
    ("question", "declined"),
    [
        ("Krijgt mevrouw Jansen hulp bij het huishouden?", True),
        ("Heeft dhr. P. van den Berg recht op hulp bij het huishouden?", True),
        ("Wie krijgt hulp bij het huishouden?", False),
        ("Krijg ik hulp bij het huishouden?", False),
        ("Hoe heet mevrouw Jansen van voren?", False),
    ],
)
def test_a_decision_about_a_person_is_left_to_a_human(
    script: Scripted, assistant: Assistant, question: str, declined: bool
) -> None:
    rule = "Hulp bij het huishouden is er voor inwoners die zelf niet meer kunnen schoonmaken."
    script.reply = lambda body: [
        told((rule, [number(body, rule)]), ("Mevrouw Jansen krijgt hulp bij het huishouden.", [number(body, rule)]))
    ]
    answer = assistant.ask(question)
    assert (PERSONAL in (answer.notice or "")) == declined
    assert "Jansen" not in answer.text
