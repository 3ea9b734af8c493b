"""The bundled model and any other: equal vectors, no torch by default, prompts put where they belong."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant import embedding, settings
from assistant.embedding.static import BUNDLED_MODEL, StaticEncoder
from assistant.embedding.transformer import TransformerEncoder
from assistant.errors import EmbeddingError

TEXTS = [
    "Hoe vraag ik bijzondere bijstand aan?",
    "Het wijkteam helpt u met geld, werk en opvoeding.",
    "Cliëntondersteuner en CLIENTONDERSTEUNER",
    "AdresBuitenland",
    "",
    "?!…",
    "漢字 😀 ﬁets",
    "woord " * 400,
]


@pytest.fixture(scope="module")
def bundled() -> embedding.Encoder:
    return embedding.load(settings.load())


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Save a small BERT with random weights as a sentence-transformers folder."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    base, folder = (tmp_path_factory.mktemp(name) for name in ("bert", "e5-tiny"))
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ":", "query", "passage", "zoek", "hulp", "in", "huis"]
    (base / "vocab.txt").write_text("\n".join([*pieces, *"abcdefghijklmnopqrstuvwxyz"]), "utf-8")
    torch.manual_seed(1)
    config = BertConfig(vocab_size=38, hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64)
    BertModel(config).save_pretrained(base)
    BertTokenizer(str(base / "vocab.txt")).save_pretrained(base)
    SentenceTransformer(modules=[Transformer(str(base)), Pooling(32)], device="cpu").save(str(folder))
    return folder


def opened(folder: Path, **prompts: str) -> embedding.Encoder:
    return embedding.load(settings.load(embedding_model=str(folder), **prompts))


def test_sentence_transformers_gives_the_same_vectors(bundled: embedding.Encoder) -> None:
    from sentence_transformers import SentenceTransformer

    theirs = SentenceTransformer(str(BUNDLED_MODEL), device="cpu").encode(TEXTS)
    np.testing.assert_allclose(bundled.passages(TEXTS), theirs, atol=1e-4)


def test_vectors_have_length_one_and_a_text_without_words_has_zeros(bundled: embedding.Encoder) -> None:
    vectors = bundled.passages(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), bundled.dimension)
    lengths = np.linalg.norm(vectors, axis=1)
    assert lengths[[0, 1, 2, 3, 7]] == pytest.approx(1.0, abs=1e-5)
    assert lengths[[4, 5]] == pytest.approx(0.0)


def test_the_same_text_gives_the_same_vector_whatever_stands_around_it(bundled: embedding.Encoder) -> None:
    many = bundled.passages(TEXTS * 70)
    np.testing.assert_array_equal(many[: len(TEXTS)], many[-len(TEXTS) :])
    np.testing.assert_allclose(bundled.queries([TEXTS[1]])[0], many[1], atol=1e-6)


def test_words_are_cut_as_the_tokenizer_cuts_them() -> None:
    encoder = StaticEncoder.open(BUNDLED_MODEL)
    pieces = sorted(encoder.tokenizer.get_vocab().keys() - {"[UNK]"})
    odd = ("UWV", "e-mail", "24/7", "a.b-c", "iPhone", "é-mail", "2024")
    told = [*odd, *(piece.lstrip("▁") for piece in pieces)]
    told += [f"{piece.lstrip('▁')}{pieces[-i]}" for i, piece in enumerate(pieces)]
    written = [word for text in (*told, *TEXTS) for word in text.split()]
    cut = encoder.tokenizer.encode_batch_fast(written, add_special_tokens=False)
    assert [encoder.cut(word) for word in written] == [tuple(one.ids) for one in cut]


def test_the_likeness_of_words_is_the_cosine_of_their_vectors() -> None:
    encoder = StaticEncoder.open(BUNDLED_MODEL)
    words, asked = "bijstand wijkteamoverleg ☃ jeugdhulp 漢字 uitkering".split(), ["inkomen", "jeugdhulpverlener", "☃"]
    cosines = encoder.passages(words) @ encoder.passages(asked).T
    np.testing.assert_allclose(encoder.likeness(words, asked), cosines, atol=1e-6)
    assert encoder.likeness([], asked).shape == (0, 3)
    assert not encoder.likeness(["☃", "★"], asked).any()


def test_no_texts_give_no_vectors(bundled: embedding.Encoder) -> None:
    assert bundled.passages([]).shape == (0, bundled.dimension)


def test_case_accents_and_marks_do_not_matter(bundled: embedding.Encoder) -> None:
    one, other = bundled.queries(["Cliënten, hulp!", "clienten hulp"])
    np.testing.assert_allclose(one, other, atol=1e-6)


def test_meaning_is_nearer_than_another_subject(bundled: embedding.Encoder) -> None:
    query = bundled.queries(["Hoe wijzig ik mijn wachtwoord?"])[0]
    near, far = bundled.passages(
        ["U stelt een nieuw toegangsteken in bij uw account.", "De rechter verklaart het beroep ongegrond."]
    )
    assert query @ near > query @ far


def test_the_bundled_model_imports_no_torch() -> None:
    program = (
        "import sys; from assistant import embedding, settings; "
        "embedding.load(settings.load()).queries(['hulp in huis']); "
        "print([m for m in ('torch', 'sentence_transformers', 'transformers', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_bundled_model_is_small_and_names_its_sources() -> None:
    assert sum(path.stat().st_size for path in BUNDLED_MODEL.rglob("*") if path.is_file()) < 20_000_000
    assert "| source | licence |" in (BUNDLED_MODEL / "README.md").read_text("utf-8")


def test_a_lost_weights_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match=tmp_path.name):
        StaticEncoder.open(tmp_path)


def test_a_folder_with_a_model_is_loaded_by_name(tiny: Path) -> None:
    encoder = opened(tiny)
    vectors = encoder.passages(["hulp in huis", "zoek"])
    assert encoder.name == str(tiny)
    assert vectors.shape == (2, encoder.dimension) == (2, 32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert encoder.queries([]).shape == (0, 32)


def test_a_known_family_gets_its_prompts(tiny: Path) -> None:
    plain = opened(tiny, query_prompt="", passage_prompt="")
    encoder = opened(tiny)
    np.testing.assert_allclose(encoder.queries(["hulp"]), plain.queries(["query: hulp"]), atol=1e-5)
    np.testing.assert_allclose(encoder.passages(["hulp"]), plain.passages(["passage: hulp"]), atol=1e-5)
    assert not np.allclose(plain.queries(["hulp"]), encoder.queries(["hulp"]), atol=1e-3)


def test_prompts_of_the_settings_win(tiny: Path) -> None:
    plain = opened(tiny, query_prompt="", passage_prompt="")
    chosen = opened(tiny, query_prompt="zoek: ", passage_prompt="in: ")
    np.testing.assert_allclose(chosen.queries(["hulp"]), plain.queries(["zoek: hulp"]), atol=1e-5)
    np.testing.assert_allclose(chosen.passages(["hulp"]), plain.passages(["in: hulp"]), atol=1e-5)


def test_prompts_of_the_model_itself_win_over_its_family(tiny: Path) -> None:
    from sentence_transformers import SentenceTransformer

    own = tiny.parent / "own-e5-tiny"
    SentenceTransformer(str(tiny), device="cpu", prompts={"query": "zoek ", "document": "in "}).save(str(own))
    encoder = opened(own)
    assert isinstance(encoder, TransformerEncoder)
    assert (encoder.query_prompt, encoder.passage_prompt) == ("zoek ", "in ")


def test_another_passage_prompt_is_another_index(tiny: Path) -> None:
    assert opened(tiny, passage_prompt="in: ").name != opened(tiny).name
    assert opened(tiny, query_prompt="zoek: ").name == opened(tiny).name


@pytest.mark.parametrize("name", ["./geen-map", "niemand/bestaat-niet"])
def test_an_unknown_model_is_an_error_that_names_it(name: str) -> None:
    with pytest.raises(EmbeddingError, match=name):
        embedding.load(settings.load(embedding_model=name))


def test_a_folder_without_a_model_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[]", "utf-8")
    (tmp_path / "config.json").write_text("{}", "utf-8")
    with pytest.raises(EmbeddingError, match="not a sentence-transformers folder"):
        embedding.load(settings.load(embedding_model=str(tmp_path)))


def test_training_makes_a_folder_that_both_read_alike(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    from assistant.embedding.train import contrast
    from assistant.embedding.train.__main__ import build

    subjects = ["fiets", "tuin", "school", "markt", "haven", "dorp", "brug", "molen"]
    lines = [f"De {a} ligt bij de {b}. Naast de {b} staat een {a}. Elke {a} heeft {i} deuren." for i, (a, b) in
             enumerate((a, b) for a in subjects for b in subjects)]  # fmt: skip
    rows = [{"query": f"Waar ligt de {a}", "title": a, "passage": f"De {a} ligt naast de weg."} for a in subjects]
    for path, content in (
        ("prose/proef.txt.gz", "\n\n".join(lines)),
        ("pairs/proef.jsonl.gz", "\n".join(map(json.dumps, rows))),
    ):
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_bytes(gzip.compress(content.encode()))
    out = tmp_path / "model"
    build(tmp_path, out, contrast.Plan(epochs=2, batch=8), pieces=60, dimension=16)
    texts = ["Waar ligt de molen?", "De haven ligt bij het dorp."]
    ours = StaticEncoder.open(out).passages(texts)
    np.testing.assert_allclose(ours, SentenceTransformer(str(out), device="cpu").encode(texts), atol=1e-4)
