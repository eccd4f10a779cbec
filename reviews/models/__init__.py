"""What the desk makes of a claim: people and their limits, the file, judgements, verdicts, publications."""

from reviews.models.assignments import Assignment, AssignmentSource, Draft, Review, ReviewReturn
from reviews.models.evidence import Comment, Contact, ContactKind, Evidence, EvidenceKind, GateAnswer
from reviews.models.fact_checks import FactCheck
from reviews.models.policies import Policy, Rating, Scale
from reviews.models.publications import Publication, PublicationVersion, VersionKind
from reviews.models.reviewers import ConflictOfInterest, Reviewer, ReviewerLanguage, ReviewerTopic
from reviews.models.routing import RoutingRun, RoutingSettings
from reviews.models.todos import ToDo, ToDoKind
from reviews.models.verdicts import Verdict

__all__ = [
    "Assignment",
    "AssignmentSource",
    "Comment",
    "ConflictOfInterest",
    "Contact",
    "ContactKind",
    "Draft",
    "Evidence",
    "EvidenceKind",
    "FactCheck",
    "GateAnswer",
    "Policy",
    "Publication",
    "PublicationVersion",
    "Rating",
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
