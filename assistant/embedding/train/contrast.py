"""Train the token vectors: a query must lie nearer to its own passage than to all others of the batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

Tokens = np.ndarray
SHORTEST_QUERY = 5
LONGEST_QUERY = 25

OPENERS = (
    "hoe kan ik", "hoe", "wat is", "wat zijn", "wanneer", "wanneer moet ik", "waar kan ik", "waar", "wie is", "wie",
    "waarom", "welke", "welk", "hoeveel", "mag ik", "kan ik", "moet ik", "heb ik recht op", "kunt u aangeven",
    "kunt u toelichten", "bent u bereid", "bent u bekend met", "deelt u de mening dat", "klopt het dat",
    "hoe beoordeelt u", "wat vindt u van", "wat betekent", "hoe lang duurt", "wat kost", "zo ja", "zo nee waarom niet",
    "krijg ik", "wat gebeurt er als", "is het waar dat", "in hoeverre", "op welke manier", "wat doet", "hoe werkt",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """Sentences (as token ids) of which one can be the query, or a fixed query first; `group` guards negatives."""

    parts: tuple[Tokens, ...]
    group: int
    fixed: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn; lengths in tokens, `overlap_drop` the highest share of shared words to drop."""

    epochs: int = 4
    batch: int = 2048
    rate: float = 0.003
    scale: float = 20.0
    overlap_drop: float = 0.6
    opener: float = 0.3
    longest_passage: int = 80
    seed: int = 7


def train(
    vectors: np.ndarray,
    families: np.ndarray,
    examples: Sequence[Example],
    openers: Sequence[Tokens],
    plan: Plan,
    report: Callable[[str], None],
) -> np.ndarray:
    """Return the table of token vectors (pieces, dimension) after learning from the examples.

    A piece's vector is the sum of its own and one that it shares with its family, which is a number per piece,
    so that a rare form learns from a common one.
    """
    torch.manual_seed(plan.seed)
    rng = np.random.default_rng(plan.seed)
    own, shared = _start(vectors, families, examples)
    family = torch.from_numpy(families)
    optimizer = torch.optim.Adam([own, shared], lr=plan.rate)
    steps = plan.epochs * (len(examples) // plan.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, plan.rate, total_steps=steps, pct_start=0.05)
    for step, chosen in enumerate(_batches(len(examples), plan, rng)):
        drawn = [_draw(examples[i], openers, plan, rng) for i in chosen]
        groups = torch.tensor([examples[i].group for i in chosen])
        table = own + shared[family]
        loss = _loss(_encode(table, [q for q, _ in drawn]), _encode(table, [p for _, p in drawn]), groups, plan.scale)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        schedule.step()
        if step % 20 == 0:
            report(f"step {step} of {steps}, loss {loss.item():.3f}")
    return np.asarray((own + shared[family]).detach().numpy())


def _start(vectors: np.ndarray, families: np.ndarray, examples: Sequence[Example]) -> tuple[torch.Tensor, torch.Tensor]:
    """Split start vectors in what a piece shares (its family's mean by use) and half of what is its own."""
    tokens = np.concatenate([part for example in examples for part in example.parts])
    uses = np.bincount(tokens, minlength=len(vectors))[:, None] + 1
    total, weight = np.zeros((families.max() + 1, vectors.shape[1])), np.zeros((families.max() + 1, 1))
    np.add.at(total, families, vectors * uses)
    np.add.at(weight, families, uses)
    mean = total / weight
    own = torch.tensor((vectors - mean[families]) / 2, dtype=torch.float32, requires_grad=True)
    return own, torch.tensor(mean, dtype=torch.float32, requires_grad=True)


def without_leading(vectors: np.ndarray, count: int) -> np.ndarray:
    """Take out the `count` directions in which the rows differ most; all texts share them, so they tell little."""
    directions = np.linalg.svd(vectors - vectors.mean(axis=0), full_matrices=False)[2][:count]
    return np.asarray(vectors - vectors @ directions.T @ directions)


def _batches(count: int, plan: Plan, rng: np.random.Generator) -> Iterator[np.ndarray]:
    for _ in range(plan.epochs):
        order = rng.permutation(count)
        yield from (order[i : i + plan.batch] for i in range(0, count - plan.batch + 1, plan.batch))


def _draw(example: Example, openers: Sequence[Tokens], plan: Plan, rng: np.random.Generator) -> tuple[Tokens, Tokens]:
    """Choose a query and its passage; shared words are often dropped from the query, so that they cannot win alone."""
    at = 0 if example.fixed else int(rng.integers(len(example.parts)))
    query = example.parts[at]
    passage = np.concatenate([part for i, part in enumerate(example.parts) if i != at])
    passage = _run(passage, min(len(passage), plan.longest_passage), rng)
    if not example.fixed and len(query) > SHORTEST_QUERY:
        query = _run(query, int(rng.integers(SHORTEST_QUERY, min(len(query), LONGEST_QUERY) + 1)), rng)
    kept = (rng.random(len(query)) >= plan.overlap_drop * rng.random()) | ~np.isin(query, passage)
    if kept.any():
        query = query[kept]
    if rng.random() < plan.opener:
        query = np.concatenate([openers[int(rng.integers(len(openers)))], query])
    return query, passage


def _run(tokens: Tokens, length: int, rng: np.random.Generator) -> Tokens:
    start = int(rng.integers(len(tokens) - length + 1))
    return tokens[start : start + length]


def _encode(table: torch.Tensor, texts: Sequence[Tokens]) -> torch.Tensor:
    ids = torch.from_numpy(np.concatenate(texts))
    offsets = torch.from_numpy(np.cumsum([0] + [len(text) for text in texts[:-1]]))
    return functional.normalize(functional.embedding_bag(ids, table, offsets, mode="mean"), dim=-1)


def _loss(queries: torch.Tensor, passages: torch.Tensor, groups: torch.Tensor, scale: float) -> torch.Tensor:
    """InfoNCE in both directions over the batch, without the negatives of the same group."""
    logits = scale * queries @ passages.T
    own = torch.eye(len(groups), dtype=torch.bool)
    logits = logits.masked_fill((groups[:, None] == groups[None, :]) & ~own, -1e4)
    target = torch.arange(len(groups))
    return (functional.cross_entropy(logits, target) + functional.cross_entropy(logits.T, target)) / 2
