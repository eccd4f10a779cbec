"""What is being said: who published it, where it stands, who said it."""

from claims.models.articles import Article, ArticleStatus, Snapshot
from claims.models.claimants import Claimant, ClaimantKind, ClaimantRole
from claims.models.claims import Appearance, AppearanceKind, Claim, ClaimKind, Speech
from claims.models.outlets import Feed, Outlet
from claims.models.topics import ClaimTopic, Topic

__all__ = [
    "Appearance",
    "AppearanceKind",
    "Article",
    "ArticleStatus",
    "Claim",
    "ClaimKind",
    "ClaimTopic",
    "Claimant",
    "ClaimantKind",
    "ClaimantRole",
    "Feed",
    "Outlet",
    "Snapshot",
    "Speech",
    "Topic",
]
