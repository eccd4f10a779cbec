"""How the desk works: policies, the rules that choose among them, and scales."""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck import clock
from factcheck.api.conditional import check_if_match
from factcheck.api.filters import Flag, Text
from factcheck.api.permissions import RoleIn
from factcheck.api.serializers import read
from factcheck.api.views import DeskViewSet, verb
from factcheck.roles import DESK, Role
from reviews import actions
from reviews.models import Policy, PolicyRule, Scale
from reviews.serializers import policies as asked
from reviews.serializers.policies import PolicyDetail, PolicyRuleDetail, ScaleDetail
from reviews.views.rows import Moves

_READERS = RoleIn(*DESK, Role.SERVICE)


class Policies(Moves, DeskViewSet):
    """How the desk works, version by version. Fact-checks keep the version they were opened with."""

    model = Policy
    serializer_class = PolicyDetail
    permission_classes = [_READERS]
    list_fields = ("uuid", "slug", "version", "name", "judging", "raters", "active", "is_default")
    keyset = ("slug", "-version")
    filters = {"slug": Text("slug"), "active": Flag("active")}

    def get_queryset(self) -> QuerySet[Policy]:
        return Policy.objects.all()

    @extend_schema(request=asked.AddPolicy, responses={201: PolicyDetail})
    def create(self, request: Request) -> Response:
        """Enter a policy of a new name; by an editor."""
        given = read(asked.AddPolicy, request)
        added = actions.add_policy(**given, is_new=True, by=self.user, at=clock.now())
        return self.answer(added.uuid, status=201)

    @verb(request=asked.PolicyChanges, responses={201: PolicyDetail})
    def versions(self, request: Request, uuid: UUID) -> Response:
        """Enter the next version: as this one is, but for what is given."""
        self.of(request)
        given = read(asked.PolicyChanges, request)
        added = actions.add_policy_version(policy_id=uuid, **given, by=self.user, at=clock.now())
        return self.answer(added.uuid, status=201)

    @verb()
    def activate(self, request: Request, uuid: UUID) -> Response:
        """Let fact-checks be opened with this version, in place of the one before."""
        self.of(request)
        actions.activate_policy(policy_id=uuid, by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb()
    def deactivate(self, request: Request, uuid: UUID) -> Response:
        """Open no more fact-checks with it."""
        self.of(request)
        actions.deactivate_policy(policy_id=uuid, by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb()
    def make_default(self, request: Request, uuid: UUID) -> Response:
        """Make it what fact-checks are opened with where nothing else is said."""
        self.of(request)
        actions.make_default_policy(policy_id=uuid, by=self.user, at=clock.now())
        return self.answer(uuid)


class PolicyRules(Moves, DeskViewSet):
    """Which policy a claim is checked under, by topic, harm and kind. The first one that fits counts."""

    model = PolicyRule
    serializer_class = PolicyRuleDetail
    permission_classes = [_READERS]
    list_fields = {
        "uuid": "uuid",
        "position": "position",
        "topic": "topic__slug",
        "harm": "harm",
        "kind": "kind",
        "policy": "policy",
        "active": "active",
        "followed": "followed",
    }
    list_schema = {"topic": {"type": ["string", "null"]}, "followed": {"type": "boolean"}}
    keyset = ("-active", "position", "id")
    filters = {"active": Flag("active"), "policy": Text("policy")}

    def get_queryset(self) -> QuerySet[PolicyRule]:
        in_use = Policy.objects.filter(slug=OuterRef("policy"), active=True)
        rows = PolicyRule.objects.annotate(followed=Exists(in_use))
        return rows if self.action == "list" else rows.select_related("topic")

    @extend_schema(request=asked.AddPolicyRule, responses={201: PolicyRuleDetail})
    def create(self, request: Request) -> Response:
        """Enter a rule; by an editor. All that it asks must be so."""
        given = read(asked.AddPolicyRule, request)
        rule = actions.add_policy_rule(**given, by=self.user, at=clock.now())
        return self.answer(rule.uuid, status=201)

    @extend_schema(request=asked.PolicyRuleChanges, responses=PolicyRuleDetail)
    def partial_update(self, request: Request, uuid: UUID) -> Response:
        """Change what a rule asks, the policy it names, or its place."""
        check_if_match(request, self.get_object())
        given = read(asked.PolicyRuleChanges, request)
        actions.edit_policy_rule(rule_id=uuid, **given, by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb()
    def activate(self, request: Request, uuid: UUID) -> Response:
        """Put a rule in use again, as the last one."""
        self.of(request)
        actions.activate_policy_rule(rule_id=uuid, by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb()
    def deactivate(self, request: Request, uuid: UUID) -> Response:
        """Take a rule out of use."""
        self.of(request)
        actions.deactivate_policy_rule(rule_id=uuid, by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb(detail=False, request=asked.ReorderPolicyRules, responses=PolicyRuleDetail(many=True))
    def reorder(self, request: Request) -> Response:
        """Ask the rules in this order from now on."""
        given = read(asked.ReorderPolicyRules, request)
        actions.reorder_policy_rules(**given, by=self.user, at=clock.now())
        rows = self.get_queryset().filter(active=True).order_by("position")
        return Response(PolicyRuleDetail(rows, many=True).data)


class Scales(Moves, DeskViewSet):
    """Ordered sets of ratings, each with its definition and burden of proof, version by version."""

    model = Scale
    serializer_class = ScaleDetail
    permission_classes = [_READERS]
    list_fields = ("uuid", "slug", "version", "name", "words_only", "is_default")
    keyset = ("slug", "-version")
    filters = {"slug": Text("slug")}

    def get_queryset(self) -> QuerySet[Scale]:
        rows = Scale.objects.all()
        return rows if self.action == "list" else rows.prefetch_related("ratings")

    @extend_schema(request=asked.AddScale, responses={201: ScaleDetail})
    def create(self, request: Request) -> Response:
        """Enter a scale of a new name; by an editor."""
        given = read(asked.AddScale, request)
        added = actions.add_scale(**given, is_new=True, by=self.user, at=clock.now())
        return self.answer(added.uuid, status=201)

    @verb(request=asked.ScaleChanges, responses={201: ScaleDetail})
    def versions(self, request: Request, uuid: UUID) -> Response:
        """Enter the next version: as this one is, but for what is given."""
        self.of(request)
        given = read(asked.ScaleChanges, request)
        added = actions.add_scale_version(scale_id=uuid, **given, by=self.user, at=clock.now())
        return self.answer(added.uuid, status=201)

    @verb()
    def make_default(self, request: Request, uuid: UUID) -> Response:
        """Make it what fact-checks are opened with where no scale is named."""
        self.of(request)
        actions.make_default_scale(scale_id=uuid, by=self.user, at=clock.now())
        return self.answer(uuid)
