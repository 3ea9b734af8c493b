"""Passages are whole sentences of one section and one page, and together they are the whole text."""

from __future__ import annotations

import gzip
import random
import time
from pathlib import Path

import pytest

from ingest.clean import clean
from ingest.read import read
from ingest.read.extract import Extract, Heading
from ingest.split import LONGEST_WORDS, TARGET_WORDS, split

SHARED = Path(__file__).parents[2] / "shared"
SENTENCE = "Het wijkteam helpt iedere inwoner die daarom vraagt. "


def with_headings(*sections: tuple[str, str]) -> Extract:
    text, headings = "", []
    for heading, body in sections:
        headings.append(Heading(len(text), len(text) + len(heading), 2))
        text += f"{heading}\n\n{body}\n\n"
    return Extract("T", text, tuple(headings))


def check(extract: Extract) -> None:
    passages = split("d", extract)
    place = 0
    for position, passage in enumerate(passages):
        assert passage.position == position and passage.id == f"d:{passage.start}-{passage.end}"
        assert not extract.text[place : passage.start].strip()
        assert (passage.start, passage.end) == (passage.sentences[0][0], passage.sentences[-1][1])
        for start, end in passage.sentences:
            assert start < end and not extract.text[place:start].strip()
            assert extract.text[start:end] == extract.text[start:end].strip()
            place = end
    assert not extract.text[place:].strip()


def test_a_short_section_is_one_passage_that_opens_with_its_heading() -> None:
    extract = with_headings(("Wie krijgt hulp?", SENTENCE * 3), ("Wat kost het?", SENTENCE * 2))
    first, second = split("d", extract)
    assert first.heading == "Wie krijgt hulp?" and second.heading == "Wat kost het?"
    assert extract.text[slice(*first.sentences[0])] == "Wie krijgt hulp?" and len(first.sentences) == 4


def test_every_passage_of_a_long_section_knows_the_heading() -> None:
    passages = split(
        "d",
        with_headings(
            ("Wie krijgt\nhulp?", SENTENCE * 80),
        ),
    )
    assert len(passages) > 4 and {p.heading for p in passages} == {"Wie krijgt hulp?"}


def test_headings_without_text_under_them_join_the_next_section() -> None:
    extract = with_headings(("Hoofdstuk 2", ""), ("Aanvraag", ""), ("Hoe vraagt u aan?", SENTENCE), ("Slot", ""))
    first, last = split("d", extract)
    assert first.heading == "Hoe vraagt u aan?" and len(first.sentences) == 4
    assert last.heading == "Slot"


def test_text_before_the_first_heading_has_none() -> None:
    text = "Vooraf nog iets.\n\nKop\n\nTekst eronder."
    assert [p.heading for p in split("d", Extract("T", text, (Heading(18, 21, 2),)))] == [None, "Kop"]


def test_a_passage_stays_on_its_page_and_a_sentence_over_two_pages_counts_for_the_first() -> None:
    text = "Een zin op de eerste pagina. Deze zin loopt door op de tweede. Dit staat op de tweede."
    passages = split("d", Extract("T", text, (), (0, text.index("door"), len(text))))
    assert [p.page for p in passages] == [1, 2]
    assert text[passages[0].start : passages[0].end].endswith("door op de tweede.")


def test_passages_are_about_the_target_size() -> None:
    chance = random.Random(1)
    text = "\n\n".join(" ".join([SENTENCE.strip()] * chance.randrange(1, 9)) for _ in range(200))
    sizes = [len(text[p.start : p.end].split()) for p in split("d", Extract("T", text))]
    assert 0.75 * TARGET_WORDS < sum(sizes) / len(sizes) < 1.25 * TARGET_WORDS
    assert max(sizes) < 1.6 * TARGET_WORDS and min(sizes) > 0.4 * TARGET_WORDS


def test_a_sentence_without_end_is_cut() -> None:
    for joint in (" ", "\n| ", "; ", ", "):
        extract = Extract("T", joint.join(["woord van de lange zin zonder punt"] * 400))
        check(extract)
        assert max(len(extract.text[p.start : p.end].split()) for p in split("d", extract)) <= LONGEST_WORDS
    check(Extract("T", "x" * 100_000))


def test_every_character_is_in_one_passage_whatever_the_maps_say() -> None:
    chance = random.Random(4)
    words = ["Dit is een zin. ", "kop\n\n", "- punt\n", "art. 5 ", "“Ja.” ", "\n", "\u00a0", "😀 ", "a | b\n", "\x0c"]
    for _ in range(400):
        text = "".join(chance.choice(words) for _ in range(chance.randrange(1, 120)))
        cuts = sorted(chance.randrange(len(text) + 1) for _ in range(chance.randrange(0, 5) * 2))
        headings = tuple(Heading(a, b, 1) for a, b in zip(cuts[::2], cuts[1::2], strict=True) if a < b)
        pages = tuple(sorted(chance.randrange(len(text) + 1) for _ in range(chance.randrange(0, 4))))
        check(Extract("T", text, headings, pages and (0, *pages)))


def test_an_empty_text_has_no_passages() -> None:
    assert split("d", Extract("T", "")) == split("d", Extract("T", " \n\n ")) == []


@pytest.mark.shared
def test_real_files_are_read_and_split_whole() -> None:
    if not SHARED.exists():
        pytest.skip("the real texts of ../shared are absent")
    files = [path for folder in ("seeds", "documents") for path in (SHARED / folder).rglob("*") if path.is_file()]
    for path in files:
        extract = clean(read(path, max_mb=50))
        assert extract.title and len(extract.title) < 200
        check(extract)


@pytest.mark.shared
def test_plain_text_is_read_and_split_fast(tmp_path: Path) -> None:
    prose = SHARED / "training/prose/wetten-legalize-nl.txt.gz"
    if not prose.exists():
        pytest.skip("the real texts of ../shared are absent")
    with gzip.open(prose, "rt", encoding="utf-8") as lines:
        text = lines.read(3_000_000)
    for i in range(0, len(text), 20_000):
        (tmp_path / f"{i}.txt").write_text(text[i : i + 20_000], encoding="utf-8")
    started = time.perf_counter()
    passages = sum(len(split("d", clean(read(path, max_mb=5)))) for path in tmp_path.iterdir())
    assert passages / (time.perf_counter() - started) > 1_000
