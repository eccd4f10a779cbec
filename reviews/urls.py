"""Routes of the reviews room, under /api/v1/."""

from factcheck.api.routing import DeskRouter
from reviews.views.assignments import Assignments
from reviews.views.fact_checks import FactChecks
from reviews.views.judgements import Reviews, Verdicts
from reviews.views.people import Conflicts, Policies, Reviewers, Scales
from reviews.views.publications import Publications
from reviews.views.routing_runs import RoutingRuns
from reviews.views.routing_settings import RoutingSettingsRows
from reviews.views.shared_file import Comments, Contacts, EvidenceRows
from reviews.views.to_dos import ToDos

router = DeskRouter()
router.register("fact-checks", FactChecks, "fact-check")
router.register("assignments", Assignments, "assignment")
router.register("reviews", Reviews, "review")
router.register("evidence", EvidenceRows, "evidence")
router.register("contacts", Contacts, "contact")
router.register("comments", Comments, "comment")
router.register("verdicts", Verdicts, "verdict")
router.register("publications", Publications, "publication")
router.register("reviewers", Reviewers, "reviewer")
router.register("conflicts", Conflicts, "conflict")
router.register("to-dos", ToDos, "to-do")
router.register("policies", Policies, "policy")
router.register("scales", Scales, "scale")
router.register("routing-runs", RoutingRuns, "routing-run")
router.register("routing-settings", RoutingSettingsRows, "routing-settings")

urlpatterns = router.urls
