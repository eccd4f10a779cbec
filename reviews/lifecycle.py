"""What can become of a fact-check and of what hangs on it, and who may move it there.

The tables name roles. What a role cannot say is asked by the action beside
them: whoever approves is not the researcher, only what was taken by "next"
lapses once it is accepted, one discussion is all there is.
"""

from enum import StrEnum

from factcheck.lifecycle import Lifecycle, Move
from factcheck.roles import EDITORS, Role


class FactCheckStatus(StrEnum):
    OPEN = "open"
    IN_RESEARCH = "in_research"
    JUDGING = "judging"
    AGREED = "agreed"
    DISPUTED = "disputed"
    DECIDED = "decided"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    RETURNED = "returned"
    ON_HOLD = "on_hold"
    CLOSED = "closed"


class AssignmentRole(StrEnum):
    """What an assignment is for."""

    RESEARCHER = "researcher"
    SECOND_READER = "second_reader"
    RATER = "rater"
    EDITOR = "editor"


class AssignmentStatus(StrEnum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    FILED = "filed"
    RETURNED = "returned"
    DECLINED = "declined"
    LAPSED = "lapsed"
    HANDED_OVER = "handed_over"
    RELEASED = "released"
    RECUSED = "recused"
    DONE = "done"


class ContactStatus(StrEnum):
    PLANNED = "planned"
    ASKED = "asked"
    ANSWERED = "answered"
    NO_REPLY = "no_reply"


class PublicationStatus(StrEnum):
    LIVE = "live"
    CORRECTED = "corrected"
    CLARIFIED = "clarified"
    UPDATED = "updated"
    RETRACTED = "retracted"


class ComplaintStatus(StrEnum):
    RECEIVED = "received"
    LOOKED_AT = "looked_at"
    ANSWERED = "answered"


class RoutingRunStatus(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


_Fact = FactCheckStatus
_Task = AssignmentStatus
_Public = PublicationStatus

_EDITORS_OR_SYSTEM = EDITORS | {Role.SYSTEM}
_RESEARCHER_OR_EDITORS = EDITORS | {Role.RESEARCHER}
_HOLDER_OR_EDITORS = EDITORS | {Role.HOLDER}

_WITH_THE_RESEARCHER = [_Fact.IN_RESEARCH, _Fact.RETURNED]
_BEFORE_PUBLICATION = [
    _Fact.OPEN,
    _Fact.IN_RESEARCH,
    _Fact.JUDGING,
    _Fact.AGREED,
    _Fact.DISPUTED,
    _Fact.DECIDED,
    _Fact.APPROVED,
    _Fact.SCHEDULED,
    _Fact.RETURNED,
]

FACT_CHECK = Lifecycle(
    "fact-check",
    Move(
        "start_research", [_Fact.OPEN, _Fact.RETURNED], _Fact.IN_RESEARCH, by=[Role.RESEARCHER, Role.SYSTEM]
    ),
    # Where one person judges, a filed proposal is agreed at once; where several do, it opens the judging.
    Move("propose", _WITH_THE_RESEARCHER, _Fact.AGREED, by=[Role.RESEARCHER]),
    Move("start_judging", _WITH_THE_RESEARCHER, _Fact.JUDGING, by=[Role.RESEARCHER]),
    # The last filing reveals; an editor may close the round before it. Consensus says which of the two.
    Move("reveal_agreed", [_Fact.JUDGING], _Fact.AGREED, by=_EDITORS_OR_SYSTEM),
    Move("reveal_disputed", [_Fact.JUDGING], _Fact.DISPUTED, by=_EDITORS_OR_SYSTEM),
    Move("discuss", [_Fact.DISPUTED], _Fact.JUDGING, by=_EDITORS_OR_SYSTEM),
    Move("decide", [_Fact.DISPUTED], _Fact.DECIDED, by=EDITORS),
    Move("return", [_Fact.JUDGING, _Fact.AGREED, _Fact.DECIDED, _Fact.APPROVED], _Fact.RETURNED, by=EDITORS),
    Move("approve", [_Fact.AGREED, _Fact.DECIDED], _Fact.APPROVED, by=EDITORS | {Role.OUTSIDE_EDITOR}),
    # Through a link, and only what waits for the approval.
    Move("return", [_Fact.AGREED, _Fact.DECIDED], _Fact.RETURNED, by=[Role.OUTSIDE_EDITOR]),
    Move("schedule", [_Fact.APPROVED, _Fact.SCHEDULED], _Fact.SCHEDULED, by=EDITORS),
    Move("publish", [_Fact.APPROVED, _Fact.SCHEDULED], _Fact.PUBLISHED, by=_EDITORS_OR_SYSTEM),
    Move("hold", _BEFORE_PUBLICATION, _Fact.ON_HOLD, by=EDITORS),
    Move("resume", [_Fact.ON_HOLD], None, by=EDITORS),
    # The system closes the fact-check of a claim that was dropped.
    Move("close", [*_BEFORE_PUBLICATION, _Fact.ON_HOLD], _Fact.CLOSED, by=_EDITORS_OR_SYSTEM),
    # A new round; the published verdict stands until the next one replaces it.
    Move("reopen", [_Fact.PUBLISHED], _Fact.IN_RESEARCH, by=_EDITORS_OR_SYSTEM),
)

ASSIGNMENT = Lifecycle(
    "assignment",
    Move("accept", [_Task.OFFERED], _Task.ACCEPTED, by=[Role.HOLDER]),
    Move("decline", [_Task.OFFERED], _Task.DECLINED, by=[Role.HOLDER]),
    Move("lapse", [_Task.OFFERED, _Task.ACCEPTED], _Task.LAPSED, by=[Role.SYSTEM]),
    Move("file", [_Task.ACCEPTED, _Task.RETURNED], _Task.FILED, by=[Role.HOLDER]),
    # With a reason by the next role, or by the system when a discussion begins.
    Move("return", [_Task.FILED], _Task.RETURNED, by=_EDITORS_OR_SYSTEM),
    Move("hand_over", [_Task.ACCEPTED, _Task.RETURNED], _Task.HANDED_OVER, by=_HOLDER_OR_EDITORS),
    # The system releases what is left when a fact-check is closed.
    Move(
        "release",
        [_Task.OFFERED, _Task.ACCEPTED, _Task.RETURNED],
        _Task.RELEASED,
        by=_HOLDER_OR_EDITORS | {Role.SYSTEM},
    ),
    # A conflict can come to light at any time before the work is used, filed or not.
    Move(
        "recuse",
        [_Task.OFFERED, _Task.ACCEPTED, _Task.FILED, _Task.RETURNED],
        _Task.RECUSED,
        by=_HOLDER_OR_EDITORS,
    ),
    Move("finish", [_Task.FILED], _Task.DONE, by=[Role.SYSTEM]),
)

CONTACT = Lifecycle(
    "contact",
    Move("ask", [ContactStatus.PLANNED], ContactStatus.ASKED, by=_RESEARCHER_OR_EDITORS),
    # An answer that comes after the deadline is still an answer; one written down wrong is put right.
    Move(
        "record_answer",
        [ContactStatus.ASKED, ContactStatus.NO_REPLY, ContactStatus.ANSWERED],
        ContactStatus.ANSWERED,
        by=_RESEARCHER_OR_EDITORS,
    ),
    Move(
        "record_no_reply",
        [ContactStatus.ASKED],
        ContactStatus.NO_REPLY,
        by=_RESEARCHER_OR_EDITORS | {Role.SYSTEM},
    ),
)

_STANDING = [_Public.LIVE, _Public.CORRECTED, _Public.CLARIFIED, _Public.UPDATED]

PUBLICATION = Lifecycle(
    "publication",
    Move("correct", _STANDING, _Public.CORRECTED, by=EDITORS),
    Move("clarify", _STANDING, _Public.CLARIFIED, by=EDITORS),
    Move("update", _STANDING, _Public.UPDATED, by=EDITORS),
    Move("retract", _STANDING, _Public.RETRACTED, by=EDITORS),
    # A later round replaces what stood; after a retraction the page shows a check again, and its history.
    Move("publish", [*_STANDING, _Public.RETRACTED], _Public.UPDATED, by=_EDITORS_OR_SYSTEM),
)

COMPLAINT = Lifecycle(
    "complaint",
    Move("look_at", [ComplaintStatus.RECEIVED], ComplaintStatus.LOOKED_AT, by=EDITORS),
    Move("answer", [ComplaintStatus.LOOKED_AT], ComplaintStatus.ANSWERED, by=EDITORS),
)

ROUTING_RUN = Lifecycle(
    "routing run",
    Move("finish", [RoutingRunStatus.RUNNING], RoutingRunStatus.DONE, by=[Role.SYSTEM]),
    # Its process died: what it offered stands, the next run has the rest.
    Move("give_up", [RoutingRunStatus.RUNNING], RoutingRunStatus.FAILED, by=[Role.SYSTEM]),
)
