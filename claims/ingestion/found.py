"""What is found in a text: no more statements than a desk can be asked to bear."""

from dataclasses import dataclass
from typing import Final

from claims.detection import Statement

MOST_STATEMENTS: Final = 2000  # ten times what the longest report has


@dataclass(frozen=True, slots=True)
class Found:
    statements: list[Statement]  # in the text's order; the most check-worthy where there were too many
    left_out: int
