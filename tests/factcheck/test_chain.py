import hashlib
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck import chain

AT = datetime(2026, 3, 1, 12, 0, 0, 5, tzinfo=UTC)
SUBJECT = UUID("00000000-0000-4000-8000-000000000001")
FACTS: dict[str, Any] = {
    "previous": "",
    "subject": SUBJECT,
    "seq": 1,
    "name": "claim.accepted",
    "at": AT,
    "by": None,
    "data": {"b": 1, "a": ["x", None, True]},
}

plain_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.uuids() | st.datetimes(timezones=st.just(UTC)),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def test_the_digest_of_an_event_never_changes() -> None:
    hashed = (
        '{"at":"2026-03-01T12:00:00.000005+00:00","by":null,"data":{"a":["x",null,true],"b":1},'
        '"name":"claim.accepted","previous":"","seq":1,"subject":"00000000-0000-4000-8000-000000000001"}'
    )

    assert chain.digest(**FACTS) == hashlib.sha256(hashed.encode()).hexdigest()


@pytest.mark.parametrize(
    ("fact", "other"),
    [
        ("previous", "0" * 64),
        ("subject", uuid4()),
        ("seq", 2),
        ("name", "claim.declined"),
        ("at", AT + timedelta(microseconds=1)),
        ("by", uuid4()),
        ("data", {"b": 1, "a": ["x", None, False]}),
    ],
)
def test_every_fact_of_an_event_is_in_its_digest(fact: str, other: Any) -> None:
    assert chain.digest(**{**FACTS, fact: other}) != chain.digest(**FACTS)


def test_the_order_of_keys_and_the_zone_of_the_moment_do_not_matter() -> None:
    same = {
        **FACTS,
        "data": {"a": ["x", None, True], "b": 1},
        "at": AT.astimezone(timezone(timedelta(hours=5))),
    }

    assert chain.digest(**same) == chain.digest(**FACTS)


@given(value=plain_values)
def test_plain_values_stay_as_they_are_when_made_plain_again(value: Any) -> None:
    once = chain.plain(value)

    assert chain.plain(once) == once


@pytest.mark.parametrize("value", [1.5, b"bytes", {1, 2}, object(), {"deep": [0.1]}])
def test_what_has_no_single_spelling_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="has no place in an event"):
        chain.plain(value)
