"""The kinds of column that the tables have, and what all tables belong to."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Double, Integer, MetaData, Text

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
