"""Test sets as people have them: spreadsheets, records and BEIR folders, good rows and impossible ones."""

from __future__ import annotations

import json
import random
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from assistant.errors import TestSetError
from assistant.evaluation.library import Library
from assistant.evaluation.testset import beir, read
from assistant.evaluation.testset.check import check
from assistant.evaluation.testset.headers import ALIASES, field_of
from assistant.evaluation.types import RETRIEVAL, Case, Gold, TestSet
from assistant.settings import Settings
from assistant.store import Store
from ui import testset_file, texts_evaluation, texts_testset

HEADER = [
    "Vraag",
    "Verwacht antwoord",
    "Verwachte bron",
    "Verwacht citaat",
    "Niet te beantwoorden",
    "Gesprek",
    "Volgnummer",
]
QUOTE = "De eigen bijdrage voor hulp bij het huishouden is € 20,60 per maand."


def workbook(path: Path, *rows: list[Any], merge: str = "") -> Path:
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    book.save(path)
    return path


def codes(testset: TestSet) -> list[tuple[int, str]]:
    return [(problem.row, problem.code) for problem in testset.problems]


def test_a_sheet_with_title_empty_lines_and_stray_columns_is_read(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "vragen.xlsx",
        ["Vragen van de klantenservice", None, None],
        [None],
        ["nr", "Verwacht citaat", "Opmerking", "VRAAG *", "verwachte bron (bestand)"],
        [1, QUOTE, "nog eens nakijken", "Hoe hoog is  de\neigen bijdrage?", "hulp.md"],
        [None],
        [2, None, None, "Wie stuurt de rekening?", "hulp"],
        merge="A1:E1",
    )
    testset = read(path)
    assert testset.cases == (
        Case("4", 4, "Hoe hoog is de eigen bijdrage?", gold=(Gold("hulp.md", QUOTE),)),
        Case("6", 6, "Wie stuurt de rekening?", gold=(Gold("hulp"),)),
    )
    assert not testset.problems


def test_cells_of_other_types_are_written_as_dutch_writes_them(tmp_path: Path) -> None:
    rows = [
        ["vraag", "antwoord", "niet te beantwoorden"],
        ["Hoeveel?", 2300000, None],
        ["Wanneer?", datetime(2026, 3, 1), None],
        ["Hoe duur?", 20.6, None],
        ["Waarom?", None, True],
        [2026, "ja", None],
    ]
    testset = read(workbook(tmp_path / "v.xlsx", *rows))
    assert [case.answer for case in testset.cases] == ["2300000", "01-03-2026", "20,6", None, "ja"]
    assert [case.answerable for case in testset.cases] == [True, True, True, False, True]
    assert testset.cases[4].question == "2026"


ROW = "Hoe hoog is de bijdrage?;€ 20,60;hulp.md;;\nHoe oud is Ria, onze coördinator?;;;;ja\n"
TITLE = "vraag;verwacht antwoord;verwachte bron;verwacht citaat;niet te beantwoorden\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_csv_is_read_in_every_encoding_and_with_every_delimiter(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    import csv
    import io

    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(line.split(";") for line in (TITLE + ROW).splitlines())
    path = tmp_path / "vragen.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    testset = read(path)
    assert testset.cases == (
        Case("2", 2, "Hoe hoog is de bijdrage?", gold=(Gold("hulp.md"),), answer="€ 20,60"),
        Case("3", 3, "Hoe oud is Ria, onze coördinator?", answerable=False),
    )


def test_english_headers_in_any_order_do_too(tmp_path: Path) -> None:
    path = tmp_path / "questions.csv"
    path.write_text("Expected answer,not_answerable,Question\n42,,How much?\n,yes,Why?\n", "utf-8")
    assert [(case.question, case.answer, case.answerable) for case in read(path).cases] == [
        ("How much?", "42", True),
        ("Why?", None, False),
    ]


def test_every_column_has_one_field_and_the_template_writes_columns_that_are_known() -> None:
    names = [alias for aliases in ALIASES.values() for alias in aliases]
    assert len(names) == len(set(names))
    assert all(field_of(alias) == field for field, aliases in ALIASES.items() for alias in aliases)
    assert all(field_of(column) for column in texts_testset.COLUMNS)


def test_the_sample_test_set_is_read_whole() -> None:
    path = Path(__file__).parents[1] / "data" / "testsets" / "voorbeeld.jsonl"
    testset = read(path)
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert not testset.problems
    assert [case.question for case in testset.cases] == [line["question"] for line in lines]
    assert [case.needed for case in testset.cases] == [tuple(map(tuple, line["needed"])) for line in lines]
    known = {case.id: case.question for case in testset.cases}
    assert [known[case.after] if case.after else None for case in testset.cases] == [
        line.get("after") for line in lines
    ]


def test_yaml_is_a_list_of_questions_numbered_by_line(tmp_path: Path) -> None:
    path = tmp_path / "vragen.yaml"
    path.write_text(
        "# onze vragen\nvragen:\n- vraag: Hoe hoog is de bijdrage?\n  nodige woorden: [[20,60 euro, 20], maand]\n"
        "- vraag: Waarom?\n  niet te beantwoorden: ja\n- alleen tekst\n",
        "utf-8",
    )
    testset = read(path)
    assert [(case.row, case.needed, case.answerable) for case in testset.cases] == [
        (3, (("20", "60 euro", "20"), ("maand",)), True),
        (5, (), False),
    ]
    assert codes(testset) == [(7, "no_record")]


def test_follow_ups_are_tied_by_conversation_and_turn_in_any_order(tmp_path: Path) -> None:
    rows = [HEADER, ["En in 2025?", "10", *[None] * 3, "a", 2], ["Hoeveel in 2026?", "12", *[None] * 3, "a", 1],
            ["Wie?", "Ria", *[None] * 3, "b", None], ["En waar?", "hier", *[None] * 3, "b", None]]  # fmt: skip
    testset = read(workbook(tmp_path / "v.xlsx", *rows))
    assert [(case.question, case.after) for case in testset.cases] == [
        ("En in 2025?", "3"),
        ("Hoeveel in 2026?", None),
        ("Wie?", None),
        ("En waar?", "4"),
    ]
    assert not testset.problems


IMPOSSIBLE = [
    (["Wat?"], "nothing_expected"),
    ([None, "een antwoord"], "no_question"),
    (["Wat?", "dit", None, None, "ja"], "contradiction"),
    (["Wat?", None, "hulp.md", None, "x"], "contradiction"),
    (["Wat?", None, None, None, "misschien"], "flag"),
    (["En dan?", "dit", None, None, None, None, 2], "after_absent"),
    (["En dan?", "dit", None, None, None, "x", 3], "after_absent"),
    (["En dan?", "dit", None, None, None, "x", "tweede"], "turn"),
]


@pytest.mark.parametrize(("row", "code"), IMPOSSIBLE, ids=lambda value: value if isinstance(value, str) else "")
def test_a_row_that_cannot_be_right_is_named_and_the_good_rows_stay(tmp_path: Path, row: list[Any], code: str) -> None:
    testset = read(workbook(tmp_path / "v.xlsx", HEADER, ["Goed?", "ja zeker"], row))
    assert codes(testset) == [(3, code)]
    assert [case.question for case in testset.cases] == ["Goed?"]


def test_follow_ups_of_a_dropped_row_are_dropped_and_loops_too(tmp_path: Path) -> None:
    path = tmp_path / "v.jsonl"
    lines = [
        {"question": "Eerst?"},
        {"question": "Dan?", "answer": "x", "after": "Eerst?"},
        {"question": "Los?", "answer": "x", "after": "Weg?"},
        {"question": "A?", "answer": "x", "after": "B?"},
        {"question": "B?", "answer": "x", "after": "A?"},
        {"question": "Goed?", "answer": "x", "id": "g"},
        {"question": "Nog eens?", "answer": "x", "id": "g"},
        {"question": "En?", "answer": "x", "after": "g"},
        {"question": ["Wat?"], "answer": "x"},
        {"question": "Wat?", "gold": "x"},
    ]
    path.write_text("\n".join(map(json.dumps, lines)) + "\ngeen json\n[1]\n", "utf-8")
    testset = read(path)
    assert codes(testset) == [
        *((1, "nothing_expected"), (2, "after_absent"), (3, "after_absent"), (4, "after_absent"), (5, "after_absent")),
        *((7, "id_twice"), (9, "no_text"), (10, "gold"), (11, "not_json"), (12, "no_record")),
    ]
    assert [(case.question, case.after) for case in testset.cases] == [("Goed?", None), ("En?", "g")]


def test_gold_is_looked_up_in_the_sources_before_anything_runs(web_settings: Settings, tmp_path: Path) -> None:
    rows = [
        HEADER,
        ["Hoe hoog?", None, "hulp.md", QUOTE.replace(" is ", "\n is  ")],
        ["Hoe hoog?", None, None, "€ 20,60 per maand"],
        ["Hoe hoog?", None, "Hulp bij het huishouden", None],
        ["Hoe hoog?", None, "hulp.md", "€ 21,60 per maand"],
        ["Hoe hoog?", None, "bestaat-niet.md", None],
        ["Hoe hoog?", None, "ria.txt", "€ 20,60 per maand"],
        ["Hoe hoog?", None, None, "De Eigen Bijdrage voor hulp"],
        ["Waarom?", None, None, "Dit staat nergens.", None, "g", 1],
        ["En waar?", "Meerwolde", None, None, None, "g", 2],
    ]
    with Store.open(web_settings, None) as store:
        checked = check(read(workbook(tmp_path / "v.xlsx", *rows)), Library(store))
    assert [case.row for case in checked.cases] == [2, 3, 4]
    assert codes(checked) == [
        *((5, "quote_absent"), (6, "source_absent"), (7, "quote_elsewhere"), (8, "quote_nearly")),
        *((9, "quote_absent"), (10, "after_dropped")),
    ]
    assert checked.problems[1].detail == "bestaat-niet.md"


def test_every_problem_and_reason_has_a_dutch_sentence() -> None:
    source = "".join(path.read_text("utf-8") for path in Path(beir.__file__).parent.glob("*.py"))
    import re

    named = set(re.findall(r'(?:_Wrong\(|Problem\([\w. \[\]]+, )"(\w+)"', source))
    named |= {"quote_nearly", "quote_elsewhere", "quote_absent", "contradiction"}
    assert named == set(texts_evaluation.PROBLEMS)
    reasons = set(re.findall(r'TestSetError\(\w+, "(\w+)"', source)) | {"protected", "damaged", "no_good_rows"}
    assert reasons == set(texts_evaluation.REASONS)
    assert all(": " in sentence for sentence in texts_evaluation.REASONS.values()), "each names the remedy"


def folder_of(tmp_path: Path, labels: str, name: str = "qrels.tsv") -> Path:
    (tmp_path / "corpus.jsonl").write_text(
        '{"_id": "d1", "title": "Hulp", "text": "Hulp kost geld."}\n{"_id": "d2", "text": "Ria werkt."}\n', "utf-8"
    )
    (tmp_path / "queries.jsonl").write_text(
        '{"_id": "q1", "text": "Wat kost hulp?"}\n{"_id": "q2", "text": "Wie werkt?"}\n{"_id": "q3", "text": "?"}\n',
        "utf-8",
    )
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(labels, "utf-8")
    return tmp_path


@pytest.mark.parametrize("name", beir.LABELS)
def test_a_beir_folder_is_read_with_or_without_header(tmp_path: Path, name: str) -> None:
    rows = "q1\td1\t2\nq1\td2\t1\nq2\td2\t1\nq3\td1\t0\n"
    folder = folder_of(tmp_path, "query-id\tcorpus-id\tscore\n" + rows, name)
    testset = read(folder)
    assert testset.kind == RETRIEVAL
    assert testset.cases == (
        Case("q1", 1, "Wat kost hulp?", gold=(Gold("d1", grade=2), Gold("d2"))),
        Case("q2", 2, "Wie werkt?", gold=(Gold("d2"),)),
    )
    assert [(text.id, text.title) for text in beir.corpus(folder)] == [("d1", "Hulp"), ("d2", "")]
    (folder / name).write_text(rows, "utf-8")
    assert read(folder).cases == testset.cases
    assert read(folder).sha256 != testset.sha256


def test_labels_of_what_is_not_there_are_problems(tmp_path: Path) -> None:
    testset = read(folder_of(tmp_path, "query-id\tcorpus-id\tscore\nq1\td1\t1\nq9\td1\t1\nq2\td9\t1\n"))
    assert codes(testset) == [(3, "query_absent"), (4, "source_absent")]
    assert [case.id for case in testset.cases] == ["q1"]


def test_what_is_no_test_set_says_why(tmp_path: Path) -> None:
    files = {
        "weg.xlsx": ("absent", None),
        "a.txt": ("unknown", b"x"),
        "b.xlsx": ("damaged", b"PK\x03\x04 en dan niets"),
        "c.xlsx": ("protected", b"\xd0\xcf\x11\xe0" + bytes(100)),
        "d.csv": ("header", b"naam;adres\nRia;hier\n"),
        "e.jsonl": ("empty", b"\n\n"),
        "f.yaml": ("list", b"vraag: een\n"),
        "g.yaml": ("damaged", b"- [\n"),
    }
    for name, (reason, content) in files.items():
        if content is not None:
            (tmp_path / name).write_bytes(content)
        with pytest.raises(TestSetError) as caught:
            read(tmp_path / name)
        assert caught.value.reason == reason, name
    with pytest.raises(TestSetError) as caught:
        read(tmp_path)
    assert caught.value.reason == "folder"


def test_a_workbook_with_flipped_bytes_is_read_or_named_as_damaged(tmp_path: Path) -> None:
    chance = random.Random(5)
    whole = workbook(tmp_path / "heel.xlsx", HEADER, ["Goed?", "ja zeker"]).read_bytes()
    reasons = set()
    for _ in range(60):
        flipped = bytearray(whole)
        for _ in range(chance.randint(1, 20)):
            flipped[chance.randrange(4, len(flipped))] = chance.randrange(256)
        (tmp_path / "v.xlsx").write_bytes(flipped)
        try:
            read(tmp_path / "v.xlsx")
        except TestSetError as error:
            reasons.add(error.reason)
    assert "damaged" in reasons <= {"damaged", "header", "empty", "large"}, "a flipped size is a large one"


@pytest.mark.parametrize("suffix", testset_file.SUFFIXES)
def test_a_template_holds_the_questions_given_and_no_formula(tmp_path: Path, suffix: str) -> None:
    asked = ["Hoe hoog is de bijdrage?", "=1+1", "@SUM(A1)"]
    path = tmp_path / f"nieuw{suffix}"
    testset_file.write(path, asked)
    testset = read(path)
    assert codes(testset) == [(2, "nothing_expected"), (3, "nothing_expected"), (4, "nothing_expected")]
    assert [problem.detail for problem in testset.problems] == asked
    with pytest.raises(FileExistsError):
        testset_file.write(path)
    if suffix == ".csv":
        lines = path.read_bytes().decode("utf-8-sig").splitlines()
        assert lines[0] == ";".join(texts_testset.COLUMNS)
        assert not any(line.startswith(("=", "@")) for line in lines)


def test_the_explanation_names_every_column_of_the_template() -> None:
    assert set(texts_testset.COLUMNS) <= {left for left, _ in texts_testset.EXPLANATION}
