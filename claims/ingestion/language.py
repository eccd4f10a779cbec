"""Which language a text is in: what the page says, checked against its words."""

import re
from functools import cache
from typing import Any, Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

_ENOUGH: Final = 120  # characters; below that the guess is worse than the page's word
_SURE: Final = 0.9
_CODE: Final = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9-_]*)?\Z", re.IGNORECASE)
# Old and over-wide names of the same languages.
_SAME: Final = {"iw": "he", "in": "id", "ji": "yi", "nb": "no", "nn": "no", "mul": "", "und": "", "zxx": ""}


def of(text: str, *, declared: str = "") -> str:
    """Return the language as ISO 639 code ("en"), or "" if neither page nor words tell."""
    said = _primary(declared)
    if sum(char.isalpha() for char in text[:2000]) < _ENOUGH:
        return said
    guess, probability = _identifier().classify(text[:4000])
    heard = _primary(str(guess))
    # Templates are copied from other countries' sites: sure words beat the page's own label.
    return heard if probability >= _SURE or not said else said


def _primary(tag: str) -> str:
    found = _CODE.match(tag.strip())
    code = found.group(1).lower() if found else ""
    return _SAME.get(code, code)


@cache
def _identifier() -> Any:
    """The model, half a second to load, once a process."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
