"""The office's own answers as a YAML file: what `thidua curated export` writes and `import` reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.errors import InvalidAnswerFile
from knowledge.office import CuratedAnswer, CuratedSource

#: Bytes of a file that is read.
MAX_FILE = 20_000_000


class SourceEntry(BaseModel):
    """A source: a quote of a stored document, or a web address."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    document: str = ""
    quote: str = ""
    address: str = ""
    title: str = ""


class AnswerEntry(BaseModel):
    """An answer; days as YYYY-MM-DD."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
    wordings: tuple[str, ...]
    text: str
    sources: tuple[SourceEntry, ...] = ()
    places: tuple[str, ...] = ()
    holds_from: date | None = None
    holds_to: date | None = None
    expires: date | None = None
    state: Literal["draft", "approved", "withdrawn"] = "draft"
    author: str
    approver: str = ""
    approver_name: str = ""
    approved: date | None = None
    office: str = ""


ENTRIES = TypeAdapter(tuple[AnswerEntry, ...])


def read_answers(path: Path) -> list[CuratedAnswer]:
    """Return the answers of a file. Raise InvalidAnswerFile, which says what is wrong, and where."""
    if path.stat().st_size > MAX_FILE:
        raise InvalidAnswerFile(f"{path}: tệp lớn quá.")
    try:
        entries = ENTRIES.validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise InvalidAnswerFile(f"{path}: {where}: {first['msg']}") from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidAnswerFile(f"{path} không phải YAML: {error}") from error
    if len({entry.id for entry in entries}) < len(entries):
        raise InvalidAnswerFile(f"{path}: hai câu trả lời cùng mã.")
    return [_answer(entry) for entry in entries]


def _answer(entry: AnswerEntry) -> CuratedAnswer:
    values = entry.model_dump(exclude={"sources"})
    sources = (
        CuratedSource(one.document, one.quote, 0, 0, one.address, one.title)
        for one in entry.sources
    )
    return CuratedAnswer(sources=tuple(sources), **values)


def write_answers(answers: Iterable[CuratedAnswer]) -> str:
    """Return answers as YAML; what a field leaves open is left out."""
    rows = [_row(answer) for answer in answers]
    return yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, width=120)


def _row(answer: CuratedAnswer) -> dict[str, object]:
    sources = [
        {
            "document": one.document_id,
            "quote": one.quote,
            "address": one.address,
            "title": one.title,
        }
        for one in answer.sources
    ]
    values: dict[str, object] = {
        name: getattr(answer, name) for name in AnswerEntry.model_fields if name != "sources"
    }
    values["sources"] = [{k: v for k, v in source.items() if v} for source in sources]
    told = {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}
    return {name: value for name, value in told.items() if value}
