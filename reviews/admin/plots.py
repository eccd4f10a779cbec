"""Plots of two settings side by side, drawn here as SVG: no script, readable in both themes and by ear.

A is hollow and B is filled, so that colour is never the only difference; each
plot has a title and a description, and each bar says its figure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

_WIDTH = 520
_LEFT, _RIGHT = 170, 44  # room for names, and for figures behind the bars
_BAR, _GAP = 12, 10
_PLOT_HEIGHT, _TOP, _BOTTOM = 180, 16, 44
_LONGEST_NAME = 22
_MOST_NAMES = 8  # below an axis


class Pair(NamedTuple):
    """One name with its figure under A and under B."""

    name: str
    a: float
    b: float


@dataclass(frozen=True, slots=True)
class _Bar:
    side: str
    x: float
    y: float
    width: float
    height: float
    figure: str
    figure_x: float
    figure_y: float


@dataclass(frozen=True, slots=True)
class _Label:
    text: str
    x: float
    y: float


def rows(key: str, title: str, pairs: Sequence[Pair], *, unit: str) -> SafeString:
    """Draw bars that lie, a pair for each name: for names that need room. `unit` is spoken, not drawn."""
    most = max((max(pair.a, pair.b) for pair in pairs), default=0) or 1
    bars, labels = [], []
    step = 2 * _BAR + _GAP
    for number, pair in enumerate(pairs):
        top = _TOP + number * step
        labels.append(_Label(_short(pair.name), _LEFT - 10, top + _BAR + 4))
        for side, value, y in (("a", pair.a, top), ("b", pair.b, top + _BAR)):
            width = round((_WIDTH - _LEFT - _RIGHT) * value / most, 1)
            bars.append(_Bar(side, _LEFT, y, width, _BAR, _figure(value), _LEFT + width + 5, y + _BAR - 2))
    height = _TOP + len(pairs) * step
    return _drawn("rows", key, title, pairs, unit, {"bars": bars, "labels": labels, "height": height})


def columns(key: str, title: str, pairs: Sequence[Pair], *, unit: str) -> SafeString:
    """Draw bars that stand, a pair for each name: for a few short names in an order."""
    most = max((max(pair.a, pair.b) for pair in pairs), default=0) or 1
    bars, labels = [], []
    step = (_WIDTH - 20) / max(1, len(pairs))
    thick = min(34.0, step / 2 - 8)
    floor = _TOP + _PLOT_HEIGHT
    for number, pair in enumerate(pairs):
        middle = 10 + step * (number + 0.5)
        labels.append(_Label(pair.name, round(middle, 1), floor + 18))
        for side, value, x in (("a", pair.a, middle - thick - 1), ("b", pair.b, middle + 1)):
            high = round((_PLOT_HEIGHT - 16) * value / most, 1)
            x = round(x, 1)
            bars.append(
                _Bar(side, x, floor - high, thick, high, _figure(value), x + thick / 2, floor - high - 4)
            )
    return _drawn("columns", key, title, pairs, unit, {"bars": bars, "labels": labels, "floor": floor})


def lines(key: str, title: str, pairs: Sequence[Pair], *, unit: str) -> SafeString:
    """Draw two lines of shares from 0 to at most 1, a point for each name."""
    floor, left = _TOP + _PLOT_HEIGHT, 44
    highest = max((max(pair.a, pair.b) for pair in pairs), default=0)
    top = next(scale for scale in (0.25, 0.5, 1.0) if highest <= scale or scale == 1.0)
    step = (_WIDTH - left - 20) / max(1, len(pairs))
    xs = [round(left + step * (number + 0.5), 1) for number in range(len(pairs))]
    sides = {
        side: [
            (x, round(floor - _PLOT_HEIGHT * getattr(pair, side) / top, 1))
            for x, pair in zip(xs, pairs, strict=True)
        ]
        for side in ("a", "b")
    }
    return _drawn(
        "lines",
        key,
        title,
        pairs,
        unit,
        {
            "lines": [
                (side, " ".join(f"{x},{y}" for x, y in points), points) for side, points in sides.items()
            ],
            "labels": [
                _Label(pair.name, x, floor + 18)
                for number, (x, pair) in enumerate(zip(xs, pairs, strict=True))
                if number % (1 + len(pairs) // (_MOST_NAMES + 1)) == 0
            ],
            "grid": [
                (_figure(top * part / 5), round(floor - _PLOT_HEIGHT * part / 5, 1)) for part in range(6)
            ],
            "left": left,
        },
    )


def _drawn(
    kind: str, key: str, title: str, pairs: Sequence[Pair], unit: str, shapes: dict[str, Any]
) -> SafeString:
    height = shapes.pop("height", _TOP + _PLOT_HEIGHT + _BOTTOM)
    told = {"key": key, "title": title, "told": " ".join(_told(pairs, unit))}
    return render_to_string(
        f"admin/reviews/plots/{kind}.svg", {**shapes, **told, "width": _WIDTH, "height": height}
    )


def _told(pairs: Sequence[Pair], unit: str) -> Iterator[str]:
    if not pairs:
        yield "Nothing to show."
    for pair in pairs:
        yield f"{pair.name}: {_figure(pair.a)} under A, {_figure(pair.b)} under B {unit}."


def _figure(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
