import math
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.children.shapes import Misshapen, load


@dataclass(frozen=True, slots=True)
class Inner:
    name: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Outer:
    text: str
    number: int
    share: float
    sure: bool
    at: datetime | None
    inner: Inner | None
    many: tuple[Inner, ...]
    lists: list[list[int]]
    extra: dict[str, Any]
    counts: dict[str, int]


texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
inners = st.builds(Inner, texts, st.tuples(st.integers(0, 2**53), st.integers(0, 9)))
outers = st.builds(
    Outer,
    text=texts,
    number=st.integers(-(2**60), 2**60),
    share=st.floats(allow_nan=False, allow_infinity=False),
    sure=st.booleans(),
    at=st.none() | st.integers(-(2**31), 2**32).map(lambda second: datetime.fromtimestamp(second, UTC)),
    inner=st.none() | inners,
    many=st.lists(inners, max_size=3).map(tuple),
    lists=st.lists(st.lists(st.integers(0, 9), max_size=3), max_size=3),
    extra=st.dictionaries(texts, st.none() | texts | st.booleans() | st.lists(st.integers(0, 9)), max_size=3),
    counts=st.dictionaries(texts, st.integers(0, 9), max_size=3),
)


@given(outers)
def test_a_value_comes_back_as_it_went(value):
    assert load(Outer, orjson.loads(orjson.dumps(value))) == value


SOUND = asdict(
    Outer(
        "a",
        1,
        0.5,
        True,
        datetime(2026, 1, 2, tzinfo=UTC),
        Inner("b", (1, 2)),
        (),
        [[1]],
        {"a": []},
        {"b": 1},
    )
)
SOUND |= {"at": "2026-01-02T00:00:00+00:00", "many": [], "inner": {"name": "b", "span": [1, 2]}}


@pytest.mark.parametrize(
    "change",
    [
        {"text": 1},
        {"text": "a\0"},
        {"text": None},
        {"number": 1.0},
        {"number": True},
        {"number": "1"},
        {"share": "x"},
        {"share": True},
        {"share": math.nan},
        {"share": math.inf},
        {"sure": 1},
        {"at": "2026-01-02T00:00:00"},
        {"at": "yesterday"},
        {"at": 5},
        {"at": "0001-01-01T00:00:00+14:00"},
        {"inner": {"name": "b"}},
        {"inner": {"name": "b", "span": [1, 2], "more": 1}},
        {"inner": {"name": "b", "span": [1]}},
        {"inner": {"name": "b", "span": "12"}},
        {"inner": []},
        {"many": {}},
        {"many": [None]},
        {"lists": [1]},
        {"extra": []},
        {"extra": {"a": "\0"}},
        {"extra": {"a\0": 1}},
        {"counts": {"a": "1"}},
        {"counts": []},
        {"more": 1},
    ],
    ids=str,
)
def test_nothing_of_another_shape_is_let_in(change):
    assert load(Outer, SOUND).text == "a"

    with pytest.raises(Misshapen):
        load(Outer, SOUND | change)


def test_what_is_missing_is_noticed():
    with pytest.raises(Misshapen):
        load(Outer, {name: value for name, value in SOUND.items() if name != "text"})


def test_plain_json_is_bounded_in_depth():
    deep: Any = []
    for _ in range(40):
        deep = [deep]

    with pytest.raises(Misshapen):
        load(dict[str, Any], {"a": deep})


def test_moments_come_in_utc():
    assert load(datetime, "2026-01-02T05:30:00+05:30") == datetime(2026, 1, 2, tzinfo=UTC)
    assert load(datetime, "2026-01-02T05:30:00+05:30").utcoffset() == timedelta()


def test_a_shape_nobody_taught_is_our_mistake():
    with pytest.raises(TypeError):
        load(set[int], [1])
