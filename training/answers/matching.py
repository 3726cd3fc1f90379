"""Teach the matcher: which of the sentences found answers a question, by the vectors of their tokens."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from knowledge.answering import completed_text
from knowledge.library import Library
from knowledge.search import Encoder, Matcher
from training.answers.examples import is_evidence
from training.answers.questions import Asked
from training.parameters import (
    MATCHED_AT_ONCE,
    MATCHED_DIMENSIONS,
    MATCHED_PASSES,
    MATCHED_SENTENCES,
    MATCHER_RATE,
    MATCHER_SCALE,
    PROJECTION_RATE,
    SEED,
    WEIGHT_DECAY,
)


@dataclass(frozen=True)
class MatchExample:
    """The token vectors of a question and of the sentences found for it, and which of them answer.

    `group` is the set of documents that it is about: no other group shares one.
    """

    question: np.ndarray
    sentences: Sequence[np.ndarray]
    right: np.ndarray
    group: str


def match_examples(
    library: Library, encoder: Encoder, questions: Iterable[Asked]
) -> list[MatchExample]:
    """Return the questions of which some of the sentences found answer and some do not."""
    known: dict[str, np.ndarray] = {}
    examples = []
    for asked in questions:
        sentences, _ = library.scored_sentences(asked.text, asked.subject, asked.case.as_of)
        right = np.array([is_evidence(s.text, asked.evidence) for s in sentences], dtype=bool)
        if not right.any() or right.all():
            continue
        texts = [sentence.text for sentence in sentences]
        for text in dict.fromkeys(text for text in texts if text not in known):
            (known[text],) = _half(encoder.encode_tokens([text], "document"))
        whole = library.parse(completed_text(library.parse(asked.text), asked.subject)).text
        (question,) = _half(encoder.encode_tokens([whole], "query"))
        group = asked.case.group
        examples.append(MatchExample(question, [known[text] for text in texts], right, group))
    return examples


def _half(matrices: Sequence[np.ndarray]) -> list[np.ndarray]:
    return [matrix.astype(np.float16) for matrix in matrices]


def split_by_group(
    examples: Sequence[MatchExample], questions: Sequence[Asked], parts: int
) -> Iterator[tuple[list[MatchExample], list[Asked]]]:
    """Yield the examples of all groups but a part of them, and the questions of that part."""
    groups = sorted({asked.case.group for asked in questions})
    for number in range(parts):
        part = set(groups[number::parts])
        yield (
            [example for example in examples if example.group not in part],
            [asked for asked in questions if asked.case.group in part],
        )


class _Network(nn.Module):  # type: ignore[misc]
    """The matcher with gradients; it begins as an even weighing of a random rotation."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.projection = nn.Linear(hidden, MATCHED_DIMENSIONS, bias=False)
        self.attention, self.gate = nn.Linear(hidden, 1, bias=False), nn.Linear(hidden, 1)
        nn.init.orthogonal_(self.projection.weight)
        for layer in (self.attention, self.gate):
            nn.init.zeros_(layer.weight)
        nn.init.zeros_(self.gate.bias)
        self.scale = nn.Parameter(torch.tensor(MATCHER_SCALE))

    def forward(
        self, question: torch.Tensor, sentences: torch.Tensor, lengths: torch.Tensor
    ) -> torch.Tensor:
        """Return the logit of each sentence (sentences × tokens × hidden, padded)."""
        asked = nn.functional.normalize(self.projection(question), dim=-1)
        told = nn.functional.normalize(self.projection(sentences), dim=-1)
        near = torch.einsum("qd,std->sqt", asked, told)
        near = near * torch.sigmoid(self.gate(sentences)).transpose(1, 2)
        beyond = torch.arange(near.shape[2]) >= lengths[:, None]
        best = near.masked_fill(beyond[:, None, :], -1.0).max(dim=-1).values
        weights = torch.softmax(self.attention(question).squeeze(-1), dim=0)
        scores: torch.Tensor = self.scale * (best @ weights)
        return scores

    def frozen(self) -> Matcher:
        """Return what was learned."""
        return Matcher(
            projection=self.projection.weight.detach().numpy().T.copy(),
            attention=self.attention.weight.detach().numpy()[0].copy(),
            gate=self.gate.weight.detach().numpy()[0].copy(),
            gate_bias=float(self.gate.bias.detach()),
        )


def teach_matcher(examples: Sequence[MatchExample]) -> Matcher:
    """Return a matcher that tells the sentences that answer from the others found with them.

    The loss is list-wise: the logarithm of the share of the softmax that right sentences have.
    """
    torch.manual_seed(SEED)
    chance = random.Random(SEED)
    network = _Network(examples[0].question.shape[1])
    weights = [network.attention.weight, *network.gate.parameters()]
    groups = [
        {"params": [network.projection.weight], "lr": PROJECTION_RATE},
        {"params": [*weights], "lr": MATCHER_RATE},
        {"params": [network.scale], "lr": 1.0 / MATCHER_SCALE},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=WEIGHT_DECAY)
    order = list(examples)
    steps = MATCHED_PASSES * -(-len(order) // MATCHED_AT_ONCE)
    falling = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, total_iters=steps)
    for _ in range(MATCHED_PASSES):
        chance.shuffle(order)
        for start in range(0, len(order), MATCHED_AT_ONCE):
            batch = order[start : start + MATCHED_AT_ONCE]
            loss = sum(_loss(network, example, chance) for example in batch) / len(batch)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            falling.step()
    return network.frozen()


def _loss(network: _Network, example: MatchExample, chance: random.Random) -> torch.Tensor:
    wrong = list(np.flatnonzero(~example.right))
    chosen = [
        *np.flatnonzero(example.right),
        *chance.sample(wrong, min(len(wrong), MATCHED_SENTENCES)),
    ]
    matrices = [torch.tensor(example.sentences[i], dtype=torch.float32) for i in chosen]
    padded = nn.utils.rnn.pad_sequence(matrices, batch_first=True)
    lengths = torch.tensor([len(matrix) for matrix in matrices])
    question = torch.tensor(example.question, dtype=torch.float32)
    shares = torch.log_softmax(network(question, padded, lengths), dim=0)
    return -torch.logsumexp(shares[: int(example.right.sum())], dim=0)
