"""Whether a quote stands in a text: to the letter, but for how marks, dashes and blanks are set."""

import re
import unicodedata
from typing import Final

_MARKS: Final = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′´`ʼ", "'"),
        **dict.fromkeys("“”„‟«»‹›″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    }
)
_BLANKS: Final = re.compile(r"\s+")
_LEFT_OUT: Final = re.compile(r"\s*(?:\[\s*(?:\.{3}|…)\s*\]|\(\s*(?:\.{3}|…)\s*\)|\.{3}|…)\s*")
_AROUND: Final = " \"'.,;:"
# No blanks between words: a quote may begin and end inside a run of letters.
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
)


def stands_in(quote: str, text: str) -> bool | None:
    """Say whether the quote stands in the text; None for a quote without words.

    Parts before and after "…", "..." or "[…]" are looked for in order. A number
    is not found inside a longer one, nor a word inside another.
    """
    parts = [part.strip(_AROUND) for part in _LEFT_OUT.split(plain(quote))]
    parts = [part for part in parts if any(char.isalnum() for char in part)]
    if not parts:
        return None
    found, place = plain(text), 0
    for part in parts:
        begin = _place(part, found, place)
        if begin < 0:
            return False
        place = begin + len(part)
    return True


def plain(text: str) -> str:
    """Return the text with one spelling of marks, dashes, blanks and letters."""
    # Before the letters are folded: NFKC makes three points of "…" and keeps the marks apart.
    text = unicodedata.normalize("NFKC", text).translate(_MARKS).casefold()
    return _BLANKS.sub(" ", text.replace("''", '"')).strip()


def _place(part: str, text: str, start: int) -> int:
    """Where the part stands as words of its own, -1 if nowhere."""
    at = text.find(part, start)
    while at >= 0 and not (_apart(text, at, -1) and _apart(text, at + len(part) - 1, 1)):
        at = text.find(part, at + 1)
    return at


def _apart(text: str, at: int, step: int) -> bool:
    """Whether the word of the letter at this place ends there, in this direction."""
    own, beside = text[at], text[at + step : at + step + 1] if at + step >= 0 else ""
    if not own.isalnum() or not beside or _UNSPACED.match(own):
        return True
    if beside.isalnum():
        return False
    beyond = text[at + 2 * step : at + 2 * step + 1] if at + 2 * step >= 0 else ""
    return not (own.isdigit() and beside in ".," and beyond.isdigit())
