"""What can become of a claim, and who may move it there."""

from enum import StrEnum

from factcheck.lifecycle import Lifecycle, Move
from factcheck.roles import DESK, EDITORS, Role


class ClaimStatus(StrEnum):
    DETECTED = "detected"
    SHORTLISTED = "shortlisted"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SETTLED = "settled"
    MERGED = "merged"
    SPLIT = "split"


# Other claims stand for these: the one it was merged into, the parts it was split into.
SPOKEN_FOR = frozenset({ClaimStatus.MERGED, ClaimStatus.SPLIT})


class DeclineReason(StrEnum):
    """Why the desk does not pursue a claim; the gates of triage use the same codes."""

    NOT_CHECKABLE = "not_checkable"
    OPINION = "opinion"
    PREDICTION = "prediction"
    OUT_OF_REMIT = "out_of_remit"
    TOO_LITTLE_REACH = "too_little_reach"
    DO_NOT_AMPLIFY = "do_not_amplify"
    ALREADY_CHECKED = "already_checked"


_NOT_YET_TAKEN = [ClaimStatus.DETECTED, ClaimStatus.SHORTLISTED]
_EDITORS_OR_SYSTEM = EDITORS | {Role.SYSTEM}

CLAIM = Lifecycle(
    "claim",
    # Anyone at the desk may pitch; only an editor commits the desk's time.
    Move("shortlist", [ClaimStatus.DETECTED], ClaimStatus.SHORTLISTED, by=DESK | {Role.SERVICE}),
    Move("accept", _NOT_YET_TAKEN, ClaimStatus.ACCEPTED, by=EDITORS),
    Move("decline", _NOT_YET_TAKEN, ClaimStatus.DECLINED, by=EDITORS),
    # The system restores a claim whose spread or demand crosses the desk's line.
    Move("restore", [ClaimStatus.DECLINED], ClaimStatus.DETECTED, by=_EDITORS_OR_SYSTEM),
    # These three follow the claim's fact-check: closed, published, taken up again.
    Move("drop", [ClaimStatus.ACCEPTED], ClaimStatus.DETECTED, by=_EDITORS_OR_SYSTEM),
    Move("settle", [ClaimStatus.ACCEPTED], ClaimStatus.SETTLED, by=[Role.SYSTEM]),
    Move("reopen", [ClaimStatus.SETTLED], ClaimStatus.ACCEPTED, by=_EDITORS_OR_SYSTEM),
    # Two rows for one assertion; an open fact-check of the one that is merged away is closed by reaction.
    Move("merge", [*_NOT_YET_TAKEN, ClaimStatus.ACCEPTED], ClaimStatus.MERGED, by=EDITORS),
    Move("unmerge", [ClaimStatus.MERGED], ClaimStatus.DETECTED, by=EDITORS),
    # One row for several assertions; it stays, off the list, as where its parts came from.
    Move("split", _NOT_YET_TAKEN, ClaimStatus.SPLIT, by=EDITORS),
    Move("unsplit", [ClaimStatus.SPLIT], ClaimStatus.DETECTED, by=EDITORS),
)
