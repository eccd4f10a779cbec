"""JSON turned back into frozen dataclasses by their type hints; nothing is believed.

A child that was taken over can say anything, so every value is looked at: its
type, its numbers finite, its moments aware, no NUL in its texts. What a value
means (an offset inside its text) is for the caller to check.
"""

import math
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, TypeVar, Union, cast, get_args, get_origin, get_type_hints

_DEEPEST: Final = 30

T = TypeVar("T")
Loader = Callable[[Any], Any]


class Misshapen(ValueError):
    """The value is not of the shape that was agreed."""


def load(shape: type[T], told: Any) -> T:
    """Return the value of that shape which the JSON value describes.

    Shapes: str, int, float, bool, datetime (ISO 8601 with zone), X | None,
    list[X], tuple[X, ...], tuple[X, Y], dataclasses of these, and Any for
    plain JSON. Raises Misshapen; a TypeError is a shape nobody taught it.
    """
    loader: Callable[[Any], T] = _loader(cast(Hashable, shape))
    return loader(told)


@cache
def _loader(shape: Any) -> Loader:
    if shape in _PLAIN:
        return _PLAIN[shape]
    if is_dataclass(shape):
        return _object(shape)
    origin, inner = get_origin(shape), get_args(shape)
    if origin in (Union, UnionType) and len(inner) == 2 and NoneType in inner:
        return _optional(_loader(next(one for one in inner if one is not NoneType)))
    if origin is list or (origin is tuple and inner[-1] is Ellipsis):
        return _many(origin, _loader(inner[0]))
    if origin is tuple:
        return _few([_loader(one) for one in inner])
    if origin is dict and inner[0] is str:
        return _mapping(_loader(inner[1]))
    raise TypeError(f"no shape is known for {shape}")


def _text(told: Any) -> str:
    if type(told) is not str or "\0" in told:
        raise Misshapen("not a text")
    return told


def _whole(told: Any) -> int:
    if type(told) is not int:
        raise Misshapen("not a whole number")
    return told


def _number(told: Any) -> float:
    if type(told) not in (int, float) or not math.isfinite(told):
        raise Misshapen("not a number")
    return float(told)


def _truth(told: Any) -> bool:
    if type(told) is not bool:
        raise Misshapen("neither true nor false")
    return told


def _moment(told: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(told))
        if moment.tzinfo is None:
            raise Misshapen("a moment without a zone")
        return moment.astimezone(UTC)
    except (OverflowError, ValueError):
        raise Misshapen("not a moment") from None


def _json(told: Any, depth: int = 0) -> Any:
    if depth > _DEEPEST:
        raise Misshapen("nested too deeply")
    if isinstance(told, dict):
        return {_text(name): _json(value, depth + 1) for name, value in told.items()}
    if isinstance(told, list):
        return [_json(value, depth + 1) for value in told]
    return _text(told) if isinstance(told, str) else told


_PLAIN: Final[dict[Any, Loader]] = {
    str: _text,
    int: _whole,
    float: _number,
    bool: _truth,
    datetime: _moment,
    Any: _json,
}


def _object(shape: Any) -> Loader:
    hints = get_type_hints(shape)
    loaders = {field.name: _loader(hints[field.name]) for field in fields(shape)}

    def load_object(told: Any) -> Any:
        if type(told) is not dict or told.keys() != loaders.keys():
            raise Misshapen(f"not a {shape.__name__}")
        return shape(**{name: loader(told[name]) for name, loader in loaders.items()})

    return load_object


def _optional(loader: Loader) -> Loader:
    return lambda told: None if told is None else loader(told)


def _many(origin: Any, loader: Loader) -> Loader:
    def load_many(told: Any) -> Any:
        if type(told) is not list:
            raise Misshapen("not a list")
        return origin(map(loader, told))

    return load_many


def _few(loaders: list[Loader]) -> Loader:
    def load_few(told: Any) -> tuple[Any, ...]:
        if type(told) is not list or len(told) != len(loaders):
            raise Misshapen(f"not a list of {len(loaders)}")
        return tuple(loader(one) for loader, one in zip(loaders, told, strict=True))

    return load_few


def _mapping(loader: Loader) -> Loader:
    def load_mapping(told: Any) -> dict[str, Any]:
        if type(told) is not dict:
            raise Misshapen("not an object")
        return {_text(name): loader(value) for name, value in told.items()}

    return load_mapping
