"""Whether an answer says what was expected: values, needed words, tokens; hand-made and hand-computed."""

from __future__ import annotations

import pytest

from assistant.evaluation.values import values
from assistant.evaluation.wording import bare, needed_met, normal_form, says, token_f1

SAME = [
    ("2,3 miljoen", "€ 2.300.000"),
    ("2,3 miljoen euro", "een bedrag van € 2.300.000,-"),
    ("1 maart 2026", "01-03-2026"),
    ("2026-03-01", "op zondag 1 mrt. 2026"),
    ("1/3/2026", "1 Maart 2026"),
    ("20,60 euro", "€ 20,60 per maand"),
    ("71%", "71 procent van de gevallen"),
    ("vijfentwintig", "25 mensen"),
    ("3 duizend", "3.000 inwoners"),
    ("17.00 uur", "tot 17:00 uur"),
    ("099-5550100", "bel 099 5550100"),
    ("1234 AB", "postcode 1234AB"),
    ("1 maart", "1 maart 2026"),
    ("2026", "sinds 1 maart 2026"),
    ("1,50", "€ 1,5"),
]
DIFFERENT = [
    ("2,3 miljoen", "€ 2.300"),
    ("175", "1.750"),
    ("1 maart 2026", "1 maart 2025"),
    ("1 maart 2026", "1 maart"),
    ("71%", "€ 71"),
    ("1.500", "1,5"),
    ("€ 20", "20 procent"),
    ("artikel 2.1.4", "artikel 2.1.5"),
    ("17.00 uur", "17.30 uur"),
]


@pytest.mark.parametrize(("expected", "given"), SAME)
def test_a_value_is_the_same_in_every_way_to_write_it(expected: str, given: str) -> None:
    there = values(given)
    assert values(expected)
    assert all(any(value.met_by(other) for other in there) for value in values(expected))


@pytest.mark.parametrize(("expected", "given"), DIFFERENT)
def test_another_value_is_another_value(expected: str, given: str) -> None:
    there = values(given)
    assert not all(any(value.met_by(other) for other in there) for value in values(expected))


def test_a_number_in_a_date_or_an_article_is_no_number() -> None:
    assert [value.token for value in values("Op 1 maart 2026 geldt artikel 2.1.4 voor 3 mensen.")] == [
        *("date:2026-3-1", "code:2.1.4", "number:3"),
    ]
    assert values("een aanvraag in mei") == []


def test_of_every_group_of_needed_words_one_must_occur() -> None:
    given = "De bijdrage is € 20,60 per maand.\nHet CAK stuurt de\nrekening."
    assert needed_met([["20,60"], ["het cak", "de gemeente"]], given)
    assert needed_met([["stuurt de rekening"]], given)
    assert not needed_met([["20,60"], ["het UWV"]], given)
    assert needed_met([], given)


def test_a_needed_number_stands_by_itself_or_in_another_form() -> None:
    assert needed_met([["175"]], "U krijgt € 175.")
    assert not needed_met([["175"]], "U krijgt € 1.175 of 1750.")
    assert needed_met([["2,3 miljoen"]], "Er is € 2.300.000 begroot.")
    assert needed_met([["105 uur"]], "Dat is 105 uur per jaar.")
    assert not needed_met([["105 uur"]], "Dat is 105 dagen per jaar.")


def test_token_f1_is_what_a_hand_computes() -> None:
    # expected: cak, reken; given: cak, stuurt, reken, maand -> shared 2, precision 2/4, recall 2/2
    assert normal_form("Het CAK stuurt de rekening") == ["cak", "stuurt", "reken"]
    assert token_f1("het CAK, een rekening", "CAK stuurt rekeningen elke maand") == pytest.approx(2 * 0.5 * 1 / 1.5)
    assert token_f1("2,3 miljoen", "€ 2.300.000") == 1
    assert token_f1("2,3 miljoen", "het wijkteam") == 0
    assert token_f1("de", "het") == 1
    # a token counts as often as both have it: shared 1 of 2 and 1
    assert token_f1("fiets fiets", "fiets") == pytest.approx(2 / 3)


def test_an_expected_answer_needs_all_its_values_and_half_its_other_words() -> None:
    given = "De eigen bijdrage is € 20,60 per maand. Het CAK stuurt u een rekening."
    assert says("€ 20,60", given)
    assert says("20,60 euro per maand via het CAK", given)
    assert not says("€ 21,60 per maand", given)
    assert not says("de gemeente Meerwolde bepaalt", given)
    assert says("Ja.", given) is None


def test_the_numbers_of_citations_are_no_words_of_an_answer() -> None:
    assert bare("Het kost € 20,60. [1] Het CAK stuurt de rekening. [2]") == (
        "Het kost € 20,60. Het CAK stuurt de rekening."
    )
