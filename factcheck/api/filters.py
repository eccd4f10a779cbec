"""Filters of lists by allow-list: each knows how to read its value and what to look up."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Choices, QuerySet
from django.utils.dateparse import parse_date, parse_datetime

from factcheck.api.errors import Malformed

MAX_TEXT = 200
MAX_WORDS = 8
BIGGEST = 2**31 - 1


class Filter(Protocol):
    """One query parameter. `schema` is its JSON schema; `apply` raises ValueError for what it cannot read."""

    @property
    def schema(self) -> Mapping[str, Any]: ...
    def apply(self, rows: QuerySet[Any], values: Sequence[str]) -> QuerySet[Any]: ...


@dataclass(frozen=True, slots=True)
class _Single:
    """One value for one lookup, such as created_at__gte."""

    lookup: str

    def read(self, text: str) -> Any:
        raise NotImplementedError

    def apply(self, rows: QuerySet[Any], values: Sequence[str]) -> QuerySet[Any]:
        if len(values) != 1:
            raise ValueError("once only")
        return rows.filter(**{self.lookup: self.read(values[0])})


class Uuid(_Single):
    schema: dict[str, Any] = {"type": "string", "format": "uuid"}

    def read(self, text: str) -> UUID:
        return UUID(text)


class Text(_Single):
    """An exact text, unless the lookup says otherwise."""

    schema: dict[str, Any] = {"type": "string", "maxLength": MAX_TEXT}

    def read(self, text: str) -> str:
        if len(text) > MAX_TEXT:
            raise ValueError(f"at most {MAX_TEXT} characters")
        return text


class Number(_Single):
    schema: dict[str, Any] = {"type": "number", "minimum": -BIGGEST, "maximum": BIGGEST}

    def read(self, text: str) -> float:
        value = float(text) if len(text) <= 40 else float("nan")
        if not abs(value) <= BIGGEST:  # also false for NaN
            raise ValueError("not a number in range")
        return value


class Flag(_Single):
    schema: dict[str, Any] = {"type": "boolean"}

    def read(self, text: str) -> bool:
        return {"true": True, "false": False}[text]


class Moment(_Single):
    """An RFC 3339 date and time, with its offset."""

    schema: dict[str, Any] = {"type": "string", "format": "date-time"}

    def read(self, text: str) -> datetime:
        # "+" of an offset arrives as a space where the caller forgot to escape it.
        value = parse_datetime(text.replace(" ", "+") if text.count(" ") == 1 and "T" in text else text)
        if value is None or value.utcoffset() is None or not 1 < value.year < 9999:
            raise ValueError("a date and time with its offset, such as 2026-03-01T09:00:00Z")
        return value


class Day(_Single):
    schema: dict[str, Any] = {"type": "string", "format": "date"}

    def read(self, text: str) -> date:
        value = parse_date(text)
        if value is None:
            raise ValueError("a day, such as 2026-03-01")
        return value


@dataclass(frozen=True, slots=True)
class Choice:
    """One or several out of an enum; repeat the parameter for several."""

    lookup: str
    choices: type[Enum]

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string", "enum": self._names()}, "maxItems": 20}

    def apply(self, rows: QuerySet[Any], values: Sequence[str]) -> QuerySet[Any]:
        names = self._names()
        if len(values) > 20 or not set(values) <= set(names):
            raise ValueError(f"out of {', '.join(names)}")
        if len(values) == 1:
            return rows.filter(**{self.lookup: values[0]})
        return rows.filter(**{f"{self.lookup}__in": list(values)})

    def _names(self) -> list[str]:
        members = (
            self.choices.values if issubclass(self.choices, Choices) else [m.value for m in self.choices]
        )
        return [str(name) for name in members]


@dataclass(frozen=True, slots=True)
class By:
    """A question of the queryset's own: By(lambda rows, text: rows.open_for(text))."""

    ask: Callable[[QuerySet[Any], str], QuerySet[Any]]
    schema: Mapping[str, Any] = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        if self.schema is None:
            object.__setattr__(self, "schema", {"type": "string", "maxLength": MAX_TEXT})

    def apply(self, rows: QuerySet[Any], values: Sequence[str]) -> QuerySet[Any]:
        if len(values) != 1 or len(values[0]) > MAX_TEXT:
            raise ValueError(f"once only, at most {MAX_TEXT} characters")
        return self.ask(rows, values[0])


def narrow(
    rows: QuerySet[Any], given: Mapping[str, Sequence[str]], allowed: Mapping[str, Filter]
) -> QuerySet[Any]:
    """Return the rows that pass all filters given. Raises Malformed naming the parameter."""
    for name, values in given.items():
        try:
            rows = allowed[name].apply(rows, values)
        except (ValueError, KeyError, OverflowError) as error:
            hint = f": {error}" if isinstance(error, ValueError) and error.args else ""
            raise Malformed(f"{name} cannot be read{hint}.", "invalid", field=name) from None
    return rows


def search_words(text: str) -> str:
    """Return the text searched for. Raises Malformed past 200 characters or 8 words."""
    if len(text) > MAX_TEXT or len(text.split()) > MAX_WORDS:
        raise Malformed(
            f"A search has at most {MAX_WORDS} words and {MAX_TEXT} characters.", "invalid", field="search"
        )
    return text.strip()
