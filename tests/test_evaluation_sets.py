"""The questions by other hands: three groups that share no document, each question checkable."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from bot.commands.evaluation import EvaluationCase, read_cases
from tests.conftest import CASES

FOLDER = CASES.parent / "evaluation"
GROUPS = ("train", "tune", "unseen")
PERSONAS = {"official", "citizen", "clerk", "pupil"}
LEAST = {"train": (300, 40, 30), "tune": (150, 25, 15), "unseen": (400, 60, 40)}


def cases_of(group: str) -> list[EvaluationCase]:
    return [c for file in sorted((FOLDER / group).glob("*.yaml")) for c in read_cases(file)]


def texts_of(group: str) -> dict[str, str]:
    files = (FOLDER / group / "documents").iterdir()
    return {file.stem: re.sub(r"\s+", " ", file.read_text(encoding="utf-8")) for file in files}


@pytest.mark.parametrize("group", GROUPS)
def test_there_are_enough_of_every_kind(group: str) -> None:
    cases = cases_of(group)
    unanswerable = sum(case.abstain for case in cases)
    conversations = sum(len(case.turns) > 1 for case in cases)
    counts = (len(cases), unanswerable, conversations)
    assert all(count >= least for count, least in zip(counts, LEAST[group], strict=True)), counts
    assert {case.persona for case in cases} == PERSONAS
    assert all(case.abstain or case.must for case in cases)


def test_no_id_and_no_document_is_in_two_groups() -> None:
    ids = Counter(case.id for group in GROUPS for case in cases_of(group))
    documents = Counter(name for group in GROUPS for name in texts_of(group))
    assert max(ids.values()) == max(documents.values()) == 1
    assert len(documents) >= 40


@pytest.mark.parametrize("group", GROUPS)
def test_evidence_stands_in_a_document_of_the_group(group: str) -> None:
    texts = " ".join(texts_of(group).values())
    missing = [
        (case.id, quotation)
        for case in cases_of(group)
        for quotation in case.evidence
        if re.sub(r"\s+", " ", quotation).strip() not in texts
    ]
    assert not missing


@pytest.mark.parametrize("group", GROUPS)
def test_the_documents_to_cite_are_those_of_the_group(group: str) -> None:
    known = set(texts_of(group))
    assert all(set(case.cites) <= known for case in cases_of(group))
