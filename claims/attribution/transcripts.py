"""Interviews printed as such: paragraphs that begin with who speaks and a colon, or with Q and A."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from claims.attribution.cast import Cast
from claims.attribution.reading import Token
from claims.attribution.values import Speaker

_LABEL: Final = 4  # words; "Dr. Ann Hale Moss:"
_MARKS: Final = (":", ".", ")")


@dataclass(slots=True)
class Talk:
    """Whose turn it is. `running` says that the paragraph is part of a printed interview.

    A question has no speaker: who asks makes no claim.
    """

    running: bool = False
    speaker: Speaker | None = None
    asked: bool = False  # a "Q:" or another's question was read: now "A:" is the one who is interviewed
    _start: int = 0

    def turn(self, tokens: Sequence[Token], cast: Cast) -> None:
        """Read the beginning of a paragraph."""
        self.running, self.speaker, self._start = False, None, 0
        colon = next((i for i, t in enumerate(tokens[: _LABEL + 1]) if t.text == ":"), None)
        if not tokens:
            return
        first = tokens[0].text.rstrip(".")
        if first in ("Q", "A") and (colon == 1 or tokens[0].text.endswith(".") or _dotted(tokens)):
            self._letter(first, 1 if tokens[0].text.endswith(".") else 2, cast)
        elif colon is not None and colon + 1 < len(tokens) and tokens[colon + 1].kind != "quote":
            self._named(tokens, colon, cast)

    def words_from(self, tokens: Sequence[Token]) -> int:
        """Return the token behind the label."""
        return self._start if self.running else len(tokens)

    def _letter(self, letter: str, start: int, cast: Cast) -> None:
        if letter == "A" and not self.asked:
            return
        self.running, self._start = True, start
        self.asked = True
        if letter == "A":
            guest = next((member for _, member in cast.mentions if member.person), None)
            self.speaker = Speaker(guest.name, guest.role, guest.organisation, None) if guest else None

    def _named(self, tokens: Sequence[Token], colon: int, cast: Cast) -> None:
        label = tokens[:colon]
        if not label or not label[0].capital or any(t.kind != "word" for t in label):
            return
        member = cast.person(" ".join(t.text for t in label))
        if member is not None:
            self.running, self._start = True, colon + 1
            self.speaker = Speaker(
                member.name, member.role, member.organisation, (label[0].start, label[-1].end)
            )
        elif tokens[-1].text == "?" and all(t.capital for t in label):
            self.running = self.asked = True  # "Gazette: When did it start?"
            self._start = colon + 1


def _dotted(tokens: Sequence[Token]) -> bool:
    return len(tokens) > 1 and tokens[1].text in _MARKS
