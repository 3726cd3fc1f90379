"""Forms as browsers send them, read within bounds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import parse_qs

from fastapi import HTTPException, Request
from starlette.datastructures import UploadFile

from bot.errors import InvalidMessage, PayloadTooLarge
from bot.web.console.parameters import MAX_FIELDS, MAX_FILES, MAX_FILES_BYTES, MAX_FORM

#: Control characters but for tabs and ends of lines; PostgreSQL takes no NUL in a text.
UNTYPED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
URLENCODED = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Form:
    """The fields of a form; a field may come several times. Who has it closes its files."""

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: tuple[UploadFile, ...] = ()

    def close(self) -> None:
        """Close the files."""
        for file in self.files:
            file.file.close()

    def text(self, name: str, longest: int = 1000) -> str:
        """Return a field's text, "" where it is missing.

        Raise InvalidMessage for one that is too long, or holds what nobody types.
        """
        value = self.fields.get(name, ("",))[0].strip()
        if UNTYPED.search(value):
            raise InvalidMessage("Trong biểu mẫu có ký tự không dùng được.")
        if len(value) > longest:
            raise InvalidMessage(f"Trong biểu mẫu có ô dài quá {longest} ký tự.")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Return all values of a field."""
        return self.fields.get(name, ())

    def day(self, name: str) -> date | None:
        """Return a field's day, None where it is empty. Raise InvalidMessage for what is no day."""
        value = self.text(name, 20)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError as error:
            raise InvalidMessage(f"“{value}” không phải là một ngày.") from error

    def number(self, name: str, default: int = 0) -> int:
        """Return a field's whole number, `default` where it is empty. Raise InvalidMessage."""
        value = self.text(name, 9)
        if not value:
            return default
        if not (value.isascii() and value.isdigit()):
            raise InvalidMessage(f"“{value}” không phải là một số.")
        return int(value)


async def read_form(request: Request) -> Form:
    """Return the form that a request carries, an empty one where it carries none.

    Raise PayloadTooLarge for one too long, InvalidMessage for one that cannot be read.
    """
    if not request.headers.get("content-type", "").startswith(URLENCODED):
        return Form()
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_FORM:
            raise PayloadTooLarge("Biểu mẫu gửi lên quá lớn.")
    try:
        fields = parse_qs(
            body.decode("ascii"), keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="strict"
        )
    except ValueError as error:
        raise InvalidMessage("Không đọc được biểu mẫu gửi lên.") from error
    return Form({name: tuple(values) for name, values in fields.items()})


async def read_files(request: Request) -> Form:
    """Return the form with files that a request carries; large ones lie in temporary files.

    Raise PayloadTooLarge, before anything is read, InvalidMessage for one that cannot be read.
    """
    length = request.headers.get("content-length", "")
    # A server takes no more bytes than were announced.
    if not (length.isascii() and length.isdigit()):
        raise InvalidMessage("Trình duyệt không cho biết tệp dài bao nhiêu.")
    if int(length) > MAX_FILES_BYTES:
        raise PayloadTooLarge(f"Mỗi lần gửi nhiều nhất {MAX_FILES_BYTES // 1_000_000} MB.")
    try:
        data = await request.form(
            max_files=MAX_FILES, max_fields=MAX_FIELDS, max_part_size=MAX_FORM
        )
    except HTTPException as error:
        raise InvalidMessage("Không đọc được biểu mẫu gửi lên.") from error
    fields: dict[str, tuple[str, ...]] = {}
    files: list[UploadFile] = []
    for name, value in data.multi_items():
        if isinstance(value, str):
            fields[name] = (*fields.get(name, ()), value)
        elif value.filename:
            files.append(value)
        else:
            # What a browser sends for a field in which no file was chosen.
            value.file.close()
    return Form(fields, tuple(files))
