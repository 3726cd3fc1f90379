"""From a tuned model to what ships: an ONNX graph that gives unit vectors, with 8-bit weights, and its tokenizer."""

from __future__ import annotations

import hashlib
import json
import tempfile
import warnings
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import nn
from torch.nn.functional import normalize
from transformers import BertModel

#: The legacy exporter, which needs no further package; this is the newest operator set it writes.
OPSET = 17
#: ONNX's number for float32: without it the quantiser cannot tell the type of some results.
FLOAT = 1


class Pooled(nn.Module):
    """The model with the mean over its tokens, as one graph."""

    def __init__(self, model: BertModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Give one unit vector a row."""
        hidden = self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        weights = attention_mask.unsqueeze(-1).to(hidden.dtype)
        return normalize((hidden * weights).sum(1) / weights.sum(1))


def export(model: BertModel, tokenizer: Tokenizer, folder: Path) -> str:
    """Write `model.onnx`, `tokenizer.json` and `encoder.json` (its name, from its content); give the name."""
    folder.mkdir(parents=True, exist_ok=True)
    model.config._attn_implementation = "eager"
    axes = {"input_ids": {0: "texts", 1: "tokens"}, "attention_mask": {0: "texts", 1: "tokens"}, "vector": {0: "texts"}}
    example = torch.tensor([[0, 4, 5, 2]])
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        whole = Path(scratch) / "whole.onnx"
        # The exporter says that it is old and what it cannot trace; the new one needs more packages and writes no better graph.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Pooled(model.eval()), (example, torch.ones_like(example)), str(whole), dynamo=False, opset_version=OPSET,
            input_names=["input_ids", "attention_mask"], output_names=["vector"], dynamic_axes=axes,
        )  # fmt: skip
        quantize_dynamic(
            whole, folder / "model.onnx", per_channel=True, weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul"], extra_options={"DefaultTensorType": FLOAT},
        )  # fmt: skip
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    name = "e5-vi-" + hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()[:8]
    (folder / "encoder.json").write_text(json.dumps({"name": name}) + "\n", encoding="utf-8")
    return name
