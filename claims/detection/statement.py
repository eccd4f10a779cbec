"""What detection finds: a statement with its place, its speaker and the reasons for its score."""

from dataclasses import dataclass

from claims.attribution import Speaker

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """One readable reason for a score; the weights of all parts add up to it."""

    name: str
    label: str
    weight: float


@dataclass(frozen=True, slots=True)
class Statement:
    """One possible claim in an article. Offsets are code points; `quote` is the text between them.

    `speaker` None is the article's own voice. `parts` add up to the log-odds of `score`. `wording` is a
    proposal for a person to edit: the claim itself, not the act of saying it.
    """

    start: int
    end: int
    quote: str
    quoted_parts: tuple[Span, ...]
    speaker: Speaker | None
    speech: str
    kind: str
    score: float
    parts: tuple[Part, ...]
    model: str
    wording: str
