"""Routes of the reviews room, under /api/v1/."""

from django.urls import path

from factcheck.api.routing import DeskRouter
from reviews.views.assignments import Assignments
from reviews.views.complaints import Complaints
from reviews.views.evidence import EvidenceChecks, EvidenceDifferences, EvidenceRows
from reviews.views.fact_checks import FactChecks
from reviews.views.flags import FlagRules, Flags
from reviews.views.judgements import Reviews, Verdicts
from reviews.views.outside import OutsideApprovals
from reviews.views.people import Conflicts, Reviewers
from reviews.views.policies import Policies, PolicyRules, Scales
from reviews.views.publications import Corrections, Publications
from reviews.views.reports import Notes, Reports, ReportVersions
from reviews.views.routing_runs import RoutingRuns
from reviews.views.routing_settings import RoutingSettingsRows
from reviews.views.shared_file import Comments, Contacts
from reviews.views.to_dos import ToDos

router = DeskRouter()
router.register("fact-checks", FactChecks, "fact-check")
router.register("assignments", Assignments, "assignment")
router.register("reviews", Reviews, "review")
router.register("evidence", EvidenceRows, "evidence")
router.register("contacts", Contacts, "contact")
router.register("comments", Comments, "comment")
router.register("notes", Notes, "note")
router.register("verdicts", Verdicts, "verdict")
router.register("publications", Publications, "publication")
router.register("corrections", Corrections, "correction")
router.register("complaints", Complaints, "complaint")
router.register("flags", Flags, "flag")
router.register("flag-rules", FlagRules, "flag-rule")
router.register("reviewers", Reviewers, "reviewer")
router.register("conflicts", Conflicts, "conflict")
router.register("to-dos", ToDos, "to-do")
router.register("outside-approvals", OutsideApprovals, "outside-approval")
router.register("policies", Policies, "policy")
router.register("policy-rules", PolicyRules, "policy-rule")
router.register("scales", Scales, "scale")
router.register("routing-runs", RoutingRuns, "routing-run")
router.register("routing-settings", RoutingSettingsRows, "routing-settings")

urlpatterns = [
    *router.urls,
    path("evidence/<uuid:uuid>/checks/", EvidenceChecks.as_view({"get": "list"}), name="evidence-checks"),
    path(
        "evidence/<uuid:uuid>/difference/",
        EvidenceDifferences.as_view({"get": "retrieve"}),
        name="evidence-difference",
    ),
    path(
        "fact-checks/<uuid:fact_check>/report/",
        Reports.as_view({"get": "retrieve", "put": "update"}),
        name="fact-check-report",
    ),
    path(
        "fact-checks/<uuid:fact_check>/report/versions/",
        ReportVersions.as_view({"get": "list"}),
        name="fact-check-report-versions",
    ),
]
