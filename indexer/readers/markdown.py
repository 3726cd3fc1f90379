"""Markdown with front matter: metadata in YAML between two lines of `---` before the text."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import yaml

from indexer.errors import InvalidMetadata
from indexer.readers.extracted_text import ExtractedText, StageCallback, ignore_stage
from indexer.readers.text_encoding import decode_text

FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n+", re.DOTALL)
#: Field of `knowledge.model.Document` that a person may state → the type of its value.
FIELD_TYPES: dict[str, type] = {
    "id": str,
    "title": str,
    "kind": str,
    "number": str,
    "authority": str,
    "place": str,
    "years": list,
    "issued": date,
    "publisher": str,
    "published": date,
    "source_title": str,
    "source_url": str,
    "signer": str,
    "effective_from": date,
    "effective_to": date,
}


def read_markdown(content: bytes, _: StageCallback = ignore_stage) -> ExtractedText:
    """Read Markdown. Raise `InvalidMetadata` for unknown fields and wrong types in front matter."""
    text = decode_text(content)
    match = FRONT_MATTER.match(text)
    if not match:
        return ExtractedText(text)
    return ExtractedText(text[match.end() :], _parse_front_matter(match[1]))


def _parse_front_matter(front_matter: str) -> dict[str, Any]:
    try:
        metadata = yaml.safe_load(front_matter)
    except yaml.YAMLError as error:
        cause = str(error).splitlines()[0]
        raise InvalidMetadata(f"Phần thông tin đầu tệp sai cú pháp YAML: {cause}.") from error
    if not isinstance(metadata, dict):
        raise InvalidMetadata("Phần thông tin đầu tệp phải là các dòng «tên: giá trị».")
    return validate_metadata(metadata)


def validate_metadata(metadata: dict[str, Any]) -> dict[str, Any]:
    """Return stated metadata with `years` as a tuple of int.

    Raise `InvalidMetadata` for a field that is unknown or has a value of the wrong type.
    """
    for name, value in metadata.items():
        if name not in FIELD_TYPES:
            raise InvalidMetadata(f"Thông tin {name!r} không có trong danh mục.")
        if not isinstance(value, FIELD_TYPES[name]):
            raise InvalidMetadata(f"Thông tin {name!r} có giá trị sai kiểu: {value!r}.")
    if "years" not in metadata:
        return metadata
    return {**metadata, "years": tuple(int(year) for year in metadata["years"])}
