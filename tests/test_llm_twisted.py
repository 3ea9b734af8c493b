"""Twisted replies and honest ones, over real HTTP: nothing unsupported is shown, and what is honest is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import cycle

import pytest
from scripted import NOWHERE, Body, Scripted, Step, number, scripted, told
from statements import Row, rows

from assistant.chat import Assistant
from assistant.settings import Settings
from assistant.types import Answer

EACH = 20
"""Twisted replies of each kind, spread over the set."""

STRANGE_SHOWN = {"oefen": 1, "toets": 0}
"""Statements of strangers that are shown: those that the check was mended on, and those that it had not met."""

HONEST = 100
MOST_LOST = 0.05
TRUE, UNTRUE = rows("parafrase.jsonl"), rows("verdraaid.jsonl")
STRANGE = [row for row in rows("vreemd.jsonl") if not row["honest"]]
"""Untrue statements by people who did not know the check."""

HONEST_TEXTS = {row["text"] for row in TRUE}
KINDS = sorted({row["kind"] for row in UNTRUE})
Form = Callable[[str, Sequence[int]], str]


def spread(found: Sequence[Row], count: int) -> list[Row]:
    """Take so many rows, at equal distances."""
    return list(found[:: max(1, len(found) // count)][:count])


TWISTED = {kind: spread([row for row in UNTRUE if row["kind"] == kind], EACH) for kind in KINDS}


def as_json(text: str, numbers: Sequence[int]) -> str:
    return told((text, numbers))


def as_text(text: str, numbers: Sequence[int]) -> str:
    return f"{text} [{', '.join(map(str, numbers))}]\n"


def fenced(text: str, numbers: Sequence[int]) -> str:
    return f"Natuurlijk! Hier is het antwoord:\n```json\n{told((text, numbers))}\n```\n"


def half(text: str, numbers: Sequence[int]) -> str:
    return told((text, numbers))[:-2]


def marked_up(text: str, numbers: Sequence[int]) -> str:
    return f"- **{text}** <sup>[{']['.join(map(str, numbers))}]</sup>\n"


FORMS: tuple[Form, ...] = (as_json, as_text, fenced, half, marked_up)


@pytest.fixture(scope="module")
def script() -> Iterator[Scripted]:
    with scripted() as made:
        yield made


@pytest.fixture(scope="module")
def assistant(script: Scripted, sample_settings: Settings) -> Iterator[Assistant]:
    with Assistant.open(script.settings(sample_settings, llm_context=16384)) as opened:
        yield opened


def asked(script: Scripted, assistant: Assistant, row: Row, form: Form) -> tuple[Answer, bool]:
    """Ask about the sentences of a row, and let the model say its text; also tell whether they were in the prompt."""
    found: list[int] = []

    def reply(body: Body) -> Iterable[Step]:
        found.extend(number(body, sentence) for sentence in row["sentences"])
        return [form(row["text"], found)]

    script.reply = reply
    return assistant.ask(" ".join(row["sentences"])[:900]), NOWHERE not in found


def untied(answer: Answer, row: Row) -> list[str]:
    """What an answer states that is no slice of a source, nor the true sentence that stood before what was made up."""
    quotes = " ".join(f"“{citation.quote}”" for citation in answer.citations)
    for citation in answer.citations:
        assert citation.quote == citation.document.text[citation.start : citation.end]
    return [one.text for one in answer.statements if one.text not in quotes and not _is_honest_part(one.text, row)]


def _is_honest_part(text: str, row: Row) -> bool:
    return text in HONEST_TEXTS and row["text"].startswith(text) and row["text"] != text


def test_there_are_enough_twisted_replies() -> None:
    assert sum(map(len, TWISTED.values())) >= 200
    assert len(KINDS) >= 10


def shown_of(script: Scripted, assistant: Assistant, found: Sequence[Row]) -> list[tuple[str, str]]:
    """Let the model say each of some statements; return the kind and the text of those that are shown untied."""
    shown, reached = [], 0
    for row, form in zip(found, cycle(FORMS)):
        answer, there = asked(script, assistant, row, form)
        reached += there
        shown += [(row["kind"], text) for text in untied(answer, row)]
    assert reached >= 0.9 * len(found)
    return shown


@pytest.mark.parametrize("kind", KINDS)
def test_no_twisted_statement_is_shown(script: Scripted, assistant: Assistant, kind: str) -> None:
    assert not shown_of(script, assistant, TWISTED[kind])


@pytest.mark.parametrize("half", ["oefen", "toets"])
def test_hardly_an_untrue_statement_of_a_stranger_is_shown(script: Scripted, assistant: Assistant, half: str) -> None:
    found = [row for row in STRANGE if row["half"] == half]
    assert len(found) >= 300
    assert len(shown_of(script, assistant, found)) <= STRANGE_SHOWN[half]


def test_honest_paraphrases_are_shown(script: Scripted, assistant: Assistant) -> None:
    shown = there = 0
    for row, form in zip(spread(TRUE, HONEST), cycle(FORMS[:3])):
        answer, reached = asked(script, assistant, row, form)
        there += reached
        shown += reached and answer.mode == "llm" and not answer.dropped
    assert there >= 0.9 * HONEST
    assert shown >= (1 - MOST_LOST) * there
