"""JSON and cursors, without a database."""

import json as stdlib
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from factcheck.api import cursors, json
from factcheck.api.serializers import is_http_url

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner, max_size=5),
    max_leaves=30,
)


def depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(depth, inner), default=0)


def nodes(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + sum(map(nodes, inner))


def texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for part in inner for text in texts(part)]


@given(value=values, max_depth=st.integers(1, 4), max_nodes=st.integers(1, 20))
def test_what_is_read_is_within_the_limits_and_what_is_refused_is_not(
    value: Any, max_depth: int, max_nodes: int
) -> None:
    body = stdlib.dumps(value).encode()
    fits = (
        depth(value) <= max_depth
        and nodes(value) <= max_nodes
        and not any("\x00" in text for text in texts(value))
    )

    try:
        read = json.loads(body, max_depth=max_depth, max_nodes=max_nodes)
    except json.BadJson:
        assert not fits
    else:
        assert fits
        assert read == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2026, 3, 1, 9, tzinfo=UTC), '"2026-03-01T09:00:00Z"'),
        (datetime(2026, 3, 1, 9, tzinfo=timezone(timedelta(hours=2))), '"2026-03-01T09:00:00+02:00"'),
        (UUID(int=7), '"00000000-0000-0000-0000-000000000007"'),
        (Decimal("0.10"), '"0.10"'),
        (timedelta(minutes=15), '"P0DT00H15M00S"'),
        (gettext_lazy("Home"), '"Home"'),
        (frozenset({"b", "a"}), '["a","b"]'),
        (b"\x01\xff", '"01ff"'),
    ],
)
def test_values_have_one_spelling(value: Any, text: str) -> None:
    assert json.dumps(value).decode() == text


def test_a_value_without_spelling_is_an_error() -> None:
    with pytest.raises(TypeError):
        json.dumps(object())


positions = st.lists(st.integers(0, 2**53) | st.text(st.characters(codec="utf-8"), max_size=80), max_size=4)


@given(position=positions)
def test_a_cursor_gives_back_the_position_it_was_made_of(position: list[Any]) -> None:
    assert cursors.unseal(cursors.seal(position, order="a"), order="a") == position


@given(position=positions, order=st.sampled_from(["b", "a:-id", ""]))
def test_a_cursor_fits_one_order_only(position: list[Any], order: str) -> None:
    with pytest.raises(ValueError, match="cursor"):
        cursors.unseal(cursors.seal(position, order="a"), order=order)


@given(data=st.data())
def test_a_cursor_changed_anywhere_is_refused(data: st.DataObject) -> None:
    cursor = cursors.seal([123, "2026-03-01"], order="a")
    place = data.draw(st.integers(0, len(cursor) - 2))  # the last letter holds bits that say nothing
    letter = data.draw(st.sampled_from([c for c in "AZaz09-_" if c != cursor[place]]))

    with pytest.raises(ValueError):  # noqa: PT011 - base64 and we each say it in our own words
        cursors.unseal(cursor[:place] + letter + cursor[place + 1 :], order="a")


@given(text=st.text(max_size=60))
def test_a_made_up_cursor_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - see above
        cursors.unseal(text, order="a")


def test_a_cursor_does_not_show_its_position() -> None:
    assert cursors.seal([1], order="a")[:20] != cursors.seal([2], order="a")[:20]


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example",
        "https://a.example/path?q=1#f",
        "https://b\u00fccher.example/",
        "http://[2001:db8::1]:8080/",
        "HTTPS://A.EXAMPLE/",
    ],
)
def test_addresses_of_the_web_are_urls(url: str) -> None:
    assert is_http_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//a.example",
        "a.example",
        "http://",
        "http://a b/",
        "http://a@b/",
        "http://a.example:0/",
        "http://a.example\\@b/",
        "http://<b>/",
        "http://a\u00a0b/",
        "",
    ],
)
def test_everything_else_is_not(url: str) -> None:
    assert not is_http_url(url)
