"""The forms and near relatives of a word share a root."""

from __future__ import annotations

import pytest

from assistant.dutch.roots import root, roots

FAMILIES = """
werkt werkte gewerkt werken werker werking
studeert studeren gestudeerd studeerde studie
opvolger opvolgt opgevolgd opvolging
organiseert organisatie georganiseerd organisator
beslissing beslist beslissen
betaalt betaling betaald betalen
woont wonen woning gewoond
verhuist verhuizen verhuisd verhuizing
aanvraag aanvragen aangevraagd aanvrager
coordineert coordinator coordinatie
""".strip().splitlines()


@pytest.mark.parametrize("family", FAMILIES)
def test_the_forms_of_a_word_share_a_root(family: str) -> None:
    assert len({root(word) for word in family.split()}) == 1


def test_families_stay_apart() -> None:
    assert len({root(family.split()[0]) for family in FAMILIES}) == len(FAMILIES)


@pytest.mark.parametrize("word", ["2.1.4", "2026", "b1", "wmo", "raad", "is"])
def test_a_number_or_a_short_word_keeps_what_tells_it_apart(word: str) -> None:
    assert len(root(word)) >= min(3, len(word))
    assert root("2026") == "2026"


def test_a_text_gives_the_roots_of_its_telling_words_in_order() -> None:
    assert roots("De gemeente betaalt de begeleiding.") == [root("gemeente"), root("betaalt"), root("begeleiding")]
