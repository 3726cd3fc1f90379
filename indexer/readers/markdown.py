"""Markdown, with metadata in YAML between two lines of `---` before the text."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import yaml

from indexer.errors import BadMetadata
from indexer.readers.source import Source, Tell, decode, silent

FRONT = re.compile(r"\A---\n(.*?)\n---\n+", re.DOTALL)
#: Field → what it must be; the fields are those of knowledge.model.Document.
FIELDS: dict[str, type | tuple[type, ...]] = {
    "id": str, "title": str, "kind": str, "number": str, "authority": str, "place": str, "years": list,
    "issued": date, "publisher": str, "published": date, "source_title": str, "source_url": str, "signer": str, "effective_from": date, "effective_to": date,
}  # fmt: skip


def read_markdown(content: bytes, _: Tell = silent) -> Source:
    """Read Markdown; metadata that is unknown or of the wrong kind is refused, not dropped."""
    text = decode(content)
    match = FRONT.match(text)
    if not match:
        return Source(text)
    return Source(text[match.end() :], _checked(match[1]))


def _checked(front: str) -> dict[str, Any]:
    try:
        stated = yaml.safe_load(front)
    except yaml.YAMLError as error:
        raise BadMetadata(f"Phần thông tin đầu tệp sai cú pháp YAML: {str(error).splitlines()[0]}.") from error
    if not isinstance(stated, dict):
        raise BadMetadata("Phần thông tin đầu tệp phải là các dòng «tên: giá trị».")
    return checked_fields(stated)


def checked_fields(stated: dict[str, Any]) -> dict[str, Any]:
    """Give metadata whose names and kinds of value are those of a document; anything else is refused."""
    for name, value in stated.items():
        if name not in FIELDS:
            raise BadMetadata(f"Thông tin {name!r} không có trong danh mục.")
        if not isinstance(value, FIELDS[name]):
            raise BadMetadata(f"Thông tin {name!r} có giá trị sai kiểu: {value!r}.")
    if "years" in stated:
        stated["years"] = tuple(int(year) for year in stated["years"])
    return stated
