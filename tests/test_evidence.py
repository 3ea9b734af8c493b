"""Choosing the sentences that answer, and refusing when none does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from assistant.chat import Assistant
from assistant.evidence.candidates import candidates
from assistant.evidence.choose import ANSWER_CHARS, PLACES, QUOTE_CHARS, RELATED, SENTENCES, choose, measure
from assistant.evidence.context import Context
from assistant.evidence.demands import names_one, other_year, unnamed
from assistant.evidence.features import NAMES
from assistant.evidence.kinds import KINDS, kind_of
from assistant.evidence.match import distance, misspelt, sound
from assistant.evidence.question import analyse
from assistant.evidence.score import SUMMARY, confidence, scores
from assistant.evidence.signals import leans, offers, spells_out
from assistant.evidence.stems import table, words_of
from assistant.prompts import REFUSAL
from assistant.settings import Settings
from assistant.types import Answer
from ingest.build import build

TEXTS = {
    "wijkteam.txt": """Het wijkteam van Oosterwold

Het wijkteam van Oosterwold begon op 3 maart 2019 in het oude postkantoor. Ria de Vries is de coördinator van het
wijkteam. Zij woont in Zandhuizen en fietst elke dag naar haar werk. Het team telt elf medewerkers.

Het wijkteam sluit om 17.00 uur, omdat de medewerkers 's avonds op huisbezoek gaan.
""",
    "bijdrage.txt": """Eigen bijdrage voor hulp bij het huishouden

De eigen bijdrage voor hulp bij het huishouden is € 20,60 per maand. Het Centraal Administratie Kantoor (CAK) stuurt
de rekening. Wie een inkomen onder het sociaal minimum heeft, betaalt niets.
""",
    "mobiel.txt": """Afspraken over de telefoon van het werk

Medewerkers krijgen een telefoon in bruikleen. De netwerkbeheerder heet Thijs Dijkstra. Schade aan de telefoon meldt u
binnen twee dagen bij de servicebalie.
""",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder: Path = tmp_path_factory.mktemp("teksten")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    settings = Settings(index=tmp_path_factory.mktemp("index") / "index")
    build([folder], settings)
    with Assistant.open(settings) as opened:
        yield opened


def shown(answer: Answer) -> str:
    return " ".join(citation.quote for citation in answer.citations)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Wie is de coördinator?", "wie"),
        ("Wanneer begon het wijkteam?", "wanneer"),
        ("In welk jaar begon het wijkteam?", "wanneer"),
        ("Waar zit het wijkteam?", "waar"),
        ("Hoeveel medewerkers zijn er?", "hoeveel"),
        ("Hoeveel kost hulp?", "bedrag"),
        ("Hoe lang duurt het?", "hoelang"),
        ("Waarom sluit het wijkteam?", "waarom"),
        ("Hoe heet de beheerder?", "naam"),
        ("Waar staat CAK voor?", "afkorting"),
        ("Wat betekent CAK?", "afkorting"),
        ("Hoe laat sluit het?", "hoe_laat"),
        ("Hoe oud is Ria?", "leeftijd"),
        ("Welke regels gelden er?", "welke"),
        ("Moet ik schade melden?", "ja-nee"),
        ("schade telefoon", "trefwoorden"),
    ],
)
def test_the_question_word_tells_the_kind_of_answer(question: str, kind: str) -> None:
    assert kind_of(question) == kind
    assert kind in KINDS


@pytest.mark.parametrize(
    ("question", "needed"),
    [
        ("Wie is de coördinator van het wijkteam?", "Ria de Vries"),
        ("Wanneer begon het wijkteam van Oosterwold?", "3 maart 2019"),
        ("Hoeveel medewerkers heeft het wijkteam?", "elf"),
        ("Waarom sluit het wijkteam om vijf uur?", "huisbezoek"),
        ("Hoe hoog is de eigen bijdrage?", "20,60"),
        ("Waar staat CAK voor?", "Centraal Administratie Kantoor"),
        ("Hoe heet de netwerkbeheerder?", "Thijs Dijkstra"),
        ("Hoe heet de netwerk beheerder?", "Thijs Dijkstra"),
        ("Hoe heet de netwerkbeheeder?", "Thijs Dijkstra"),
        ("Waar woont Ria de Fries?", "Zandhuizen"),
    ],
)
def test_the_needed_words_are_in_a_quote(assistant: Assistant, question: str, needed: str) -> None:
    answer = assistant.ask(question)
    assert not answer.refused
    assert needed in shown(answer)


def test_a_sentence_that_leans_on_a_name_is_quoted_with_the_sentence_that_names_it(assistant: Assistant) -> None:
    first = assistant.ask("In welke plaats woont Ria de Vries?").citations[0]
    assert "Zij woont in Zandhuizen" in first.document.text[slice(*first.mark)]
    assert "Ria de Vries is de coördinator" in first.quote


@pytest.mark.parametrize(
    "question",
    [
        "Hoeveel verdient Ria de Vries?",
        "Hoe oud is Ria de Vries?",
        "Wat kost een parkeervergunning in Amersfoort?",
        "Waar kan ik een paspoort aanvragen?",
        "Welke subsidie krijgt de voetbalclub?",
        "Wie is de burgemeester van Amersfoort?",
    ],
)
def test_words_that_match_are_no_proof_of_an_answer(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.refused
    assert (answer.text, answer.citations) == (REFUSAL, ())
    assert len(answer.related) <= RELATED


def test_a_refusal_shows_what_was_found_apart(assistant: Assistant) -> None:
    answer = assistant.ask("Hoe oud is Ria de Vries?")
    assert any("Ria de Vries" in citation.quote for citation in answer.related)


def test_quotes_are_few_short_runs_with_the_answer_marked(samples: Assistant) -> None:
    for question in (
        "Hoe hoog is de eigen bijdrage?",
        "Mag ik met een uitkering op vakantie?",
        "Wat doet het wijkteam?",
    ):
        answer = samples.ask(question)
        assert 1 <= len(answer.citations) <= PLACES
        assert sum(len(citation.quote) for citation in answer.citations) <= max(ANSWER_CHARS, QUOTE_CHARS)
        for citation in answer.citations:
            sentences = [
                span
                for passage in samples.store.passages(citation.document.id)
                for span in passage.sentences
                if citation.start <= span[0] and span[1] <= citation.end
            ]
            assert 1 <= len(sentences) <= SENTENCES
            assert citation.mark in sentences


@pytest.mark.parametrize("question", ["En sinds wanneer geldt de eigen bijdrage?", "Hoe hoog is de eigen bijdrage?"])
def test_no_place_is_quoted_twice_and_no_quote_runs_into_the_next_section(samples: Assistant, question: str) -> None:
    answer = samples.ask(question)
    cited = answer.citations or answer.related
    for number, one in enumerate(cited):
        passages = [p for p in samples.store.passages(one.document.id) if p.start < one.end and one.start < p.end]
        assert len({passage.heading for passage in passages}) == 1
        for other in cited[:number]:
            assert one.document.id != other.document.id or one.end <= other.start or other.end <= one.start


def test_a_higher_bar_refuses_more(assistant: Assistant) -> None:
    strict = Assistant(Settings(index=assistant.settings.index, refuse_below=1), assistant.store, assistant._encoder)
    assert strict.ask("Wie is de coördinator van het wijkteam?").refused


def test_a_question_without_words_is_refused(assistant: Assistant) -> None:
    assert assistant.ask("?!").refused


def test_every_feature_is_measured_and_every_weight_has_a_feature(assistant: Assistant) -> None:
    question = "Wie is de coördinator van het wijkteam?"
    context = Context.of(assistant.store, assistant.search(question))
    measured, kept = measure(analyse(question), candidates(context), context, assistant._words)
    assert measured.shape == (len(kept), len(NAMES))
    assert np.isfinite(measured).all()
    stored = json.loads(files("assistant.evidence").joinpath("weights.json").read_text("utf-8"))
    assert list(stored["sentence"]["features"]) == list(NAMES)
    assert list(stored["answer"]["features"]) == list(SUMMARY)
    assert 0 <= confidence(measured, scores(measured)) <= 1


def test_nothing_found_is_no_confidence() -> None:
    empty = np.zeros((0, len(NAMES)), dtype=np.float32)
    assert confidence(empty, scores(empty)) == 0


@pytest.mark.parametrize(
    ("kind", "yes", "no"),
    [
        ("wie", "Dat doet Ria de Vries.", "Dat doet de coördinator."),
        ("wanneer", "Het begint op 3 maart.", "Het begint binnenkort."),
        ("bedrag", "U betaalt € 20.", "U betaalt niets aan het loket."),
        ("hoelang", "Dat duurt zes weken.", "Dat duurt even."),
        ("hoe_laat", "Wij sluiten om 17.00 uur.", "Wij sluiten vroeg."),
        ("leeftijd", "Zij is ouder dan vijftig jaar.", "Zij is coördinator."),
        ("mailadres", "Schrijf naar team@voorbeeld.nl.", "Schrijf ons."),
        ("waarom", "Dat is omdat het regent.", "Het regent."),
    ],
)
def test_the_form_of_a_sentence_shows_what_it_can_answer(kind: str, yes: str, no: str) -> None:
    assert offers(kind, yes, frozenset()) > offers(kind, no, frozenset())


def test_what_the_question_names_itself_is_no_answer() -> None:
    assert offers("wie", "Dat doet Ria de Vries.", frozenset({"ria", "de", "vries"})) == 0


@pytest.mark.parametrize(
    ("acronym", "text"),
    [
        ("CAK", "Het Centraal Administratie Kantoor (CAK) stuurt de rekening."),
        ("CAK", "Het CAK (Centraal Administratie Kantoor) stuurt de rekening."),
        ("BIO", "BIO Baseline Informatiebeveiliging Overheid"),
        ("BIO", "BIO | Baseline Informatiebeveiliging Overheid"),
        ("OBP", "Dat heet het Open Bibliotheek-principe, afgekort OBP."),
        ("GGD", "De GGD Rivierenstrook (Gemeentelijke Gezondheidsdienst) adviseert het college."),
    ],
)
def test_an_abbreviation_is_spelled_out(acronym: str, text: str) -> None:
    assert spells_out(acronym, text)
    assert not spells_out("XYZ", text)


def test_the_letters_alone_do_not_answer_what_an_abbreviation_means(assistant: Assistant) -> None:
    assert not assistant.ask("Waar staat CAK voor?").refused
    asked = analyse("Waar staat CAK voor?")
    context = Context.of(assistant.store, assistant.search(asked.text))
    hits = [replace(hit, text=hit.text.replace("Centraal Administratie Kantoor", "kantoor")) for hit in context.hits]
    cut = replace(context, hits=tuple(hits), around=(), leads={})
    assert choose(asked.text, cut, assistant._words).confidence == 0.0


def test_an_abbreviation_that_only_stands_there_is_not_spelled_out() -> None:
    assert not spells_out("CAK", "Het CAK stuurt de rekening.")


@pytest.mark.parametrize(("a", "b"), [("heetebrij", "hetebrij"), ("beheerder", "beheeder"), ("wijkteam", "wjikteam")])
def test_a_typo_is_seen(a: str, b: str) -> None:
    assert misspelt(a, b)
    assert distance(a, b, 2) <= 1


@pytest.mark.parametrize(("a", "b"), [("maart", "markt"), ("2019", "2018"), ("huis", "muis")])
def test_a_short_word_or_a_number_is_no_typo_of_another(a: str, b: str) -> None:
    assert a[0] == b[0] or not misspelt(a, b) or len(a) < 5
    assert not misspelt("2019", "2018")


@pytest.mark.parametrize(("a", "b"), [("dijk", "dyck"), ("thijssen", "tijsen"), ("kramer", "cramer")])
def test_names_that_sound_alike_are_one(a: str, b: str) -> None:
    assert sound(a) == sound(b)


def test_another_year_is_no_answer() -> None:
    asked = analyse("Hoeveel leden waren er in 2024?")
    assert other_year(asked, "In 2023 waren er 40 leden.")
    assert not other_year(asked, "In 2024 waren er 41 leden.")


def test_one_of_a_kind_without_a_name_is_not_named() -> None:
    asked = analyse("Op welke school werkt zij?")
    for text, value in (
        ("Zij werkt op een school in de buurt.", 1),
        ("Zij werkt op een basisschool.", 1),
        ("Zij werkt op de school De Regenboog.", 0),
        ("Zij werkt op een kantoor.", 0),
    ):
        assert unnamed(asked, text, frozenset(table(words_of(text)))) == value
    assert names_one(asked, "Zij werkt op De Regenboog.") == 1
    assert names_one(asked, "Zij werkt op een school.") == 0


@pytest.mark.parametrize("text", ["Zij woont in Zandhuizen.", "Daar werkt hij.", "‘Dat is mooi.’"])
def test_a_sentence_can_lean_on_the_one_before(text: str) -> None:
    assert leans(text)
    assert not leans("Ria de Vries woont in Zandhuizen.")
