"""One act of saying in a sentence, as places among its tokens."""

from dataclasses import dataclass
from typing import Final

from claims.attribution.subjects import Phrase

PAUSES: Final = (",", "—", "–", "-")  # what may stand between words said and who said them


@dataclass(frozen=True, slots=True)
class Frame:
    """One act of saying in a sentence, all as token indices.

    [start, end) is the frame itself. What is said stands before it (`left`), behind it from `right` on
    (None if nothing does), or both. `speaker` None means the subject of the frame before. `cut` is where
    the words of an earlier frame end because of this one; None if this one stands inside them.
    """

    verb: int
    speaker: Phrase | None
    start: int
    end: int
    left: bool
    right: int | None
    cut: int | None
    label: bool = False
