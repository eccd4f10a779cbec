"""Tokens as the rules of detection read them: lower case, numbers whole, hyphens split."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

_TOKEN: Final = re.compile(
    r"""
    \d+(?:[.,\u00a0\u202f]\d+)*[⁰¹²³⁴⁵⁶⁷⁸⁹]*  # 1,234.5 is one number, so is 10⁵
    | [^\W\d_]+(?:['’][^\W\d_]+)*             # don't
    | [%‰$€£¥₹₽?!]
    """,
    re.VERBOSE,
)


def tokens(text: str) -> list[str]:
    """Return the tokens of `text` in order, with straight apostrophes."""
    return _TOKEN.findall(text.lower().replace("’", "'"))


def terms(listed: str) -> frozenset[str]:
    """Return the words and phrases of a comma-separated list."""
    return frozenset(" ".join(term.split()) for term in listed.split(",") if term.strip())


def matches(
    found: Sequence[str], names_by_term: Mapping[str, Sequence[str]], *, longest: int = 3
) -> set[str]:
    """Return the names of all terms of up to `longest` words that occur among the tokens `found`."""
    names: set[str] = set()
    for size in range(1, longest + 1):
        for start in range(len(found) - size + 1):
            names.update(names_by_term.get(" ".join(found[start : start + size]), ()))
    return names


def is_english(language: str) -> bool:
    """Say whether the English word lists apply; an unknown language counts as English."""
    return language.lower()[:2] in ("en", "")
