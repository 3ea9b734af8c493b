"""Fit a net to blocks: a few at a time, each row one block with all that is told of it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from assistant.entail.entailment import PADDING, Packed, pack
from assistant.entail.train.base import UNKNOWN
from assistant.entail.train.examples import KINDS, Block
from assistant.entail.train.net import Net

FORGIVEN = 0.03
"""How far from 0 and 1 a label is set: some are wrong."""

HONEST, UNTRUE = 1.25, 0.85
"""Weights that make up for there being more untrue statements."""

KIND = 0.2
"""Weight of naming what is wrong, beside telling that something is."""

NO_KIND = -100


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train; shares of blocks lose their title (`untitled`) or get a sentence more (`distracted`).

    A share of the pieces is `hidden`. In twice as many epochs the net comes to know the writers of the blocks, and gets
    worse at statements of others.
    """

    epochs: float = 1.6
    blocks: int = 4
    rate: float = 1e-4
    warming: float = 0.06
    untitled: float = 0.1
    distracted: float = 0.15
    hidden: float = 0.04
    seed: int = 1


def fit(net: Net, tokenizer: Tokenizer, found: Sequence[Block], plan: Plan, tell: Callable[..., None]) -> None:
    """Train in place, in bfloat16 where that is faster."""
    draw = random.Random(plan.seed)  # noqa: S311
    torch.manual_seed(plan.seed)
    optimizer = torch.optim.AdamW(_groups(net, plan.rate))
    steps = int(len(found) // plan.blocks * plan.epochs)
    warming = max(1.0, plan.warming * steps)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / warming) * max(0.02, 1 - step / steps)
    )
    losses: list[float] = []
    for step, some in enumerate(islice(_batches(found, plan, draw), steps), 1):
        net.train()
        rows = [pack(tokenizer, b.title, b.sentences, [told.text for told in b.statements]) for b in some]
        for row in rows:
            _hide(row.pieces, plan.hidden, draw)
        with torch.autocast("cpu", torch.bfloat16):
            carried, kinds = net(*collate(rows))
        loss = _loss(carried.float(), kinds.float(), some)
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        losses.append(loss.item())
        if step % 100 == 0:
            tell("step %d of %d, loss %.3f", step, steps, float(np.mean(losses[-100:])))


def collate(rows: Sequence[Packed]) -> list[Tensor]:
    """Put rows of different lengths under each other."""
    length = max(row.pieces.shape[1] for row in rows)
    count = max(row.first.shape[1] for row in rows)
    shapes = ((length,), (length,), (1, length, length), (count,), (count, length))
    made = [np.zeros((len(rows), *shape), part.dtype) for shape, part in zip(shapes, rows[0], strict=True)]
    made[0][:] = PADDING
    for number, row in enumerate(rows):
        for whole, part in zip(made, row, strict=True):
            whole[number][tuple(slice(size) for size in part.shape[1:])] = part[0]
        made[2][number, 0, row.pieces.shape[1] :, 0] = True
    return [torch.from_numpy(array) for array in made]


def _batches(found: Sequence[Block], plan: Plan, draw: random.Random) -> Iterator[list[Block]]:
    while True:
        order = list(found)
        draw.shuffle(order)
        for start in range(0, len(order) - plan.blocks + 1, plan.blocks):
            yield [_varied(block, found, plan, draw) for block in order[start : start + plan.blocks]]


def _hide(pieces: np.ndarray, share: float, draw: random.Random) -> None:
    """Put the piece for the unknown in the place of some others."""
    for place, piece in enumerate(pieces[0].tolist()):
        if piece > UNKNOWN and draw.random() < share:
            pieces[0, place] = UNKNOWN


def _varied(block: Block, found: Sequence[Block], plan: Plan, draw: random.Random) -> Block:
    """Leave out the title now and then, or put a sentence of another block in."""
    drawn = draw.random()
    if drawn < plan.untitled:
        return replace(block, title="")
    if drawn < plan.untitled + plan.distracted:
        sentences = list(block.sentences)
        sentences.insert(draw.randint(0, len(sentences)), draw.choice(draw.choice(found).sentences))
        return replace(block, sentences=tuple(sentences))
    return block


def _loss(carried: Tensor, kinds: Tensor, some: Sequence[Block]) -> Tensor:
    labels = torch.full(carried.shape, -1.0)
    wrong = torch.full(carried.shape, NO_KIND)
    for row, block in enumerate(some):
        for column, told in enumerate(block.statements):
            labels[row, column] = float(told.kind is None)
            wrong[row, column] = _number(told.kind)
    known = labels >= 0
    labels = labels[known]
    weights = torch.where(labels > 0, HONEST, UNTRUE)
    smooth = labels * (1 - 2 * FORGIVEN) + FORGIVEN
    told_apart = functional.binary_cross_entropy_with_logits(carried[known], smooth, weight=weights)
    return told_apart + KIND * functional.cross_entropy(kinds.flatten(0, 1), wrong.flatten(), ignore_index=NO_KIND)


def _number(kind: str | None) -> int:
    if kind is None:
        return 0
    return 1 + KINDS.index(kind) if kind in KINDS else NO_KIND


def _groups(net: Net, rate: float) -> list[dict[str, object]]:
    """Give what is new a higher rate than what was trained before, and the vectors of pieces a lower one."""
    groups: list[dict[str, object]] = []
    for name, parameter in net.named_parameters():
        factor = 0.5 if name.startswith(("word", "place")) else 5.0 if name.startswith(("carried", "kind")) else 1.0
        decay = 0.0 if name.endswith("bias") or "norm" in name or "last" in name else 0.01
        groups.append({"params": [parameter], "lr": rate * factor, "weight_decay": decay})
    return groups
