"""Teach the encoder which article answers a question: InfoNCE over the other passages of the batch.

van den Oord et al. 2018, arXiv:1807.03748; in-batch negatives as in Karpukhin et al. 2020, arXiv:2004.04906.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import torch
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy, normalize
from transformers import BertModel

from knowledge.onnx import PROMPTS

QUESTION_TOKENS, PASSAGE_TOKENS = 48, 96
TEMPERATURE = 0.02
LEARNING_RATE, WARM_UP = 5e-5, 0.08


def embed(model: BertModel, tokenizer: Tokenizer, texts: Sequence[str], longest: int) -> torch.Tensor:
    """Give unit vectors: the mean of the last layer over the tokens."""
    tokenizer.enable_truncation(longest)
    tokenizer.enable_padding(pad_id=1, pad_token="<pad>")
    found = tokenizer.encode_batch(list(texts))
    ids = torch.tensor([one.ids for one in found])
    mask = torch.tensor([one.attention_mask for one in found])
    hidden = model(input_ids=ids, attention_mask=mask).last_hidden_state.float()
    weights = mask.unsqueeze(-1).float()
    return normalize((hidden * weights).sum(1) / weights.sum(1))


def tune(
    model: BertModel,
    tokenizer: Tokenizer,
    batches: Sequence[Sequence[tuple[str, str]]],
    minutes: float,
    tell: Callable[[str], None],
) -> BertModel:
    """Train for so many minutes at most, one pass over the batches; the learning rate falls to nothing by then."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE, weight_decay=0.01)
    model.train()
    begun = time.monotonic()
    for number, batch in enumerate(batches):
        done = max((time.monotonic() - begun) / (60 * minutes), number / len(batches))
        if done >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = LEARNING_RATE * min(1.0, done / WARM_UP + 0.02) * (1 - done)
        loss = _loss(model, tokenizer, batch)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        tell(f"step {number} of {len(batches)}, {done:.1%}, loss {loss.item():.3f}")
    return model.eval()


def _loss(model: BertModel, tokenizer: Tokenizer, batch: Sequence[tuple[str, str]]) -> torch.Tensor:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        asked = embed(model, tokenizer, [PROMPTS["query"] + one for one, _ in batch], QUESTION_TOKENS)
        told = embed(model, tokenizer, [PROMPTS["document"] + one for _, one in batch], PASSAGE_TOKENS)
    scores = asked @ told.T / TEMPERATURE
    right = torch.arange(len(batch))
    return (cross_entropy(scores, right) + cross_entropy(scores.T, right)) / 2
