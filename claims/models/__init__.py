"""What is being said: who published it, where it stands, who said it."""

from claims.models.addresses import ArticleAddress, article_at, known_among
from claims.models.articles import Article, ArticleStatus, Snapshot, SnapshotBand
from claims.models.claimants import Claimant, ClaimantKind, ClaimantMerge, ClaimantRole, similar_to
from claims.models.claims import Appearance, AppearanceKind, Claim, ClaimKind, Speech
from claims.models.outlets import Feed, FeedKind, Outlet
from claims.models.parts import ClaimPart
from claims.models.topics import ClaimTopic, Topic
from claims.models.triage import HarmArea, Incident, Rescoring, RescoringReason, TriageSettings

__all__ = [
    "Appearance",
    "AppearanceKind",
    "Article",
    "ArticleAddress",
    "ArticleStatus",
    "Claim",
    "ClaimKind",
    "ClaimPart",
    "ClaimTopic",
    "Claimant",
    "ClaimantKind",
    "ClaimantMerge",
    "ClaimantRole",
    "Feed",
    "FeedKind",
    "HarmArea",
    "Incident",
    "Outlet",
    "Rescoring",
    "RescoringReason",
    "Snapshot",
    "SnapshotBand",
    "Speech",
    "Topic",
    "TriageSettings",
    "article_at",
    "known_among",
    "similar_to",
]
