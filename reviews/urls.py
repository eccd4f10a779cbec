"""Routes of the reviews room, under /api/v1/."""

from factcheck.api.routing import DeskRouter
from reviews.views.assignments import Assignments
from reviews.views.fact_checks import FactChecks
from reviews.views.judgements import Reviews, Verdicts
from reviews.views.people import Conflicts, Policies, Reviewers, Scales
from reviews.views.publications import Publications
from reviews.views.shared_file import Comments, Contacts, EvidenceRows

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
router.register("policies", Policies, "policy")
router.register("scales", Scales, "scale")

urlpatterns = router.urls
