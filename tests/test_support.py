"""Statements of a language model, checked against the sentences that they point to."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statements import Row, judged, numbers, prompt, rows

from assistant.generate.claim import Claim
from assistant.generate.phrase import quotable
from assistant.generate.sentences import numbered
from assistant.generate.support import Failure, Judged, judge, support
from assistant.types import Hit, Passage

TEXT = "De pas kost € 10,00 per jaar. Kinderen betalen niets."
HIT = Hit(Passage("p", "d", 0, 0, len(TEXT), ((0, 29), (30, 53))), TEXT, "De pas", "pas.txt", 1.0)
HONEST, UNTRUE, TWISTED = rows("parafrase.jsonl"), rows("onwaar.jsonl"), rows("verdraaid.jsonl")
STRANGE = rows("vreemd.jsonl")
HALVES = ("oefen", "toets")

KEPT = {"oefen": 0.31, "toets": 0.28}
"""Least of the honest paraphrases that are shown in their own words; what was measured, rounded down."""
DROPPED = 0.005
"""Most of them that are neither shown nor replaced by the sentences that they point to."""
PASSED = {"oefen": 0.006, "toets": 0.015}
"""Most of the untrue statements, written by hand to get through, that may pass."""
PASSED_TWISTED = {"oefen": 0.0, "toets": 0.0}
STRANGE_KEPT, STRANGE_DROPPED = 0.3, 0.01
STRANGE_PASSED = {"oefen": 0.0035, "toets": 0.0}
"""The same for statements by people who did not know the check."""
NEVER = {"citaat getypt", "adres verzonnen", "getal veranderd", "naam veranderd", "richting omgekeerd"}
"""Ways to twist a statement of which none may pass."""


def of(half: str, found: list[Row]) -> list[Row]:
    return [row for row in found if row["half"] == half]


def passing(found: list[Row]) -> list[Row]:
    return [row for row in found if judged(row).failure is None]


def dropped(found: list[Judged]) -> list[Judged]:
    return [one for one in found if one.failure is not None and not quotable(one)]


def test_the_sets_are_large() -> None:
    assert len(HONEST) >= 500
    assert len(UNTRUE) >= 400
    assert len(TWISTED) >= 3000
    assert all(len(of("toets", found)) >= 60 for found in (HONEST, UNTRUE, TWISTED))


@pytest.mark.parametrize("half", HALVES)
def test_honest_paraphrases_are_shown_or_their_sentences_are(half: str) -> None:
    found = [judged(row) for row in of(half, HONEST)]
    kept = [one for one in found if one.failure is None]
    assert len(kept) >= KEPT[half] * len(found)
    assert len(dropped(found)) <= DROPPED * len(found)


@pytest.mark.parametrize("half", HALVES)
def test_hardly_an_untrue_statement_passes(half: str) -> None:
    found = of(half, UNTRUE)
    assert len(passing(found)) <= PASSED[half] * len(found)


@pytest.mark.parametrize("half", HALVES)
def test_hardly_a_twisted_statement_passes(half: str) -> None:
    found = of(half, TWISTED)
    kept = passing(found)
    assert len(kept) <= PASSED_TWISTED[half] * len(found)
    assert not [row for row in kept if row["kind"] in NEVER]


@pytest.mark.parametrize("half", HALVES)
def test_what_strangers_write_is_told_apart(half: str) -> None:
    found = of(half, STRANGE)
    honest = [judged(row) for row in found if row["honest"]]
    untrue = [row for row in found if not row["honest"]]
    assert len([one for one in honest if one.failure is None]) >= STRANGE_KEPT * len(honest)
    assert len(dropped(honest)) <= STRANGE_DROPPED * len(honest)
    assert len(passing(untrue)) <= STRANGE_PASSED[half] * len(untrue)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Kinderen betalen nooit iets voor deze pas.", True),
        ("De pas kost € 12,00 per jaar.", True),
        ("Wie jong is, hoeft geen geld mee te nemen.", True),
        ("De wethouder opent morgen de nieuwe sporthal.", False),
        ("", False),
    ],
)
def test_what_is_about_its_sentences_may_be_replaced_by_them(text: str, about: bool) -> None:
    assert quotable(judge(Claim(text, (1, 2)), numbered([HIT]))) is about


def test_no_twisted_statement_passes_under_a_number_that_was_not_in_the_prompt() -> None:
    for row in TWISTED[:300]:
        seen = prompt(row["source"])
        failed = judge(Claim(row["text"], (*numbers(row), len(seen.sentences) + 1)), seen)
        assert failed.failure is Failure.POINTER
        assert not failed.sentences


def test_every_sentence_carries_itself() -> None:
    """A model that repeats a running sentence is never held to have changed it."""
    sentences = {(row["source"], s) for row in HONEST for s in row["sentences"] if " | " not in s and s.endswith(".")}
    lost = [
        s
        for source, s in sorted(sentences)
        if judged({"source": source, "sentences": [s], "text": s}).failure is not None
    ]
    assert not lost


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("De uitkering is 2,3 miljoen euro.", "De uitkering is € 2.300.000."),
        ("Tien procent van de leden stemt.", "10% van de leden stemt."),
        ("De wet geldt vanaf 01-03-2026.", "De wet geldt vanaf 1 maart 2026."),
        ("De zitting begint om half drie.", "De zitting begint om 14.30 uur."),
        ("De raad stemt in de lente.", "De raad stemt in het voorjaar."),
        ("De raad schaft de wintertijd af.", "De raad schaft de winter- en zomertijd af."),
        ("De ‘regels’ heten nu anders.", "De regel heet nu anders."),
        ("De zitting begint om half drie.", "De zitting begint om 02.30 uur."),
        ("De cursus duurt anderhalf jaar.", "De cursus duurt achttien maanden."),
        ("De cursus duurt tweeënhalf uur.", "De cursus duurt 2,5 uur."),
        ("Een kwart van de leden stemt.", "25 procent van de leden stemt."),
        ("Eén op de vier leden stemt.", "Een kwart van de leden stemt."),
        ("De Wmo geldt ook voor ouderen.", "De Wet maatschappelijke ondersteuning geldt ook voor ouderen."),
        ("J. Smit leidt het overleg.", "Jan Smit leidt het overleg."),
        ("De entree is gratis.", "De entree kost u niets."),
        ("U betaalt maximaal € 50 entree.", "U betaalt niet meer dan € 50 entree."),
        ("Er zijn geen banken in de hal.", "De banken in de hal ontbreken."),
        ("Het blijft een maand lang dicht.", "Het blijft één maand dicht."),
        ("Volgens Jan Smit is de zaal te klein.", "Jan Smit vindt dat de zaal te klein is."),
        ("Momenteel is de markt dicht.", "De markt is op dit moment dicht."),
        ("De zaal is niet groot genoeg.", "De zaal is onvoldoende groot."),
        ("Er is te weinig geld voor de zaal.", "Er is een tekort aan geld voor de zaal."),
        ("De gids is belangrijk voor de raad.", "De gids is niet onbelangrijk voor de raad."),
        ("De raad kijkt alleen naar de kosten.", "De raad beperkt zich tot de kosten."),
        ("Versie 4.0.3 is van 6 mei 2024.", "Versie 4.0.3, 6 mei 2024"),
        ("Piet Bos is secretaris.", "Jan Smit: wethouder\nPiet Bos: secretaris"),
        ("De raad is niet tevreden over de zaal.", "De raad is ontevreden over de zaal."),
        ("Alleen met toestemming ging de zaal open.", "De zaal ging pas open toen er toestemming was."),
        ("De Wlz geldt ook voor ouderen.", "De Wet langdurige zorg geldt ook voor ouderen."),
        ("De tekst is van Els Vos.", "Tekst: Jan Smit en Els Vos Foto: Piet Bos."),
        ("Jan Smit is de gids. Hij volgt Piet Bos op.", "Jan Smit is de gids. Hij volgt Piet Bos op."),
        ("Van de raad gaat de brief naar de school.", "De brief gaat van de raad naar de school."),
    ],
)
def test_the_same_in_other_words_passes(text: str, sentence: str) -> None:
    assert support(text, [sentence]) is None


@pytest.mark.parametrize(
    ("text", "sentence", "failure"),
    [
        ("De uitkering is € 2.400.000.", "De uitkering is € 2.300.000.", Failure.NUMBER),
        ("De wet geldt vanaf 1 april 2026.", "De wet geldt vanaf 1 maart 2026.", Failure.NUMBER),
        ("De zitting begint om half vier.", "De zitting begint om 14.30 uur.", Failure.NUMBER),
        ("De zitting is op dinsdag.", "De zitting is op maandag.", Failure.NUMBER),
        ("De raad stemt in de herfst.", "De raad stemt in het voorjaar.", Failure.NUMBER),
        ("De regels heten voortaan ‘kaders’.", "De regels heten voortaan ‘grenzen’.", Failure.NAME),
        ("De wachttijd is nauwelijks korter.", "De wachttijd is korter.", Failure.NEGATION),
        ("De deur ontbreekt niet in het plan.", "De deur staat niet in het plan.", Failure.NEGATION),
        ("Uitstel is niet uitgesloten.", "Uitstel is niet mogelijk.", Failure.NEGATION),
        ("Het is niet om het even wie stemt.", "Het maakt niet uit wie stemt.", Failure.NEGATION),
        ("De zaal is te klein.", "Jan Smit vindt dat de zaal te klein is.", Failure.CERTAINTY),
        ("Inmiddels is de markt verhuisd.", "De markt wordt verhuisd.", Failure.CERTAINTY),
        ("Leden moeten de kok interviewen.", "De kok is beschikbaar voor interviews met leden.", Failure.MODALITY),
        ("Het is bewezen dat de zaal te klein is.", "De zaal is te klein.", Failure.CERTAINTY),
        ("De gids is al gekozen.", "De gids zal worden gekozen.", Failure.CERTAINTY),
        ("De zaal is te klein.", "De zaal is te klein, vindt Jan Smit.", Failure.CERTAINTY),
        ("De gids blijft, mits de raad dat wil.", "De gids blijft, ongeacht wat de raad wil.", Failure.DIRECTION),
        (
            "De raad stemde in mei over de gids.",
            "In mei kwam de zaal. De raad stemde in juni over de gids.",
            Failure.ORDER,
        ),
        (
            "De gids helpt vooraf scholen te kiezen.",
            "De gids is géén middel om vooraf scholen te kiezen.",
            Failure.NEGATION,
        ),
        ("Artikel 4 valt onder de regels.", "Artikel 4 valt buiten de regels.", Failure.NEGATION),
        ("De tekst is van Jan Smit en Piet Bos.", "Tekst: Jan Smit en Els Vos Foto: Piet Bos.", Failure.ORDER),
        ("De foto is gemaakt door Els Vos.", "Tekst: Jan Smit en Els Vos Foto: Piet Bos.", Failure.ORDER),
        ("Piet Bos is wethouder.", "Jan Smit: wethouder\nPiet Bos: secretaris", Failure.ORDER),
        ("Versie 3.0.4 is van 6 mei 2024.", "Versie 4.0.3, 6 mei 2024", Failure.NUMBER),
        ("De zaal is open tot 21.00 uur.", "De zaal is open van 9.00 tot 20.00 uur.", Failure.NUMBER),
        ("De AVG gaat over toezicht.", "De AI-verordening gaat over toezicht.", Failure.NAME),
        ("Joost Scholten opent de markt.", "Jan Smit opent de markt.", Failure.NAME),
        ("De Wet langdurige zorg is gewijzigd.", "De Wet publieke gezondheid is gewijzigd.", Failure.NAME),
        ("De raad is ontevreden over de zaal.", "De raad is tevreden over de zaal.", Failure.NEGATION),
        ("De keuze was allesbehalve spannend.", "De keuze was best spannend.", Failure.NEGATION),
        ("De dag blijft in de brief achterwege.", "In de brief wordt de dag genoemd.", Failure.NEGATION),
        ("De brief noemt de plaats van de zaal.", "De brief geeft geen informatie over de plaats.", Failure.NEGATION),
        ("De gids komt zelden in de zaal.", "De gids komt vaak in de zaal.", Failure.DIRECTION),
        ("De gegevens blijven in de zaal staan.", "De gegevens worden uit de zaal verwijderd.", Failure.DIRECTION),
        (
            "Het bouwen van de zaal kostte de raad minder moeite dan gedacht.",
            "Het bouwen van de zaal kostte de raad, die in mei stemde, meer moeite dan gedacht.",
            Failure.DIRECTION,
        ),
        ("De zaal is voldoende groot.", "De zaal is onvoldoende groot.", Failure.NEGATION),
        ("De gids is niet belangrijk voor de raad.", "De gids is niet onbelangrijk voor de raad.", Failure.NEGATION),
        ("De raad kijkt ook naar de kosten.", "De raad beperkt zich tot de kosten.", Failure.EXCEPTION),
        ("Het geringe aantal leden telt mee.", "Het enorme aantal leden telt mee.", Failure.DIRECTION),
        ("Piet Bos is sinds mei de gids.", "Jan Smit is sinds mei de gids.\nHij volgt Piet Bos op.", Failure.ORDER),
        ("De prijs gaat boven de kwaliteit.", "De kwaliteit gaat boven de prijs.", Failure.ORDER),
        ("De cursus duurt zes weken.", "De cursus duurt zes maanden.", Failure.NUMBER),
        ("U betaalt minimaal € 50 entree.", "U betaalt maximaal € 50 entree.", Failure.LIMIT),
        ("De wethouder, Piet Bos, opent de markt.", "De wethouder, Jan Smit, opent de markt.", Failure.NAME),
        ("Jan van Dalen opent de markt.", "J. van Dalen opent de markt.", Failure.NAME),
        ("De markt is niet open in de winter.", "De markt is open in de winter.", Failure.NEGATION),
        ("De markt is open in de winter.", "De markt is niet open in de winter.", Failure.NEGATION),
        ("De entree is gratis voor leden.", "De entree voor leden wordt later bepaald.", Failure.NEGATION),
        ("Leden mogen binnen.", "Leden mogen binnen, tenzij zij geschorst zijn.", Failure.EXCEPTION),
        ("Leden moeten de zaal huren.", "Leden kunnen de zaal huren.", Failure.MODALITY),
        ("De prijs van het brood is gedaald.", "De prijs van het brood is gestegen.", Failure.DIRECTION),
        ("Jan Smit belde met spoed Piet Bos.", "Piet Bos belde met spoed Jan Smit.", Failure.ORDER),
        ("De bouw start in mei en is klaar in juni.", "De bouw start in juni en is klaar in mei.", Failure.ORDER),
        ("De raad vergadert over de nieuwe sporthal.", "De raad stelt de jaarrekening vast.", Failure.WORDS),
        ("Leden betalen contributie. Mail naar x@example.org.", "Leden betalen contributie.", Failure.CONTACT),
        ("Leden betalen [contributie](https://example.org).", "Leden betalen contributie.", Failure.CONTACT),
        ("Leden betalen <b>contributie</b>.", "Leden betalen contributie.", Failure.CONTACT),
        ("Leden betalen contributie. Bel 06-12345678.", "Leden betalen contributie.", Failure.CONTACT),
    ],
)
def test_what_was_changed_fails_by_its_name(text: str, sentence: str, failure: Failure) -> None:
    assert support(text, [sentence]) is failure


@pytest.mark.parametrize(
    ("text", "failure"),
    [
        ("Het is zo: kinderen betalen niets.", None),
        ("De pas kost € 10,00 per jaar.", None),
        ("De pas kostte vroeger € 10,00 per jaar.", Failure.MEANING),
    ],
)
def test_what_no_rule_objects_to_is_asked_of_the_model(text: str, failure: Failure | None) -> None:
    assert support(text, [TEXT[:29], TEXT[30:]]) is None
    assert judge(Claim(text, (1, 2)), numbered([HIT])).failure is failure


def test_numbers_point_to_untouched_slices() -> None:
    found = numbered([HIT]).sentences
    assert [TEXT[s.start : s.end] for s in found.values()] == [s.text for s in found.values()]
    assert list(found) == [1, 2]


@pytest.mark.parametrize("pointers", [(), (0,), (3,), (2, 3), (-1,)])
def test_a_number_that_was_not_in_the_prompt_carries_nothing(pointers: tuple[int, ...]) -> None:
    found = judge(Claim("Kinderen betalen niets.", pointers), numbered([HIT]))
    assert found.failure is Failure.POINTER
    assert not found.sentences


def test_a_shown_statement_has_no_quotation_marks_but_around_a_slice() -> None:
    typed = judge(Claim("De bron zegt: “De pas kost tien euro per jaar.”", (1,)), numbered([HIT]))
    assert typed.failure is Failure.QUOTE
    scare = judge(Claim("De ‘pas’ kost **€ 10,00** per jaar.", (1,)), numbered([HIT]))
    assert (scare.failure, scare.text) == (None, "De pas kost € 10,00 per jaar.")
    sliced = judge(Claim('"Kinderen betalen niets."', (2,)), numbered([HIT]))
    assert (sliced.failure, sliced.text) == (None, '"Kinderen betalen niets."')


def test_hidden_characters_are_taken_out() -> None:
    found = judge(Claim("Kinderen\u202e betalen\u200b niets.", (2,)), numbered([HIT]))
    assert (found.failure, found.text) == (None, "Kinderen betalen niets.")


def test_what_is_too_long_is_no_statement() -> None:
    assert judge(Claim("Kinderen betalen niets. " * 100, (2,)), numbered([HIT])).failure is Failure.LENGTH


def test_a_row_of_a_table_is_read_with_its_columns() -> None:
    text = "Pas | 2025 | 2026\nKind | € 300 | € 325"
    spans = ((0, 17), (18, len(text)))
    hit = Hit(Passage("p", "d", 0, 0, len(text), spans), text, "Bedragen", "b.txt", 1.0)
    seen = numbered([hit])
    told = judge(Claim("Een kind krijgt in 2026 € 325.", (2,)), seen)
    assert told.failure in {None, Failure.MEANING}, "the rules let it through"
    assert quotable(told)
    assert judge(Claim("Een kind krijgt in 2025 € 325.", (2,)), seen).failure is Failure.ORDER


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300), st.lists(st.text(max_size=300), max_size=3))
def test_no_text_makes_the_check_raise(text: str, sentences: list[str]) -> None:
    support(text, sentences)
