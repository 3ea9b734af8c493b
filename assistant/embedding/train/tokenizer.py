"""Learn the pieces that Dutch words are made of: frequent words whole, the rest in parts."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

from assistant.dutch.tokens import stem

UNKNOWN = "[UNK]"
WORD_START = "▁"
LONGEST_PIECE = 24
LEARNED_SHARE = 0.6


def blank() -> Tokenizer:
    """Make a tokenizer without a vocabulary: camelCase apart, folded, letters and digits only."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(r"(?<=\p{Ll})(?=\p{Lu}\p{Ll})"), " "),
            normalizers.NFKD(),
            normalizers.StripAccents(),
            normalizers.Lowercase(),
            normalizers.Replace(Regex(r"[^\p{L}\p{N}]+"), " "),
            normalizers.Strip(),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    return tokenizer


def learn(lines: Sequence[str], size: int) -> Tokenizer:
    """Make a Unigram vocabulary of `size` pieces.

    The trainer alone cuts common words ("wannee" + "r"), so that a share of the room goes to the
    most frequent whole words that it missed, each with its own log probability as score.
    """
    tokenizer = blank()
    trainer = trainers.UnigramTrainer(
        vocab_size=int(size * LEARNED_SHARE),
        unk_token=UNKNOWN,
        special_tokens=[UNKNOWN],
        max_piece_length=LONGEST_PIECE,
        show_progress=False,
    )
    tokenizer.train_from_iterator(lines, trainer)
    pieces = [(str(piece), float(score)) for piece, score in json.loads(tokenizer.to_str())["model"]["vocab"]]
    tokenizer.model = models.Unigram(pieces + _missed_words(tokenizer, lines, pieces, size), unk_id=0)
    return tokenizer


def _missed_words(
    tokenizer: Tokenizer, lines: Sequence[str], pieces: Sequence[tuple[str, float]], size: int
) -> list[tuple[str, float]]:
    counts: Counter[str] = Counter()
    for line in lines:
        counts.update(tokenizer.normalizer.normalize_str(line).split())
    total, known = counts.total(), {piece for piece, _ in pieces}
    missed = (
        (WORD_START + word, math.log(count / total))
        for word, count in counts.most_common()
        if WORD_START + word not in known and word.isalpha()
    )
    return [pair for pair, _ in zip(missed, range(size - len(pieces)), strict=False)]


def families(tokenizer: Tokenizer) -> np.ndarray:
    """Number the pieces by the stem of what they spell, at the start of a word or inside it (int64, one a piece)."""
    numbers: dict[str, int] = {}
    spelled = (str(tokenizer.id_to_token(i)).lstrip(WORD_START) for i in range(tokenizer.get_vocab_size()))
    return np.array([numbers.setdefault(stem(text), len(numbers)) for text in spelled], dtype=np.int64)
