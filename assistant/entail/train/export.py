"""Write a trained net as the bundled model: ONNX with one byte a weight, and the tokenizer beside it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

from assistant.entail.entailment import Packed, pack
from assistant.entail.train.net import Net

CARD = Path(__file__).parent / "card.md"
_AXES = {
    "pieces": {1: "length"},
    "places": {1: "length"},
    "seen": {2: "length", 3: "length"},
    "first": {1: "statements"},
    "said": {1: "statements", 2: "length"},
    "scores": {1: "statements"},
}


class _Scores(nn.Module):
    """Only the scores of a net."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.net = net

    def forward(self, pieces: Tensor, places: Tensor, seen: Tensor, first: Tensor, said: Tensor) -> Tensor:
        return self.net(pieces, places, seen, first, said)[0]


def write(folder: Path, net: Net, tokenizer: Tokenizer) -> None:
    """Write the folder of a model."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    sample = tensors(pack(tokenizer, "Titel", ["Een zin.", "Nog een zin."], ["Een uitspraak.", "Nog een."]))
    with tempfile.TemporaryDirectory() as made:
        whole = Path(made) / "whole.onnx"
        names = list(Packed._fields)
        torch.onnx.export(
            _Scores(net.eval()), tuple(sample), str(whole), input_names=names, output_names=["scores"],
            dynamic_axes=_AXES, dynamo=False, opset_version=17,
        )  # fmt: skip
        quantize_dynamic(whole, folder / "model.onnx", per_channel=True, weight_type=QuantType.QInt8)
    shutil.copyfile(CARD, folder / "README.md")


def tensors(packed: Packed) -> list[Tensor]:
    """The arrays of a row as tensors."""
    return [torch.from_numpy(np.ascontiguousarray(array)) for array in packed]
