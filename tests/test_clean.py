"""Cleaning moves no map: what a heading or page names before, it names after."""

from __future__ import annotations

import random

from ingest.clean import clean
from ingest.read.extract import Extract, Heading


def test_a_clean_text_is_left_as_it_is() -> None:
    extract = Extract("T", "‘Kop’\n\nTekst\u00a0met  spaties.\t\n", (Heading(0, 5, 1),))
    assert clean(extract) is extract


def test_line_ends_become_one_sign_and_invisible_signs_go() -> None:
    assert clean(Extract("T", "\ufeffa\r\nb\rc\x00d\x0ce")).text == "a\nb\ncd\x0ce"


def test_headings_and_pages_stay_with_their_words() -> None:
    chance = random.Random(2)
    for _ in range(300):
        parts = [chance.choice(["\r\n", "\x00", "\ufeff", "\r", "x", " "]) for _ in range(chance.randrange(30))]
        before, heading, rest = "".join(parts), "Kop van dit stuk", "\r\nTekst\x00 eronder"
        text = before + heading + rest
        at = len(before)
        pages = (0, at, text.index("Tekst"))
        cleaned = clean(Extract("T", text, (Heading(at, at + len(heading), 2),), pages, {"date": "2025-01-01"}))
        assert cleaned.text[cleaned.headings[0].start : cleaned.headings[0].end] == heading
        assert cleaned.text[cleaned.pages[1] :].startswith(heading) and cleaned.headings[0].level == 2
        assert cleaned.text[cleaned.pages[2] :].startswith("Tekst ") and cleaned.metadata == {"date": "2025-01-01"}


def test_a_heading_of_nothing_but_invisible_signs_goes() -> None:
    assert clean(Extract("T", "\x00\x01 tekst", (Heading(0, 2),))).headings == ()
