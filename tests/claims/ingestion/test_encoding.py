import codecs

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claims.ingestion.encoding import BadEncoding, Empty, NotText, TooLarge, Unreadable, clean, decode

WORDS = "Die Behörde prüfte zwölf Fälle in Köln."


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_the_byte_order_mark_is_believed_before_any_label(codec):
    assert decode(WORDS.encode(codec), charset="iso-8859-2") == WORDS


@pytest.mark.parametrize("charset", ["iso-8859-1", "ISO-8859-15", "windows-1252", "utf-8"])
def test_the_charset_of_the_reply_is_used(charset):
    assert decode(WORDS.encode(charset), charset=charset) == WORDS


def test_the_charset_of_the_reply_goes_before_that_of_the_page():
    page = '<meta charset="utf-8">Ж'.encode("koi8-r")

    assert decode(page, charset="koi8-r").endswith("Ж")


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="windows-1251">',
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
        '<?xml version="1.0" encoding="windows-1251"?>',
    ],
)
def test_the_charset_of_the_page_is_used(head):
    assert decode((head + "Москва").encode("cp1251")).endswith("Москва")


@pytest.mark.parametrize(
    "charset", ["", "utf-7", "rot13", "unicode_escape", "idna", "nonsense", "\x00", "utf-8"]
)
def test_what_cannot_be_the_charset_is_passed_over(charset):
    assert decode(WORDS.encode("cp1252"), charset=charset) == WORDS
    assert decode(b"+ADw-script+AD4-", charset=charset) == "+ADw-script+AD4-"


def test_one_broken_character_does_not_spoil_the_others():
    body = WORDS.encode() + b" \xe2\x80"

    assert decode(body).startswith(WORDS)


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7 x",
        b"\x89PNG\r\n\x1a\n",
        b"PK\x03\x04aa",
        b"\x1f\x8b\x08",
        b"abc\x00def",
        bytes(range(1, 256)) * 4,
    ],
)
def test_binaries_are_not_text(body):
    with pytest.raises(NotText) as refused:
        decode(body)

    assert refused.value.code == "not_text"


@pytest.mark.parametrize("body", [b"", b" \r\n\t", b"\x00\x00", codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
def test_nothing_is_empty(body):
    with pytest.raises(Empty) as refused:
        decode(body)

    assert refused.value.code == "empty"


def test_more_than_ten_megabytes_are_refused():
    with pytest.raises(TooLarge) as refused:
        decode(b"a" * (10 * 1024 * 1024 + 1))

    assert refused.value.code == "too_large"


def test_bytes_that_break_their_own_mark_are_refused():
    with pytest.raises(BadEncoding) as refused:
        decode(codecs.BOM_UTF16_LE + b"\x00\xd8a")

    assert refused.value.code == "bad_encoding"


@settings(max_examples=50)
@given(
    body=st.binary(max_size=200), charset=st.sampled_from(["", "utf-16", "utf-8", "shift_jis", "iso-8859-1"])
)
@example(body=b"\x00\xd8\x00\x00a\x00", charset="utf-16-le")
def test_whatever_comes_out_can_be_stored(body, charset):
    try:
        text = decode(body, charset=charset)
    except Unreadable:
        return

    assert "\x00" not in text
    assert text.encode().decode() == text


def test_lone_surrogates_and_odd_line_ends_are_cleaned():
    assert clean("a\ud800b\x00c\r\nd\re") == "abc\nd\ne"
