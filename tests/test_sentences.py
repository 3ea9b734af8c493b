"""Sentence spans of Dutch text; in a case, `¦` marks where one sentence ends and the next begins."""

from __future__ import annotations

import random
import time

import pytest

from assistant.dutch.sentences import sentence_spans

PROSE = [
    "De raad vergadert. ¦Het publiek luistert.",
    "Zie art. 2.1.4 van de verordening. ¦Daar staat het.",
    "Dat volgt uit lid 2. van de Wmo en uit niets anders.",
    "De eigen bijdrage is € 25. ¦Daarna betaalt u niets.",
    "De kosten zijn € 1.250,50 per jaar. ¦Dat is veel.",
    "Open van ma. t/m vr. 9.00 tot 17.00 uur. ¦Op zaterdag zijn wij dicht.",
    "Vragen m.b.t. Wmo-hulp stelt u aan het wijkteam.",
    "Dhr. J. de Vries is wethouder. ¦Mevr. A.B. van den Berg volgt hem op.",
    "Dit schreef J. De Smet gisteren aan de raad.",
    "Prof. dr. ir. K. Jansen MPA opent de dag. ¦Iedereen is welkom.",
    "Het spreekuur begint om 17.00 uur. ¦Wees op tijd.",
    "‘Dat is goed nieuws.’ ¦De wethouder lacht.",
    "“Wij helpen iedereen.” ¦Zo begint het plan.",
    "'Het kan beter.' ¦Dat zegt de cliëntenraad.",
    "Zij zei: ‘Ik kom. ¦Wacht op mij.’ ¦Toen ging zij.",
    "“Wanneer begint het?” vroeg zij. ¦Niemand wist het.",
    "‘Stop!’ riep de portier. ¦Iedereen stond stil.",
    "Hij noemde het ‘een begin’. ¦Meer niet.",
    "Dat is «mooi werk.» ¦Toch kan het sneller.",
    "Het team werkt goed (zie bijlage 3). ¦Toch is er kritiek.",
    "Het team werkt goed. ¦(Zie ook bijlage 3.) ¦Toch is er kritiek.",
    "Het team werkt goed. (zie bijlage 3)",
    "Wij helpen met geld, werk, wonen enz. ¦Bel ons gerust.",
    "Wij helpen met geld, werk, wonen enz. en met papieren.",
    "Denk aan een rollator, traplift e.d. ¦Ook een scootmobiel kan.",
    "Dit geldt o.a. voor mantelzorgers, d.w.z. mensen die zorgen.",
    "De subsidie is max. 500 euro. ¦Meer is niet mogelijk.",
    "Dat is het max. ¦Meer krijgt u niet.",
    "Op 3 jan. 2024 begint de proef. ¦Hij duurt een jaar.",
    "Dat vertelde zij aan Jan. ¦De rest zweeg.",
    "Dat is zo. ¦Gemeenten gaan door.",
    "Dat past. ¦De rest past niet.",
    "Het glas is vol. ¦Niemand drinkt.",
    "Zie blz. 12 e.v. ¦Daar staat meer.",
    "Zij woont aan de Dorpsstr. 12 in Oudedorp.",
    "Het begint ’s avonds. ¦’s Ochtends is er niemand.",
    "Hij komt morgen. ¦'s Middags gaat hij weer.",
    "Is dat zo? ¦Ja! ¦Dat is zo.",
    "Echt waar?! ¦Jazeker.",
    "Wij wachten… ¦En wachten. ¦Nog steeds... ¦Tot morgen.",
    "Het plan (...) De rest volgt later.",
    "In het plan staat […] Het college besluit.",
    "Zie www.wijkteam.example. ¦Daar vindt u alles.",
    "Mail naar info@wijkteam.example voor een afspraak. ¦Bellen kan ook.",
    "Versie 2.0.1 is klaar. ¦Versie 3 volgt.",
    "Het kost 3 mln. ¦Dat is te veel.",
    "Er kwamen 12. ¦15 bleven weg.",
    "12 gemeenten doen mee. ¦15 niet.",
    "Volgens het besluit.12 ¦De raad keek ernaar.",
    "Volgens het besluit [3]. ¦De raad keek ernaar.",
    "Volgens het besluit.[3] ¦De raad keek ernaar.",
    "De wet is duidelijk.¦De regeling niet.",
    "1. De aanvraag komt binnen. ¦2. Het wijkteam belt u.",
    "Artikel 4. Aanvraag van hulp",
    "Artikel 12a. De cliënt doet een melding. ¦Het college bevestigt die.",
    "Dit staat in artikel 4. ¦De aanvraag doet u zelf.",
    "De Stichting St. Jan helpt. ¦Dat doet zij al lang.",
    "Het advies d.d. 12 mei is er. ¦Het college neemt het over.",
    "Zie Stb. 2014, nr. 280. ¦Die wet geldt nog.",
    "Het bedrag is excl. btw. ¦Reken dus op meer.",
    "Naar groep B. ¦De kinderen blijven daar.",
    "De heer P.J. Bos en mw. drs. C. Vos zijn er. ¦De rest is ziek.",
    "De N.V. Haven en de B.V. Kade werken samen.",
    "Dat heet A.I. of kunstmatige intelligentie.",
    "De zorg, i.c. de jeugdhulp, i.s.m. het onderwijs. ¦Dat werkt.",
    "Wat nu? ¦– Niets.",
    "Ter inzage bij mr. De Boer tot 1 mei a.s. ¦Daarna niet meer.",
    "Het besluit van 6 aug. jl. ¦De termijn loopt nog.",
    "Een eigen vraag, bijv. Hoe kom ik aan hulp?",
    "De wachttijd was 6 wk. ¦Nu is dat minder.",
    "De regels (o.a. De Algemene wet bestuursrecht) gelden.",
]

PROSE += [
    "Het hof (rov. 4.13) gaf fl. 400,-- terug (r.o. 5.5.). ¦Punt.",
    "Zo ging het verder. (...)",
    "De meting is klaar. ]",
    "Ad 2. De opvatting is onjuist. ¦Ad 3. Deze niet.",
]

LINES = [
    "Hulp bij schulden\n\n¦Wij helpen u met uw schulden.",
    "HULP BIJ SCHULDEN\n¦Wij helpen u met uw schulden.",
    "Teksten: Jan Jansen\n¦Fotografie: Piet Pietersen\n¦Druk: Drukkerij Oost",
    "Gemeente Oudedorp\n¦Postbus 12\n¦1234 AB Oudedorp",
    "U neemt mee:\n¦- een geldig paspoort\n¦- uw loonstrook\n¦- een bankafschrift",
    "U neemt mee:\n¦• een geldig paspoort;\n¦• uw loonstrook.",
    "Stappen:\n¦1. U belt.\n¦2. Wij komen langs.\n¦3. U beslist.",
    "De stappen zijn:\n¦1. de aanvraag van hulp bij het wijkteam,\n¦2. het gesprek,\n¦3. het besluit van het college.",
    "Zie daarvoor de uitleg bij lid\n2. van de Wmo. ¦Punt.",
    "Lid 1 gaat over:\n¦a. de aanvraag;\n¦b. het besluit.",
    "De gemeente heeft dit jaar meer geld voor mensen die hulp nodig\nhebben bij het huishouden. ¦Dat komt door de "
    "nieuwe afspraken met\nhet Rijk en de zorgverzekeraars.",
    "De gemeente heeft dit jaar meer geld. ¦In de zomer praat wethouder\nDe Vries met de raad over de verdeling van "
    "dat geld en over de\nvraag wie het krijgt.",
    "Een bijzondere avond over samenwerken in het\nsociaal domein",
    "Naam | Bedrag\n¦Huishoudelijke hulp | € 19\n¦Traplift | € 0",
    "Eerste alinea zonder punt\n\n¦Tweede alinea zonder punt",
    "Zij wonen in Oudedorp.\n¦Zij werken in Nieuwstad.",
    "Zoals bepaald in art.\n5 van de verordening geldt dit. ¦Punt.",
    "Vraag:\n¦Wie helpt mij?\n¦Antwoord:\n¦Het wijkteam.",
    "- Kom langs. ¦Wij zijn er.\n¦- Bel ons.",
    "Wij werken samen met veel partners in de wijk, zoals de huisarts\n- die kent iedereen - en de school, want "
    "die ziet de kinderen\nelke dag.",
    "| Soort | Wie |\n¦| Wmo | gemeente |",
]


def cut(case: str) -> list[str]:
    text = case.replace("¦", "")
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize("case", [*PROSE, *LINES])
def test_sentences_end_where_a_dutch_reader_ends_them(case: str) -> None:
    assert cut(case) == [part.strip() for part in case.split("¦")]


def test_every_character_is_in_exactly_one_sentence() -> None:
    random.seed(5)
    signs = [
        "De",
        "art.",
        "J.",
        "5.",
        "!",
        "?",
        "…",
        "’",
        "“",
        ")",
        "\n",
        "\n\n",
        " ",
        "\u00a0",
        "\t",
        "- ",
        "1. ",
        "é",
        "\f",
        "|",
    ]
    for _ in range(2000):
        text = "".join(random.choice(signs) + random.choice(["", " "]) for _ in range(random.randrange(40)))
        place = 0
        for start, end in sentence_spans(text):
            assert start < end and text[start:end] == text[start:end].strip()
            assert not text[place:start].strip()
            place = end
        assert not text[place:].strip()


def test_an_empty_text_has_no_sentences() -> None:
    assert sentence_spans("") == sentence_spans(" \n\u00a0\n ") == []


def test_a_hostile_text_takes_linear_time() -> None:
    for piece in (". ", "a.", "1. ", "(((", "’ ", "\n- ", ".\n", "A. B. ", "'", "... ", "  "):
        started = time.perf_counter()
        sentence_spans(piece * 20_000)
        assert time.perf_counter() - started < 5, piece
