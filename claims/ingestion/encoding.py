"""Bytes to text. Nothing a page says about itself is believed without a look."""

import codecs
import re
from typing import Final

from factcheck.errors import Refusal

MAX_BYTES: Final = 10 * 1024 * 1024

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    # UTF-32-LE starts with UTF-16-LE's mark, so it has to be looked for first.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Only beginnings that no text has; what else is binary gives itself away by its NUL bytes.
_MAGIC: Final = (
    b"%PDF-",
    b"{\\rtf",
    b"\x89PNG",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"\xfd7zXZ",
    b"7z\xbc\xaf",
    b"\x7fELF",
    b"\xd0\xcf\x11\xe0",
)

# Browsers read these labels as windows-1252, and so do the pages' authors. Source: encoding.spec.whatwg.org
_READ_AS: Final = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254"}

# An allow-list: Python's codec registry also holds utf-7, rot13, punycode and unicode_escape.
_ALLOWED: Final = frozenset(
    {
        "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1250", "cp1251", "cp1252", "cp1253",
        "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp866", "cp874", "iso8859-2", "iso8859-3",
        "iso8859-4", "iso8859-5", "iso8859-6", "iso8859-7", "iso8859-8", "iso8859-10", "iso8859-13",
        "iso8859-14", "iso8859-15", "iso8859-16", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic",
        "tis-620", "gb2312", "gbk", "gb18030", "big5", "big5hkscs", "euc_jp", "shift_jis", "cp932",
        "euc_kr", "cp949", "iso2022_jp",
    }
)  # fmt: skip

_DECLARED: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML_DECLARED: Final = re.compile(
    rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})[\"']", re.IGNORECASE
)

# NUL and lone surrogates no database column takes; the rest no reader sees.
_UNWANTED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")
_CONTROLS: Final = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]+")


class Unreadable(Refusal):
    """The bytes do not hold an article that we can read."""

    code = "unreadable"


class Empty(Unreadable):
    """There is nothing but white space."""

    code = "empty"


class TooLarge(Unreadable):
    """More bytes or more markup than one article has."""

    code = "too_large"


class NotText(Unreadable):
    """A picture, an archive, a PDF or another binary."""

    code = "not_text"


class BadEncoding(Unreadable):
    """The bytes contradict the encoding that they begin with."""

    code = "bad_encoding"


def decode(body: bytes, *, charset: str = "") -> str:
    """Return the text of the bytes, line ends as "\\n", free of NUL and lone surrogates.

    The order of trust: byte order mark, the charset of the reply, that of
    the markup, UTF-8, windows-1252. A charset that does not fit the bytes
    is passed over.

    Raises Empty, TooLarge, NotText, BadEncoding.
    """
    _check(body)
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _marked(body[len(mark) :], name)
    for given in (charset, _inside(body)):
        text = _strictly(body, _known(given))
        if text is not None:
            return clean(text)
    if b"\x00" in body:
        raise NotText("These bytes are not text.", reason="nul")
    text = _guess(body)
    if sum(map(len, _CONTROLS.findall(text))) > len(text) // 50:
        raise NotText("These bytes are not text.", reason="controls")
    return clean(text)


def clean(text: str) -> str:
    """Drop what no reader sees and no database takes; line ends become "\\n"."""
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _check(body: bytes) -> None:
    if len(body) > MAX_BYTES:
        raise TooLarge("The document is larger than 10 MB.", size=len(body), limit=MAX_BYTES)
    if not body.strip(b"\x00 \t\r\n\x0b\x0c"):
        raise Empty("The document is empty.")
    if body.lstrip(b" \t\r\n").startswith(_MAGIC):
        raise NotText("This is a file of another kind, not a text.", reason="magic")


def _marked(body: bytes, name: str) -> str:
    try:
        text = clean(body.decode(name))
    except UnicodeDecodeError:
        if name == "utf-8":
            return clean(_guess(body))
        raise BadEncoding("The text breaks the encoding that it begins with.", encoding=name) from None
    if not text.strip():
        raise Empty("The document is empty.")
    return text


def _inside(body: bytes) -> str:
    head = body[:4096]
    found = _XML_DECLARED.search(head) or _DECLARED.search(head)
    name = found.group(1).decode("ascii", "ignore") if found else ""
    # Markup that can be read as ASCII is not UTF-16, whatever it says. Source: HTML, "prescan a byte stream"
    return "utf-8" if name.lower().startswith(("utf-16", "utf-32")) else name


def _known(name: str) -> str:
    """The codec for a charset's label, or "" for one that is not read."""
    try:
        codec = codecs.lookup(name.strip().strip("\"'").lower()).name
    except (LookupError, ValueError):
        return ""
    codec = _READ_AS.get(codec, codec)
    return codec if codec in _ALLOWED else ""


def _strictly(body: bytes, codec: str) -> str | None:
    wide = codec.startswith(("utf-16", "utf-32"))
    if not codec or (b"\x00" in body and not wide):
        return None
    try:
        return body.decode(codec)
    except UnicodeDecodeError:
        return None


def _guess(body: bytes) -> str:
    """UTF-8, also with a few broken places; otherwise windows-1252."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if not broken:
        return text
    # One cut character must not turn all the others into "Ã¤": whichever kind is the rule decides.
    sound = sum(1 for char in text if char > "\x7f") - broken
    return text if sound > broken else body.decode("cp1252", "replace")
