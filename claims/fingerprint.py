"""The fingerprint of a claim: the same for every way of typing it, different for every other claim."""

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import Final

_QUOTES: Final = "\"'“”„‟«»‹›‘’‚‛`´"
_FOLDED: Final = str.maketrans(
    {**dict.fromkeys("“”„‟«»", '"'), **dict.fromkeys("‘’‚‛‹›`´", "'"), **dict.fromkeys("‐‑‒–—―−", "-")}
)
_END: Final = ".!?…,;:。！？、" + _QUOTES
_DIGITS: Final = re.compile(r"\d")


def fingerprint(wording: str, claimant: str) -> str:
    """Return the SHA-256, in hex, of the normalised wording and the claimant's key.

    Case, white space, typographic variants and the punctuation at the end do not matter; every number does.
    """
    return hashlib.sha256(f"{normalised(wording)}\0{_normalised_name(claimant)}".encode()).hexdigest()


def normalised(text: str) -> str:
    """Return `text` as two typings of it are compared: NFKC, case folded, one space between words.

    Numerals that NFKC would change are taken before it: it makes 105 of 10⁵, and 11/2 of 1½.
    """
    text = text.translate(_FOLDED)
    if text.isascii() and text.isprintable():  # most wordings, at a tenth of the cost
        return _trimmed(text.lower())
    kept = "".join(_kept(char) for char in text)
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", kept).casefold())
    return _trimmed(folded.translate(_FOLDED))


@lru_cache(maxsize=4096)
def _normalised_name(name: str) -> str:
    """The same for names: an article repeats its few speakers."""
    return normalised(name)


def _trimmed(text: str) -> str:
    return " ".join(text.split()).lstrip(_QUOTES + " ").rstrip(_END + " ")


def _kept(char: str) -> str:
    if char.isascii():
        return char if char.isprintable() else " "
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if char.isnumeric() or _DIGITS.search(unicodedata.normalize("NFKC", char)):
        return f"\x01{ord(char):x}\x01"  # a mark that no text can hold: control characters became spaces
    if unicodedata.category(char) == "Cf":
        return ""  # soft hyphens, zero-width spaces and direction marks: nobody sees them
    return " " if unicodedata.category(char) in ("Cc", "Cs") else char
