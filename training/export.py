"""From a model to what ships: an ONNX graph with 8-bit weights in a folder that others can load."""

from __future__ import annotations

import hashlib
import tempfile
import warnings
from pathlib import Path

import torch
from onnx import TensorProto
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import nn
from transformers import BertModel

from knowledge.search.onnx_model import OUTPUT
from training.encoder_folder import GRAPH, write_configuration, write_name
from training.fine_tuning import mean_pooling
from training.parameters import OPSET

INPUTS = ("input_ids", "attention_mask")
#: Those that sentence-transformers reads, and ours.
OUTPUTS = ("last_hidden_state", OUTPUT)
AXES = {0: "texts", 1: "tokens"}


class EncoderGraph(nn.Module):  # type: ignore[misc]
    """The model with the mean over its tokens, as one graph."""

    def __init__(self, model: BertModel) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the last layer (texts × tokens × hidden size) and one unit vector a text."""
        output = self.model(input_ids=input_ids, attention_mask=attention_mask)
        hidden = output.last_hidden_state
        return hidden, mean_pooling(hidden, attention_mask)


def export_encoder(model: BertModel, tokenizer: Tokenizer, folder: Path) -> str:
    """Write the encoder's folder and return its name, which follows from the graph.

    `SentenceTransformer(folder, backend="onnx")` and our `OnnxModel` both load it.
    """
    graph = folder / GRAPH
    graph.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "full.onnx"
        _export_graph(model, full)
        quantize_dynamic(
            full,
            graph,
            per_channel=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul"],
            # Without it the quantiser cannot tell the type of some results.
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    write_configuration(model.config, folder)
    name = "e5-vi-" + hashlib.sha256(graph.read_bytes()).hexdigest()[:8]
    write_name(name, folder)
    return name


def _export_graph(model: BertModel, path: Path) -> None:
    model.config._attn_implementation = "eager"
    ids = torch.tensor([[0, 4, 5, 2]])
    axes = dict.fromkeys((*INPUTS, OUTPUTS[0]), AXES) | {OUTPUTS[1]: {0: AXES[0]}}
    with warnings.catch_warnings():
        # The exporter says that it is old and what it cannot trace; the new one needs more
        # packages and writes no better graph.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            EncoderGraph(model.eval()),
            (ids, torch.ones_like(ids)),
            str(path),
            dynamo=False,
            opset_version=OPSET,
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes=axes,
        )
