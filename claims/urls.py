"""Routes of the claims room, under /api/v1/."""

from django.urls import path

from claims.models import HarmArea, Topic
from claims.views.articles import Articles
from claims.views.claims import Appearances, Claims
from claims.views.feeds import Feeds
from claims.views.pushes import Pushes
from claims.views.snapshots import Differences, Snapshots
from claims.views.sources import Claimants, Outlets
from claims.views.triage_rules import HarmAreas, Incidents, Rescorings, RuleHistory, Topics
from claims.views.triage_settings import TriageSettingsRows
from factcheck.api.routing import DeskRouter

router = DeskRouter()
router.register("outlets", Outlets, "outlet")
router.register("feeds", Feeds, "feed")
router.register("topics", Topics, "topic")
router.register("claimants", Claimants, "claimant")
router.register("harm-areas", HarmAreas, "harm-area")
router.register("incidents", Incidents, "incident")
router.register("rescorings", Rescorings, "rescoring")
router.register("triage-settings", TriageSettingsRows, "triage-settings")
router.register("articles", Articles, "article")
router.register("claims", Claims, "claim")

urlpatterns = [
    *router.urls,
    path(
        "topics/<uuid:uuid>/history/", RuleHistory.as_view({"get": "list"}, rule=Topic), name="topic-history"
    ),
    path(
        "harm-areas/<uuid:uuid>/history/",
        RuleHistory.as_view({"get": "list"}, rule=HarmArea),
        name="harm-area-history",
    ),
    path("articles/bulk/", Pushes.as_view({"post": "create"}), name="article-bulk"),
    path("articles/<uuid:article>/snapshots/", Snapshots.as_view({"get": "list"}), name="article-snapshots"),
    path(
        "articles/<uuid:article>/snapshots/<int:number>/",
        Snapshots.as_view({"get": "retrieve"}),
        name="article-snapshot",
    ),
    path("articles/<uuid:article>/diff/", Differences.as_view({"get": "retrieve"}), name="article-diff"),
    path(
        "claims/<uuid:claim>/appearances/",
        Appearances.as_view({"get": "list", "post": "create"}),
        name="claim-appearances",
    ),
]
