"""The files around the encoder's graph, by which sentence-transformers and transformers load it.

Formats: https://sbert.net/docs/sentence_transformer/usage/custom_models.html (`modules.json` and
the folder of each module) and https://huggingface.co/docs/transformers/main_classes/configuration.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from transformers import BertConfig

from knowledge.search.onnx_model import PROMPTS
from knowledge.search.parameters import MAX_TOKENS

GRAPH = Path("onnx") / "model.onnx"
#: Keys of BertConfig that `config.json` holds; the others are as transformers has them by default.
CONFIG_KEYS = (
    "model_type",
    "hidden_size",
    "num_hidden_layers",
    "num_attention_heads",
    "intermediate_size",
    "hidden_act",
    "max_position_embeddings",
    "type_vocab_size",
    "vocab_size",
    "layer_norm_eps",
    "pad_token_id",
)
#: The steps from a text to its vector. The third needs no file of its own.
MODULES = {"": "Transformer", "1_Pooling": "Pooling", "2_Normalize": "Normalize"}


def write_configuration(config: BertConfig, folder: Path) -> None:
    """Write every JSON file of the folder but `tokenizer.json` and `encoder.json`."""
    for name, content in _files(config).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def write_name(name: str, folder: Path) -> None:
    """Write the name under which the encoder's vectors are stored into `encoder.json`."""
    text = json.dumps({"name": name}) + "\n"
    (folder / "encoder.json").write_text(text, encoding="utf-8")


def _files(config: BertConfig) -> dict[str, Any]:
    return {
        "config.json": {
            "architectures": ["BertModel"],
            **{key: getattr(config, key) for key in CONFIG_KEYS},
        },
        "modules.json": [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for i, (path, kind) in enumerate(MODULES.items())
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": config.hidden_size,
            "pooling_mode_mean_tokens": True,
        },
        "sentence_bert_config.json": {"max_seq_length": MAX_TOKENS, "do_lower_case": False},
        "config_sentence_transformers.json": {
            # Both names of the second prompt are in use.
            "prompts": {**PROMPTS, "passage": PROMPTS["document"]},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "bos_token": "<s>",
            "eos_token": "</s>",
            "cls_token": "<s>",
            "sep_token": "</s>",
            "unk_token": "<unk>",
            "pad_token": "<pad>",
            "model_max_length": MAX_TOKENS,
            "model_input_names": ["input_ids", "attention_mask"],
        },
    }
