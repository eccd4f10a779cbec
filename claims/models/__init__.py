"""What is being said: who published it, where it stands, who said it."""

from claims.models.addresses import ArticleAddress, article_at, known_among
from claims.models.articles import Article, ArticleStatus, Snapshot, SnapshotBand
from claims.models.claimants import Claimant, ClaimantKind, ClaimantRole
from claims.models.claims import Appearance, AppearanceKind, Claim, ClaimKind, Speech
from claims.models.outlets import Feed, FeedKind, Outlet
from claims.models.topics import ClaimTopic, Topic

__all__ = [
    "Appearance",
    "AppearanceKind",
    "Article",
    "ArticleAddress",
    "ArticleStatus",
    "Claim",
    "ClaimKind",
    "ClaimTopic",
    "Claimant",
    "ClaimantKind",
    "ClaimantRole",
    "Feed",
    "FeedKind",
    "Outlet",
    "Snapshot",
    "SnapshotBand",
    "Speech",
    "Topic",
    "article_at",
    "known_among",
]
