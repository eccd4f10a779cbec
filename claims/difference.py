"""What changed between two versions of a text: paragraph by paragraph, and word by word inside them.

The work is bounded, whatever the texts: where a budget of steps runs out, what is left counts as
replaced as a whole, and the answer says so.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_STEPS: Final = 150_000  # a quarter of a second or so
_RELATED: Final = 0.4  # share of words in common from which a paragraph counts as the other one, edited
_PARAGRAPH: Final = re.compile(r"[^\n]+(?:\n(?!\n)[^\n]+)*")
_TOKEN: Final = re.compile(r"\s+|\w+(?:[.,:/'’\-]\w+)*|[^\w\s]")


class Op(StrEnum):
    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words inside a changed paragraph; spans in the texts before and after, empty where there are none."""

    op: Op
    before: tuple[int, int]
    after: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or two that stand for each other; `pieces` only where one replaces the other."""

    op: Op
    before: tuple[int, int]
    after: tuple[int, int]
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Spans are code points. `coarse`: part of the texts is too different to be compared word by word."""

    paragraphs: tuple[Paragraph, ...]
    coarse: bool


def difference(before: str, after: str) -> Difference:
    """Return what changed from one text to the other, in reading order: what went before what came."""
    budget = _Budget(_STEPS)
    old, new = _spans(_PARAGRAPH, before), _spans(_PARAGRAPH, after)
    paragraphs: list[Paragraph] = []
    for op, a, b in _aligned([before[i:j] for i, j in old], [after[i:j] for i, j in new], budget):
        if op == Op.EQUAL:
            paragraphs += [Paragraph(op, x, y) for x, y in zip(old[slice(*a)], new[slice(*b)], strict=True)]
        else:
            paragraphs += _changed(before, after, old[slice(*a)], new[slice(*b)], budget)
    return Difference(tuple(_placed(paragraphs)), coarse=budget.spent)


_Span = tuple[int, int]
_Edit = tuple[Op, _Span, _Span]


class _Budget:
    """Steps of comparison left. Asking for more than there are spends it."""

    def __init__(self, steps: int) -> None:
        self.left = steps
        self.spent = False

    def take(self, steps: int) -> bool:
        """Whether so many steps may be made."""
        if steps > self.left:
            self.spent = True
            return False
        self.left -= steps
        return True


def _spans(pattern: re.Pattern[str], text: str) -> list[_Span]:
    return [match.span() for match in pattern.finditer(text)]


def _changed(
    before: str, after: str, old: Sequence[_Span], new: Sequence[_Span], budget: _Budget
) -> Iterator[Paragraph]:
    """Pair paragraphs that are the same one edited; the others went or came."""
    came = list(new)
    bags = {span: _bag(after, span) for span in new} if old else {}
    for gone in old:
        bag = _bag(before, gone)
        if came and not budget.spent and budget.take(sum(1 + len(bags[span]) for span in came)):
            share, place = max((_shared(bag, bags[span]), -place) for place, span in enumerate(came))
        else:
            share, place = 0.0, 0
        if share < _RELATED:
            yield Paragraph(Op.DELETE, gone, (0, 0))
            continue
        for span in came[:-place]:
            yield Paragraph(Op.INSERT, (0, 0), span)
        twin = came[-place]
        del came[: 1 - place]
        yield Paragraph(Op.REPLACE, gone, twin, tuple(_pieces(before, after, gone, twin, budget)))
    for span in came:
        yield Paragraph(Op.INSERT, (0, 0), span)


def _bag(text: str, span: _Span) -> Counter[str]:
    return Counter(re.findall(r"\w+", text[slice(*span)]))


def _shared(one: Counter[str], other: Counter[str]) -> float:
    """The share of the longer one's words that the other has, too."""
    return (one & other).total() / max(one.total(), other.total(), 1)


def _pieces(before: str, after: str, gone: _Span, came: _Span, budget: _Budget) -> Iterator[Piece]:
    old = [(gone[0] + i, gone[0] + j) for i, j in _spans(_TOKEN, before[slice(*gone)])]
    new = [(came[0] + i, came[0] + j) for i, j in _spans(_TOKEN, after[slice(*came)])]
    edits = _aligned([before[i:j] for i, j in old], [after[i:j] for i, j in new], budget)
    for op, a, b in _joined(list(edits), [before[i:j] for i, j in old]):
        yield Piece(op, _whole(old, a, gone[0]), _whole(new, b, came[0]))


def _whole(spans: Sequence[_Span], run: _Span, start: int) -> _Span:
    """The stretch of text that a run of tokens covers; empty, where it would be, for none."""
    if run[0] < run[1]:
        return spans[run[0]][0], spans[run[1] - 1][1]
    at = spans[run[0] - 1][1] if run[0] else start
    return at, at


def _joined(edits: list[_Edit], old: Sequence[str]) -> Iterator[_Edit]:
    """Take a blank or a comma between two changes for changed, too: readers see one change, not three."""
    open_a = open_b = None
    for place, (op, a, b) in enumerate(edits):
        between = open_a is not None and 0 < place < len(edits) - 1
        if op == Op.EQUAL and not (between and not any(word.isalnum() for word in "".join(old[slice(*a)]))):
            if open_a is not None and open_b is not None:
                yield _edit(open_a, open_b)
            open_a = open_b = None
            yield op, a, b
        else:
            open_a = (open_a[0] if open_a else a[0], a[1])
            open_b = (open_b[0] if open_b else b[0], b[1])
    if open_a is not None and open_b is not None:
        yield _edit(open_a, open_b)


def _edit(a: _Span, b: _Span) -> _Edit:
    op = Op.INSERT if a[0] == a[1] else Op.DELETE if b[0] == b[1] else Op.REPLACE
    return op, a, b


def _placed(paragraphs: list[Paragraph]) -> Iterator[Paragraph]:
    """Give what went and what came the place in the other text where it would stand."""
    end_before = end_after = 0
    for one in paragraphs:
        before = (end_before, end_before) if one.op == Op.INSERT else one.before
        after = (end_after, end_after) if one.op == Op.DELETE else one.after
        yield Paragraph(one.op, before, after, one.pieces)
        end_before, end_after = before[1], after[1]


def _aligned(old: Sequence[Hashable], new: Sequence[Hashable], budget: _Budget) -> Iterator[_Edit]:
    """Yield equal and changed runs of two sequences as (op, old run, new run), nothing left out.

    What is the same at both ends is taken first; the middle by Myers, An O(ND)
    difference algorithm and its variations (1986), as far as the budget goes.
    """
    head = _same(old, new)
    tail = _same(old[head:][::-1], new[head:][::-1])
    if head:
        yield Op.EQUAL, (0, head), (0, head)
    at_a, at_b = head, head
    end_a, end_b = len(old) - tail, len(new) - tail
    for x, y, length in _common(old[head:end_a], new[head:end_b], budget):
        if (head + x, head + y) != (at_a, at_b):
            yield _edit((at_a, head + x), (at_b, head + y))
        at_a, at_b = head + x + length, head + y + length
        yield Op.EQUAL, (head + x, at_a), (head + y, at_b)
    if (at_a, at_b) != (end_a, end_b):
        yield _edit((at_a, end_a), (at_b, end_b))
    if tail:
        yield Op.EQUAL, (end_a, len(old)), (end_b, len(new))


def _same(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    """How many at the beginning are equal."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(old), len(new)))


def _common(old: Sequence[Hashable], new: Sequence[Hashable], budget: _Budget) -> list[tuple[int, int, int]]:
    """Return runs (in old, in new, length) of a longest common subsequence; none when the budget is spent.

    `reached[d][i]` is how far into `old` one comes with d edits on the diagonal 2i - d.
    """
    reached: list[list[int]] = []
    for edits in range(len(old) + len(new) + 1):
        row: list[int] = []
        for i in range(edits + 1):
            x, _ = _entered(reached, edits, i)
            y = x - (2 * i - edits)
            begun = x
            while x < len(old) and y < len(new) and old[x] == new[y]:
                x, y = x + 1, y + 1
            if not budget.take(1 + x - begun):
                return []
            row.append(x)
            if x >= len(old) and y >= len(new):
                return _walked([*reached, row], len(old), len(new))
        reached.append(row)
    raise AssertionError("two sequences differ by no more than all their items")


def _entered(reached: list[list[int]], edits: int, i: int) -> tuple[int, bool]:
    """Where in `old` the last edit enters the diagonal, and whether it is an insertion: then `old` stays."""
    if edits == 0:
        return 0, False
    before = reached[edits - 1]
    inserted = i == 0 or (i != edits and before[i - 1] < before[i])
    return (before[i] if inserted else before[i - 1] + 1), inserted


def _walked(reached: list[list[int]], x: int, y: int) -> list[tuple[int, int, int]]:
    """Return the diagonals on the way back from the end to the beginning, in reading order."""
    runs = []
    for edits in range(len(reached) - 1, -1, -1):
        diagonal = x - y
        begun, inserted = _entered(reached, edits, (diagonal + edits) // 2)
        if x > begun:
            runs.append((begun, begun - diagonal, x - begun))
        x, y = (begun, begun - diagonal - 1) if inserted else (begun - 1, begun - diagonal)
    return runs[::-1]
