"""What a rehearsal takes and gives."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from reviews.routing.values import Candidate, Need


class Ending(StrEnum):
    """What became of a seat."""

    KEPT = "kept"  # filed, or held to the end
    GIVEN_BACK = "given_back"  # not asked again in this round
    DECLINED = "declined"  # the same, and it counts as no work


@dataclass(frozen=True, slots=True)
class Fate:
    """What in fact became of a seat, whoever has it in the play: how long it was held (None: to the end)."""

    held: timedelta | None = None
    ending: Ending = Ending.KEPT


@dataclass(frozen=True, slots=True)
class Decision:
    """One choice as it was met: what was asked for, by whom it could have been taken, who was chosen.

    `key` names it to people, `place` orders decisions of one moment. `file` is
    the fact-check, `round` its round. The need arose at `asked_at`, the
    candidates are as seen at `seen_at`. `fates` has one for each seat wanted.
    Decisions of one `batch` were made together.
    """

    key: str
    place: int
    asked_at: datetime
    seen_at: datetime
    need: Need
    wanted: int
    candidates: tuple[Candidate, ...]
    file: str
    round: int = 1
    chosen: tuple[int, ...] = ()
    fates: tuple[Fate, ...] = (Fate(),)
    batch: str = ""

    @property
    def group(self) -> str:
        """What names the decisions that were made together with this one."""
        return self.batch or f"{self.key} {self.place}"

    def fate(self, number: int) -> Fate:
        """Of the seat of this number, from 0; the last one's for more than there were."""
        return self.fates[min(number, len(self.fates) - 1)]


@dataclass(frozen=True, slots=True)
class Offer:
    """A seat given in the play. `match`: how much of the topics he knows in hundredths; None without any."""

    decision: int
    reviewer: int
    asked_at: datetime
    at: datetime
    match: int | None

    @property
    def waited(self) -> float:
        """Hours from the need to the offer."""
        return (self.at - self.asked_at).total_seconds() / 3600


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it came out: the decisions in the order of the play, the offers, and what was never filled."""

    decisions: tuple[Decision, ...]
    offers: tuple[Offer, ...]
    unfilled: Mapping[int, int]

    def given(self) -> dict[int, tuple[int, ...]]:
        """Number of a decision -> whom its seats went to, by id."""
        found: dict[int, list[int]] = defaultdict(list)
        for offer in self.offers:
            found[offer.decision].append(offer.reviewer)
        return {decision: tuple(sorted(reviewers)) for decision, reviewers in found.items()}
