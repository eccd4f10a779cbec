"""Why something failed, in words fit to store and to show: short, and without secrets."""

import re

from django.db import Error as DatabaseError

LONGEST = 500

_SECRETS = [
    (re.compile(r"(?<=://)[^/@\s]+@"), "…@"),
    (re.compile(r"(https?://[^\s?#]+)\?[^\s\"'>)]+"), r"\1?…"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}"), r"\1 …"),
    (
        re.compile(
            r"(?i)((?:token|secret|pass(?:word|wd)?|api[_-]?key|signature|sig|key)[\"']?\s*[=:]\s*[\"']?)[^\s&\"',;]+"
        ),
        r"\1…",
    ),
    (re.compile(r"\bfc_[\w-]{16,}"), "fc_…"),
]


def of(failure: BaseException) -> str:
    """Return the exception's type and message, at most 500 characters, never empty."""
    message = str(failure)
    if isinstance(failure, DatabaseError):
        # The lines after the first quote the row, and with it people's data.
        message = message.partition("\n")[0]
    return cut(f"{type(failure).__name__}: {message}" if message else type(failure).__name__)


def cut(text: str) -> str:
    """Return the text as one stored line: secrets masked, NUL and lone surrogates gone, cut to fit."""
    for pattern, mask in _SECRETS:
        text = pattern.sub(mask, text)
    text = text.replace("\x00", "").encode("utf-8", "replace").decode()
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
