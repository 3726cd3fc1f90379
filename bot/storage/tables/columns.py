"""The kinds of column that the tables have, and what all tables belong to."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Double,
    Integer,
    MetaData,
    Text,
    or_,
    true,
)

METADATA = MetaData()
#: SQLite numbers only what is declared INTEGER.
Number = BigInteger().with_variant(Integer(), "sqlite")


def text_column(name: str, **options: str) -> Column[str]:
    """Return a column of text, never null."""
    return Column(name, Text, nullable=False, **options)  # type: ignore[arg-type]


def seconds_column(name: str) -> Column[float]:
    """Return a column of a moment in seconds since 1970, or of a duration."""
    return Column(name, Double, nullable=False)


def moment_column(name: str) -> Column[float]:
    """Return a column of a moment in seconds since 1970; 0 until it has come about."""
    return Column(name, Double, nullable=False, server_default="0")


def is_of(place: ColumnElement[str], places: frozenset[str]) -> ColumnElement[bool]:
    """Return the condition that staff of these places see a row (`Staff.sees`); without places, any."""
    return or_(place.in_(sorted(places)), place == "") if places else true()
