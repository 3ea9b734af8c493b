"""The encoder in torch: sentences look at themselves, a statement looks at the sentences and at itself."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from assistant.entail.train.base import Base

HEADS, INNER, LONGEST, EPSILON = 12, 1536, 512, 1e-12
DROPPED = 0.1
_PARTS = {"q": "q", "k": "k", "v": "v", "ao": "after", "aln": "norm", "fi": "widen", "fo": "narrow", "oln": "last"}


class Layer(nn.Module):
    """One layer of a BERT encoder."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.q, self.k, self.v, self.after = (nn.Linear(width, width) for _ in range(4))
        self.norm, self.last = (nn.LayerNorm(width, eps=EPSILON) for _ in range(2))
        self.widen, self.narrow = nn.Linear(width, INNER), nn.Linear(INNER, width)

    def forward(self, found: Tensor, seen: Tensor) -> Tensor:
        """Let each piece look at what it may see."""
        rows, length, width = found.shape
        asked, keys, values = (
            part(found).view(rows, length, HEADS, -1).transpose(1, 2) for part in (self.q, self.k, self.v)
        )
        looked = functional.scaled_dot_product_attention(asked, keys, values, attn_mask=seen)
        found = self.norm(found + self.after(looked.transpose(1, 2).reshape(rows, length, width)))
        return self.last(found + self.narrow(functional.gelu(self.widen(found))))


class Net(nn.Module):
    """Give each statement log odds that the sentences carry it, and scores for what is wrong with it."""

    def __init__(self, pieces: int, width: int, layers: int, kinds: int) -> None:
        super().__init__()
        self.word, self.place = nn.Embedding(pieces, width), nn.Embedding(LONGEST, width)
        self.norm = nn.LayerNorm(width, eps=EPSILON)
        self.layers = nn.ModuleList(Layer(width) for _ in range(layers))
        self.carried, self.kind = nn.Linear(2 * width, 1), nn.Linear(2 * width, 1 + kinds)

    def forward(
        self, pieces: Tensor, places: Tensor, seen: Tensor, first: Tensor, said: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Take arrays as `Packed` describes them, for any number of rows."""
        found = self.norm(self.word(pieces) + self.place(places))
        for layer in self.layers:
            found = layer(found, seen)
        found = found.float()
        opens = found.gather(1, first[..., None].expand(-1, -1, found.shape[-1]))
        both = functional.dropout(torch.cat([opens, said @ found], -1), DROPPED, self.training)
        return self.carried(both)[..., 0], self.kind(both)

    @classmethod
    def of(cls, base: Base, kinds: int) -> Net:
        """Start from a pretrained encoder."""
        made = cls(len(base.pieces), base.width, base.layers, kinds)
        places = base.tensors["emb.pos"].reshape(LONGEST, -1) + base.tensors["emb.type"][: base.width]
        given = {"word.weight": base.tensors["emb.word"], "place.weight": places}
        given |= {f"norm.{end}": base.tensors[f"emb.ln.{end[0]}"] for end in ("weight", "bias")}
        for number in range(base.layers):
            for short, name in _PARTS.items():
                for end in ("weight", "bias"):
                    given[f"layers.{number}.{name}.{end}"] = base.tensors[f"l{number}.{short}.{end[0]}"]
        state = made.state_dict()
        made.load_state_dict(state | {name: torch.tensor(value).view_as(state[name]) for name, value in given.items()})
        return made
