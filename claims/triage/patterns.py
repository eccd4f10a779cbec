"""Regular expressions that an editor wrote, matched by RE2: in time linear in the text, whatever they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import re2

LONGEST: Final = 200  # characters
MOST: Final = 20  # of one rule
_COSTLIEST: Final = 1000  # instructions of the compiled program: \p{L}{3} has some hundreds
_MEMORY: Final = 8 << 20


def fault(pattern: str) -> str:
    """Return why the desk does not take this pattern, in words; "" if it does."""
    if not pattern.strip():
        return "A pattern has to say something."
    if len(pattern) > LONGEST:
        return f"A pattern has at most {LONGEST} characters."
    try:
        compiled = _compiled(pattern)
    except re2.error as reason:
        said = reason.args[0] if reason.args else ""
        return f"It is no regular expression of RE2: {said.decode() if isinstance(said, bytes) else said}."
    if compiled.programsize > _COSTLIEST:
        return "It is too costly: repeat fewer things, or fewer times."
    if compiled.search("") is not None:
        return "It matches every text, since it matches nothing at all."
    return ""


def found(pattern: str, text: str) -> str | None:
    """Return the words that a pattern matches first; None if it does not."""
    match = _compiled(pattern).search(text)
    return None if match is None else str(match.group(0))


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """The patterns of several rules, all asked at once."""

    rules: tuple[str, ...]  # the slug of each pattern
    matcher: Any  # None: there are none

    def among(self, text: str) -> set[str]:
        """Return the slugs of the rules one of whose patterns matches."""
        if self.matcher is None:
            return set()
        rules = self.rules
        return {rules[index] for index in self.matcher.Match(text) or ()}


@lru_cache(maxsize=64)
def patterns_of(rules: tuple[tuple[str, tuple[str, ...]], ...]) -> Patterns:
    """Return the patterns of the rules, by slug, made into one matcher; it is kept for the next text.

    One that another release of RE2 took and this one does not is left out: it must not stop the desk.
    """
    pairs = [(slug, p) for slug, patterns in rules for p in patterns if not fault(p)]
    if not pairs:
        return Patterns((), None)
    matcher = re2.Set.SearchSet(_options())
    for _, pattern in pairs:
        matcher.Add(pattern)
    matcher.Compile()
    return Patterns(tuple(slug for slug, _ in pairs), matcher)


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> Any:
    return re2.compile(pattern, _options())


def _options() -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = _MEMORY
    return options


def faults_of(patterns: Sequence[str]) -> list[str]:
    """Return what is wrong with each pattern of one rule, and with their number."""
    many = [f"A rule has at most {MOST} patterns."] if len(patterns) > MOST else []
    return many + [f"Pattern {n}: {said}" for n, p in enumerate(patterns[:MOST], 1) if (said := fault(p))]
