"""What the desk makes of a claim: people and their limits, the file, judgements, verdicts, publications."""

from reviews.models.assignments import Assignment, AssignmentSource
from reviews.models.complaints import Complaint, ComplaintOutcome
from reviews.models.deciding import Approval, Flag, FlagKind, FlagRule, OutsideApproval
from reviews.models.evidence import (
    CaptureStatus,
    Evidence,
    EvidenceCheck,
    EvidenceKind,
    EvidenceReader,
    Found,
)
from reviews.models.fact_checks import FactCheck
from reviews.models.judgements import Draft, Review, ReviewReturn
from reviews.models.policies import Policy, PolicyRule, Rating, Scale
from reviews.models.publications import Publication, PublicationVersion, VersionKind
from reviews.models.reports import Note, Report, ReportVersion
from reviews.models.reviewers import ConflictOfInterest, Reviewer, ReviewerLanguage, ReviewerTopic
from reviews.models.routing import RoutingRun, RoutingSettings
from reviews.models.shared_file import Comment, Contact, ContactKind, GateAnswer
from reviews.models.todos import ToDo, ToDoKind
from reviews.models.verdicts import Verdict

__all__ = [
    "Approval",
    "Assignment",
    "AssignmentSource",
    "CaptureStatus",
    "Comment",
    "Complaint",
    "ComplaintOutcome",
    "ConflictOfInterest",
    "Contact",
    "ContactKind",
    "Draft",
    "Evidence",
    "EvidenceCheck",
    "EvidenceKind",
    "EvidenceReader",
    "FactCheck",
    "Flag",
    "FlagKind",
    "FlagRule",
    "Found",
    "GateAnswer",
    "Note",
    "OutsideApproval",
    "Policy",
    "PolicyRule",
    "Publication",
    "PublicationVersion",
    "Rating",
    "Report",
    "ReportVersion",
    "Review",
    "ReviewReturn",
    "Reviewer",
    "ReviewerLanguage",
    "ReviewerTopic",
    "RoutingRun",
    "RoutingSettings",
    "Scale",
    "ToDo",
    "ToDoKind",
    "Verdict",
    "VersionKind",
]
