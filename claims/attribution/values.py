"""What attribution hands on: a speaker, and the words that are his."""

from dataclasses import dataclass
from typing import Literal

Span = tuple[int, int]
Speech = Literal["direct", "reported"]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is speaking. `name` is the fullest form found in the article, without a leading article word.

    A group or institution has its own name ("security services"), an unnamed person his description
    ("spokesman for the company"). `role` and `organisation` are "" where the article gives none. `span` is
    where this very attribution names him, which may be a pronoun; None where only the context does.
    """

    name: str
    role: str
    organisation: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words and their speaker. Spans are code points into the article, in order, never overlapping.

    "direct" holds the words inside quotation marks, "reported" the clause without its "she said". Words
    quoted inside a reported clause come a second time, as an attribution of their own. `speaker` None is a
    quotation nobody could be found for.
    """

    content: tuple[Span, ...]
    speaker: Speaker | None
    speech: Speech
