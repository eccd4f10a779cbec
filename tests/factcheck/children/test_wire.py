import os
import struct
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.children import wire
from factcheck.children.wire import BrokenWire, Closed, Message


@pytest.fixture
def pipe():
    ends = list(os.pipe())
    yield ends
    for end in ends:
        if end is not None:
            os.close(end)


def close(pipe, which):
    os.close(pipe[which])
    pipe[which] = None


@given(head=st.dictionaries(st.text(), st.text() | st.integers(-(2**53), 2**53)), body=st.binary())
def test_what_is_sent_arrives(head, body):
    reading, writing = os.pipe()
    try:
        wire.send(writing, wire.packed(head, body))

        assert wire.receive(reading) == Message(head, body)
    finally:
        os.close(reading)
        os.close(writing)


def test_a_message_larger_than_the_pipe_arrives_whole(pipe):
    body = os.urandom(3_000_000)
    sender = threading.Thread(target=wire.send, args=(pipe[1], wire.packed({"a": 1}, body)))
    sender.start()

    received = wire.receive(pipe[0])

    sender.join()
    assert received == Message({"a": 1}, body)


def test_the_end_between_two_messages_is_an_end(pipe):
    close(pipe, 1)

    assert wire.receive(pipe[0]) is None


@pytest.mark.parametrize("length", [1, 8, 9])
def test_the_end_inside_a_message_is_a_breach(pipe, length):
    whole = b"".join(wire.packed({"a": 1}, b"xyz"))
    os.write(pipe[1], whole[:length])
    close(pipe, 1)

    with pytest.raises(Closed):
        wire.receive(pipe[0])


@pytest.mark.parametrize(
    ("head", "lengths"),
    [
        (b"{", None),
        (b"[]", None),
        (b'"\xff"', None),
        (b"", (wire.MOST_HEAD + 1, 0)),
        (b"", (0, wire.MOST_BODY + 1)),
        (b"", (0, 0)),
    ],
    ids=["cut", "a list", "not UTF-8", "large head", "large body", "nothing"],
)
def test_nonsense_is_no_message(pipe, head, lengths):
    os.write(pipe[1], struct.pack(">II", *(lengths or (len(head), 0))) + head)

    with pytest.raises(BrokenWire):
        wire.receive(pipe[0])


def test_a_reader_that_has_gone_is_noticed(pipe):
    close(pipe, 0)

    with pytest.raises(Closed):
        wire.send(pipe[1], wire.packed({}))


def test_what_is_too_large_is_not_sent(monkeypatch):
    monkeypatch.setattr(wire, "MOST_HEAD", 100)

    with pytest.raises(ValueError, match="too large"):
        wire.packed({"a": "x" * 100})
