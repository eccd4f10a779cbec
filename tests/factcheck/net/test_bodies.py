import gzip
import random
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.net.bodies import RATIO_FREE, Body, coding_of, size_in_words
from factcheck.net.refusals import BadEncoding, TooLarge


def bare(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACKERS = {"": bytes, "gzip": gzip.compress, "deflate": zlib.compress}


def unpacked(raw: bytes, coding: str, *, limit: int = 1 << 20, step: int = 1 << 16) -> bytes:
    body = Body(coding, limit=limit)
    for start in range(0, len(raw), step):
        body.feed(raw[start : start + step])
    return body.finish()


@given(
    data=st.binary(max_size=300),
    repeat=st.integers(1, 400),
    coding=st.sampled_from(sorted(PACKERS)),
    step=st.integers(1, 999),
)
@settings(max_examples=50, deadline=None)
def test_what_was_packed_comes_out_whole_however_it_is_cut(data, repeat, coding, step):
    page = data * repeat

    assert unpacked(PACKERS[coding](page), coding, step=step) == page


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, 131072, 131073, 200_000])
def test_a_bare_deflate_stream_is_unpacked_to_its_last_byte(size):
    page = bytes(random.Random(size).choices(b"acgt", k=size))

    assert unpacked(bare(page), "deflate") == page


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_stream_that_breaks_off_is_refused_at_any_length(coding):
    packed = PACKERS[coding](b"The bridge has 3 spans. " * 40)

    for length in range(1, len(packed)):
        with pytest.raises(BadEncoding):
            unpacked(packed[:length], coding)


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
@pytest.mark.parametrize(
    "raw", [b"<html>not packed at all</html>", b"\x1f\x8b\x08\xff" + b"\xff" * 20, b"\xff" * 9]
)
def test_what_is_not_packed_as_said_is_refused(coding, raw):
    with pytest.raises(BadEncoding):
        unpacked(raw, coding)


@pytest.mark.parametrize("rest", [b"\x00", b"garbage", gzip.compress(b"second member", mtime=0)])
@pytest.mark.parametrize("step", [1, 1 << 16])
def test_nothing_may_follow_the_packed_page(rest, step):
    with pytest.raises(BadEncoding):
        unpacked(gzip.compress(b"first") + rest, "gzip", step=step)


def test_an_empty_reply_needs_no_unpacking():
    assert unpacked(b"", "gzip") == b""


@pytest.mark.parametrize("coding", ["", "gzip", "deflate"])
def test_the_limit_is_the_largest_page(coding):
    page = bytes(range(256)) * 4

    assert unpacked(PACKERS[coding](page), coding, limit=1024) == page
    with pytest.raises(TooLarge):
        unpacked(PACKERS[coding](page + b"!"), coding, limit=1024)


@pytest.mark.parametrize(
    ("coding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("deflate", bare)]
)
def test_a_bomb_is_stopped_while_it_is_small(coding, pack):
    bomb = pack(bytes(16 << 20))
    body = Body(coding, limit=1 << 40)
    tracemalloc.start()

    with pytest.raises(TooLarge, match="100 times"):
        body.feed(bomb)

    assert tracemalloc.get_traced_memory()[1] < 1 << 20
    tracemalloc.stop()


def test_a_small_page_of_blanks_is_no_bomb():
    page = b" " * RATIO_FREE

    assert unpacked(gzip.compress(page), "gzip") == page


@pytest.mark.parametrize(
    ("values", "coding"),
    [
        ([], ""),
        ([""], ""),
        (["identity"], ""),
        (["gzip"], "gzip"),
        (["GZip "], "gzip"),
        (["x-gzip"], "gzip"),
        (["identity, deflate"], "deflate"),
    ],
)
def test_one_known_coding_is_read(values, coding):
    assert coding_of(values) == coding


@pytest.mark.parametrize(
    "values", [["br"], ["zstd"], ["compress"], ["gzip, gzip"], ["gzip", "gzip"], ["gzip,br"], ["x"]]
)
def test_other_codings_and_more_than_one_are_refused(values):
    with pytest.raises(BadEncoding):
        coding_of(values)


def test_sizes_are_said_as_people_read_them():
    assert [size_in_words(size) for size in (10 << 20, 5 << 19, 32 << 10, 12)] == [
        "10 MB",
        "2.5 MB",
        "32 KB",
        "12 bytes",
    ]
