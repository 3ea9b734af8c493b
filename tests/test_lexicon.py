"""The Dutch lexicon: every file parses, groups say one thing, and what a question contrasts stays apart."""

from __future__ import annotations

import pytest

from assistant.dutch import lexicon
from assistant.dutch.stopwords import STOPWORDS
from assistant.dutch.tokens import fold, stem, stems

GROUPS = [lexicon.members(line) for line in lexicon.entries("synoniemen.txt")]


def numbers_of(word: str) -> frozenset[int]:
    return lexicon.synonyms().get(stem(fold(word)), frozenset())


def test_every_synonym_group_has_two_to_ten_different_words() -> None:
    assert [group for group in GROUPS if not 2 <= len(group) <= 10 or len(set(group)) < len(group)] == []


def test_no_synonym_is_a_stop_word_or_says_nothing() -> None:
    assert [word for group in GROUPS for word in group if word in STOPWORDS or not stems(word)] == []


def test_no_group_falls_together_into_one_stem() -> None:
    assert [group for group in GROUPS if len(set().union(*map(lexicon.keys, group))) < 2] == []


def test_no_synonym_group_stands_there_twice() -> None:
    assert len({frozenset(group) for group in GROUPS}) == len(GROUPS)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("begon", "start"),
        ("begonnen", "aanvang"),
        ("kost", "tarief"),
        ("salaris", "verdiende"),
        ("opgericht", "ontstond"),
        ("opgevolgd", "opvolger"),
        ("verhuisde", "verhuizing"),
        ("solliciteerde", "sollicitatie"),
        ("schreef", "auteur"),
        ("geschreven", "schrijft"),
        ("koos", "gekozen"),
        ("beschreef", "beschrijving"),
        ("telefoonnummer", "bellen"),
        ("oud", "leeftijd"),
        ("woont", "woonplaats"),
        ("prijs", "prijzen"),
        ("bus", "bussen"),
        ("stem", "stemmen"),
        ("snel", "vlugge"),
        ("snelle", "vlot"),
        ("steden", "stad"),
        ("musea", "museum"),
        ("overleden", "stierf"),
        ("overleed", "dood"),
        ("afgewezen", "weigerde"),
        ("verscheen", "gepubliceerd"),
        ("groeide", "toename"),
    ],
)
def test_words_that_say_the_same_share_a_group(first: str, second: str) -> None:
    assert numbers_of(first) & numbers_of(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("wethouder", "burgemeester"),
        ("directeur", "voorzitter"),
        ("voorzitter", "secretaris"),
        ("minister", "staatssecretaris"),
        ("inkomsten", "uitgaven"),
        ("winst", "verlies"),
        ("tekort", "overschot"),
        ("kopen", "verkopen"),
        ("lenen", "sparen"),
        ("huren", "verhuren"),
        ("huurder", "verhuurder"),
        ("bruto", "netto"),
        ("minimum", "maximum"),
        ("vader", "moeder"),
        ("zoon", "dochter"),
        ("man", "vrouw"),
        ("jongen", "meisje"),
        ("kind", "volwassene"),
        ("ouderen", "jongeren"),
        ("trouwen", "scheiden"),
        ("geboren", "overleden"),
        ("aanvragen", "afwijzen"),
        ("toekennen", "weigeren"),
        ("toestaan", "verbieden"),
        ("goedkeuren", "afkeuren"),
        ("bezwaar", "toestemming"),
        ("bezwaar", "beroep"),
        ("dader", "slachtoffer"),
        ("advocaat", "rechter"),
        ("werkgever", "werknemer"),
        ("opdrachtgever", "opdrachtnemer"),
        ("voorganger", "opvolger"),
        ("aannemen", "ontslaan"),
        ("benoemen", "ontslaan"),
        ("stijgen", "dalen"),
        ("toename", "afname"),
        ("groei", "krimp"),
        ("verhogen", "verlagen"),
        ("verbeteren", "verslechteren"),
        ("voordeel", "nadeel"),
        ("sterk", "zwak"),
        ("groot", "klein"),
        ("begin", "einde"),
        ("open", "dicht"),
        ("eerste", "laatste"),
        ("gemeente", "provincie"),
        ("gemeenteraad", "college"),
        ("regering", "parlement"),
        ("oorlog", "vrede"),
        ("vraag", "antwoord"),
        ("oorzaak", "gevolg"),
        ("reden", "doel"),
        ("geven", "krijgen"),
        ("bouwen", "slopen"),
        ("bevestigen", "ontkennen"),
        ("bewaren", "vernietigen"),
        ("aanwezig", "afwezig"),
        ("succes", "mislukking"),
        ("januari", "februari"),
        ("maandag", "dinsdag"),
        ("oosten", "westen"),
        ("lente", "herfst"),
        ("verwerker", "verwerkingsverantwoordelijke"),
        ("tester", "ontwikkelaar"),
        ("schrijver", "fotograaf"),
        ("schrijver", "uitgever"),
        ("wet", "kennis"),
        ("wonen", "winnaar"),
        ("week", "wijken"),
        ("reden", "rijden"),
        ("naam", "pakken"),
        ("groen", "groot"),
        ("leden", "lijden"),
        ("geld", "geldig"),
    ],
)
def test_words_that_a_question_contrasts_share_no_group(first: str, second: str) -> None:
    assert not numbers_of(first) & numbers_of(second)


def test_the_lists_are_large_enough_to_be_general() -> None:
    assert len(GROUPS) >= 900
    assert len(lexicon.kind("functie")) >= 150
    assert len(lexicon.kind("gemeente")) >= 300
    assert len(lexicon.kind("voornaam")) >= 500
    assert len(lexicon.attributes()) >= 150


def test_every_kind_holds_folded_words() -> None:
    for name in lexicon.kinds():
        members = lexicon.kind(name)
        assert members and all(word == fold(word) and "=" not in word for word in members), name


def test_every_attribute_names_signals() -> None:
    assert [name for name, signals in lexicon.attributes().items() if not name or not signals] == []


def test_attributes_are_a_kind() -> None:
    assert lexicon.kind("attribuut") == frozenset(lexicon.attributes())


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(KeyError):
        lexicon.kind("onbestaand")


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("nul", 0),
        ("Drie", 3),
        ("vijfentwintig", 25),
        ("tweeëntwintig", 22),
        ("honderd", 100),
        ("honderdvijf", 105),
        ("tweehonderdachtendertig", 238),
        ("vijfduizend", 5000),
        ("vijftienhonderd", 1500),
        ("tweeduizendnegentien", 2019),
        ("anderhalf", 1.5),
        ("1.250,50", 1250.5),
        ("12,5", 12.5),
        ("2019", 2019),
        ("40.000", 40000),
        ("tientje", None),
        ("honderdeneen", 101),
        ("huis", None),
        ("duizendpoot", None),
        ("", None),
    ],
)
def test_a_numeral_has_its_value(word: str, value: float | None) -> None:
    assert lexicon.number(word) == value
