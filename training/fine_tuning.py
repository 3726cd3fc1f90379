"""Teach the encoder which passage answers a question: InfoNCE over the passages of the batch.

van den Oord et al. 2018, arXiv:1807.03748; in-batch negatives as in Karpukhin et al. 2020,
arXiv:2004.04906.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import torch
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy, normalize
from transformers import BertModel

from knowledge.search.onnx_model import PROMPTS
from training.checkpoint import SPECIAL_TOKENS
from training.parameters import (
    FIRST_RATE,
    LEARNING_RATE,
    MAX_GRADIENT_NORM,
    PASSAGE_TOKENS,
    QUESTION_TOKENS,
    TEMPERATURE,
    WARM_UP,
    WEIGHT_DECAY,
)
from training.synthetic_questions import TrainingPair


def fine_tune(
    model: BertModel,
    tokenizer: Tokenizer,
    batches: Sequence[Sequence[TrainingPair]],
    *,
    minutes: float,
    report: Callable[[str], None],
) -> BertModel:
    """Train for one pass over the batches, at most `minutes`; return the model in evaluation mode.

    `report` receives one line a step.
    """
    optimizer = torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    model.train()
    start = time.monotonic()
    for step, batch in enumerate(batches):
        progress = max((time.monotonic() - start) / (60 * minutes), step / len(batches))
        if progress >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(progress)
        loss = contrastive_loss(model, tokenizer, batch)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), MAX_GRADIENT_NORM)
        optimizer.step()
        report(f"step {step} of {len(batches)}, {progress:.1%}, loss {loss.item():.3f}")
    return model.eval()


def learning_rate(progress: float) -> float:
    """Return the rate after this share (0–1) of the training: it rises, then falls to zero."""
    return LEARNING_RATE * min(1.0, progress / WARM_UP + FIRST_RATE) * (1 - progress)


def contrastive_loss(
    model: BertModel, tokenizer: Tokenizer, batch: Sequence[TrainingPair]
) -> torch.Tensor:
    """Return the mean of both losses: of finding the passage, and of finding the question."""
    questions = [PROMPTS["query"] + pair.question for pair in batch]
    passages = [PROMPTS["document"] + pair.passage for pair in batch]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        queries = embed(model, tokenizer, questions, QUESTION_TOKENS)
        documents = embed(model, tokenizer, passages, PASSAGE_TOKENS)
    logits = queries @ documents.T / TEMPERATURE
    target = torch.arange(len(batch))
    return (cross_entropy(logits, target) + cross_entropy(logits.T, target)) / 2


def embed(
    model: BertModel, tokenizer: Tokenizer, texts: Sequence[str], max_tokens: int
) -> torch.Tensor:
    """Return one unit vector a text (texts × hidden size); sets the tokenizer's truncation."""
    tokenizer.enable_truncation(max_tokens)
    tokenizer.enable_padding(pad_id=SPECIAL_TOKENS["<pad>"], pad_token="<pad>")
    encodings = tokenizer.encode_batch(list(texts))
    ids = torch.tensor([encoding.ids for encoding in encodings])
    mask = torch.tensor([encoding.attention_mask for encoding in encodings])
    hidden = model(input_ids=ids, attention_mask=mask).last_hidden_state
    return mean_pooling(hidden.float(), mask)


def mean_pooling(hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Return the unit vectors of the mean of the last layer over the tokens of each text.

    Shapes: `hidden` texts × tokens × hidden size, `mask` texts × tokens (1: a token, 0: padding).
    """
    weights = mask.unsqueeze(-1).to(hidden.dtype)
    return normalize((hidden * weights).sum(1) / weights.sum(1))
