"""Legal reviews and content warnings, and the rules that raise them."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck import clock
from factcheck.api.conditional import check_if_match
from factcheck.api.errors import Malformed
from factcheck.api.filters import By, Choice, Uuid
from factcheck.api.filters import Flag as Bool
from factcheck.api.permissions import RoleIn
from factcheck.api.serializers import read
from factcheck.api.views import DeskViewSet, verb
from factcheck.roles import EDITORS
from reviews import actions
from reviews.actions.flags import try_rule
from reviews.flagging import When, faults
from reviews.models import FactCheck, Flag, FlagKind, FlagRule
from reviews.serializers import flags as asked
from reviews.serializers.flags import FlagDetail, FlagRuleDetail, Trial
from reviews.views.rows import Moves, OnDesk

_UP = {"true": True, "false": False}


def _is_up(rows: QuerySet[Flag], text: str) -> QuerySet[Flag]:
    return rows.filter(cleared_at__isnull=_UP[text])


class Flags(Moves, DeskViewSet):
    """What has to be looked at before a page is shown, and what readers are warned of."""

    model = Flag
    serializer_class = FlagDetail
    permission_classes = [OnDesk]
    list_fields = {
        "uuid": "uuid",
        "fact_check": "fact_check__uuid",
        "kind": "kind",
        "rule": "rule__uuid",
        "text": "text",
        "raised_at": "raised_at",
        "cleared_at": "cleared_at",
        "outcome": "outcome",
    }
    list_schema = {"rule": {"type": ["string", "null"], "format": "uuid"}}
    filters = {
        "fact_check": Uuid("fact_check__uuid"),
        "kind": Choice("kind", FlagKind),
        "up": By(_is_up, {"type": "boolean"}),
    }

    def get_queryset(self) -> QuerySet[Flag]:
        rows = Flag.objects.visible_to(self.request.user)
        if self.action == "list":
            return rows
        return rows.select_related("fact_check", "rule", "raised_by", "cleared_by")

    @extend_schema(request=asked.RaiseFlag, responses={201: FlagDetail})
    def create(self, request: Request) -> Response:
        """Ask for a legal review, or put a content warning on the page to come."""
        given = read(asked.RaiseFlag, request)
        file = FactCheck.objects.visible_to(request.user).only("uuid").get(uuid=given.pop("fact_check"))
        raised = actions.raise_flag(fact_check_id=file.uuid, **given, by=self.user, at=clock.now())
        return self.answer(raised.uuid, status=201)

    @verb(request=asked.ClearFlag)
    def clear(self, request: Request, uuid: UUID) -> Response:
        """Say what a legal review came to, or lift a warning; by an editor who is not the researcher."""
        self.of(request)
        actions.clear_flag(flag_id=uuid, **read(asked.ClearFlag, request), by=self.user, at=clock.now())
        return self.answer(uuid)


class FlagRules(Moves, DeskViewSet):
    """The rules that raise flags, asked when a fact-check is opened, proposed or its claim reworded."""

    model = FlagRule
    serializer_class = FlagRuleDetail
    list_fields = {
        "uuid": "uuid",
        "kind": "kind",
        "name": "name",
        "keywords": "keywords",
        "patterns": "patterns",
        "claim_kinds": "claim_kinds",
        "topic": "topic__slug",
        "text": "text",
        "active": "active",
        "created_at": "created_at",
    }
    list_schema = {
        "topic": {"type": ["string", "null"]},
        **{
            name: {"type": "array", "items": {"type": "string"}}
            for name in ("keywords", "patterns", "claim_kinds")
        },
    }
    filters = {"kind": Choice("kind", FlagKind), "active": Bool("active")}

    def get_permissions(self) -> list[Any]:
        looking = self.action in ("list", "retrieve")
        permission: type[BasePermission] = OnDesk if looking else RoleIn(*EDITORS)
        return [permission()]

    def get_queryset(self) -> QuerySet[FlagRule]:
        return FlagRule.objects.visible_to(self.request.user).select_related("topic")

    @extend_schema(request=asked.AddFlagRule, responses={201: FlagRuleDetail})
    def create(self, request: Request) -> Response:
        """Enter a rule."""
        given = read(asked.AddFlagRule, request)
        added = actions.add_flag_rule(**given, by=self.user, at=clock.now())
        return self.answer(added.uuid, status=201)

    @extend_schema(request=asked.EditFlagRule, responses=FlagRuleDetail)
    def partial_update(self, request: Request, uuid: UUID) -> Response:
        """Change a rule, or put it out of force."""
        check_if_match(request, self.get_object())
        given = read(asked.EditFlagRule, request)
        if not given:
            raise Malformed("Name at least one field to change.", "nothing_given")
        actions.edit_flag_rule(rule_id=uuid, **given, by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb(request=asked.TryFlagRule, responses=Trial, detail=False)
    def test(self, request: Request) -> Response:
        """Try conditions out on the newest 1,000 claims; nothing is changed."""
        given = read(asked.TryFlagRule, request)
        words = {name: given.get(name, []) for name in ("keywords", "patterns")}
        for field, said in faults(**words).items():
            raise Malformed(" ".join(said[:5]), "bad_rule", field=field)
        when = When(
            claim_kinds=tuple(given.get("claim_kinds", ())),
            topic=given.get("topic", ""),
            keywords=tuple(words["keywords"]),
            patterns=tuple(words["patterns"]),
        )
        count, matched, results = try_rule(when)
        return Response(Trial({"asked": count, "matched": matched, "results": results}).data)
