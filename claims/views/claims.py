"""Claims and the places where they were made."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims import actions
from claims.lifecycle import ClaimStatus
from claims.models import Appearance, Claim, ClaimKind, ClaimPart, ClaimTopic
from claims.serializers.claims import (
    AddAppearance,
    AppearanceDetail,
    ClaimDetail,
    DeclineClaim,
    PitchClaim,
    RewordClaim,
    SettledClaim,
    ShortlistClaim,
)
from claims.views.merging import MergeVerbs
from factcheck import clock
from factcheck.api.conditional import check_if_match
from factcheck.api.filters import By, Choice, Flag, Text, Uuid
from factcheck.api.serializers import read
from factcheck.api.views import Rows, verb
from factcheck.models import User
from factcheck.roles import Role

MOST_APPEARANCES = 50
_FOR_READERS = ("uuid", "wording", "kind", "language", "status", "claimant", "claimant_name", "settled_at")


def _listed(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    wanted = {"true": True, "false": False}[text]
    listed = Claim.objects.listed().order_by().values("pk")
    return rows.listed() if wanted else rows.exclude(pk__in=listed)  # type: ignore[attr-defined]


def _words_changed(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    return rows.filter(words_changed_at__isnull={"true": False, "false": True}[text])


def _in_article(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    places = Appearance.objects.filter(snapshot__article__uuid=UUID(text))
    # And the claims that stand for those merged into them.
    return rows.filter(pk__in=places.values("claim").union(places.values("claim__merged_into")))


def _about(rows: QuerySet[Any], slug: str) -> QuerySet[Any]:
    return rows.filter(pk__in=ClaimTopic.objects.filter(topic__slug=slug).values("claim"))


class Claims(MergeVerbs):
    """Checkable statements, highest priority first. `listed=true` is what waits for the desk's decision."""

    model = Claim
    list_fields = {
        "uuid": "uuid",
        "wording": "wording",
        "kind": "kind",
        "language": "language",
        "status": "status",
        "claimant": "claimant__uuid",
        "claimant_name": "claimant__name",
        "score": "score",
        "priority": "priority",
        "gate": "gate",
        "pinned": "pinned",
        "spread": "spread",
        "demand": "demand",
        "decline_reason": "decline_reason",
        "words_changed_at": "words_changed_at",
        "created_at": "created_at",
        "accepted_at": "accepted_at",
        "settled_at": "settled_at",
    }
    keyset = ("-priority", "-id")
    filters = {
        "listed": By(_listed, {"type": "boolean"}),
        "status": Choice("status", ClaimStatus),
        "kind": Choice("kind", ClaimKind),
        "gate": Text("gate"),
        "topic": By(_about),
        "claimant": Uuid("claimant__uuid"),
        "language": Text("language"),
        "article": By(_in_article, {"type": "string", "format": "uuid"}),
        "pinned": Flag("pinned"),
        "words_changed": By(_words_changed, {"type": "boolean"}),
        "merged_into": Uuid("merged_into__uuid"),
    }

    def get_queryset(self) -> QuerySet[Claim]:
        rows: QuerySet[Claim] = super().get_queryset()
        if self.action == "list":
            return rows
        people = ("claimant", "worded_by", "pitched_by", "accepted_by", "merged_into")
        return rows.select_related(*people).prefetch_related(
            Prefetch("claim_topics", ClaimTopic.objects.select_related("topic").order_by("topic__slug")),
        )

    def shown(self, row: Any, *, status: int = 200) -> Response:
        places = Appearance.objects.of(row).select_related("snapshot__article", "claimant", "changed_in")
        places = places.defer("snapshot__text", "changed_in__text", "snapshot__article__given")
        row.first_places = places.order_by("id")[:MOST_APPEARANCES]
        links = ClaimPart.objects.filter(Q(claim=row) | Q(part=row)).select_related("claim", "part")
        links = links.order_by("position", "id")
        row.its_parts = [link.part for link in links if link.claim_id == row.pk]
        row.its_wholes = [link.claim for link in links if link.part_id == row.pk]
        return super().shown(row, status=status)

    def get_serializer_class(self) -> type[ClaimDetail]:
        return ClaimDetail if self._inside else SettledClaim

    def row(self, values: Any) -> dict[str, Any]:
        whole = super().row(values)
        return whole if self._inside else {name: whole[name] for name in _FOR_READERS}

    def search(self, rows: QuerySet[Claim], text: str) -> QuerySet[Claim]:
        """Every word stands in the wording or the claimant's name."""
        for word in text.split():
            rows = rows.filter(Q(wording__icontains=word) | Q(claimant__name__icontains=word))
        return rows

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        # Never 304: an article that is read again adds a place, which the claim's version does not count.
        return self.shown(self.get_object())

    @cached_property
    def _inside(self) -> bool:
        """Asked for each row of a list."""
        user = self.request.user if self.request else None
        return not isinstance(user, User) or user.is_on_desk or user.role == Role.SERVICE

    @extend_schema(request=PitchClaim, responses={201: ClaimDetail})
    def create(self, request: Request) -> Response:
        """Pitch a claim that no article brought: it is shortlisted at once."""
        claim = actions.add_claim(**read(PitchClaim, request), by=self.user, at=clock.now())
        return self.answer(claim.uuid, status=201)

    @verb(request=ShortlistClaim)
    def shortlist(self, request: Request, uuid: UUID) -> Response:
        """Pitch the claim: say that it is worth a check, and why."""
        claim = self.seen(request)
        actions.shortlist(claim_id=claim, **read(ShortlistClaim, request), by=self.user, at=clock.now())
        return self.answer(claim)

    @verb()
    def accept(self, request: Request, uuid: UUID) -> Response:
        """Commit the desk to checking it; its fact-check opens under the default policy."""
        claim = self.seen(request)
        actions.accept(claim_id=claim, by=self.user, at=clock.now())
        return self.answer(claim)

    @verb(request=DeclineClaim)
    def decline(self, request: Request, uuid: UUID) -> Response:
        """Do not pursue the claim, for a reason."""
        claim = self.seen(request)
        actions.decline(claim_id=claim, **read(DeclineClaim, request), by=self.user, at=clock.now())
        return self.answer(claim)

    @verb()
    def restore(self, request: Request, uuid: UUID) -> Response:
        """Take a declined claim back onto the list."""
        claim = self.seen(request)
        actions.restore(claim_id=claim, by=self.user, at=clock.now())
        return self.answer(claim)

    @verb(request=RewordClaim)
    def reword(self, request: Request, uuid: UUID) -> Response:
        """Put the claim into the desk's words. Needs If-Match."""
        claim = self.seen(request, edit=True)
        actions.reword(claim_id=claim, **read(RewordClaim, request), by=self.user, at=clock.now())
        return self.answer(claim)

    @verb()
    def pin(self, request: Request, uuid: UUID) -> Response:
        """Put the claim on top of the list."""
        claim = self.seen(request)
        actions.pin(claim_id=claim, pinned=True, by=self.user, at=clock.now())
        return self.answer(claim)

    @verb()
    def unpin(self, request: Request, uuid: UUID) -> Response:
        """Take the pin off."""
        claim = self.seen(request)
        actions.pin(claim_id=claim, pinned=False, by=self.user, at=clock.now())
        return self.answer(claim)


class Appearances(Rows):
    """Where one claim was made, in the order in which the desk saw it.

    With the places of claims merged into it, and of those that it is a part of.
    """

    model = Appearance
    serializer_class = AppearanceDetail
    list_fields = {
        "uuid": "uuid",
        "kind": "kind",
        "article": "snapshot__article__uuid",
        "article_title": "snapshot__title",
        "article_url": "snapshot__article__url",
        "snapshot": "snapshot__number",
        "start": "start",
        "end": "end",
        "quote": "quote",
        "quoted_parts": "quoted_parts",
        "speech": "speech",
        "claimant": "claimant__uuid",
        "claimant_name": "claimant__name",
        "claimant_role": "claimant_role",
        "claimant_organisation": "claimant_organisation",
        "url": "url",
        "time_code": "time_code",
        "said_on": "said_on",
        "occasion": "occasion",
        "changed_in": "changed_in__number",
        "created_at": "created_at",
    }
    keyset = ("id",)

    def get_queryset(self) -> QuerySet[Appearance]:
        rows = Appearance.objects.of(self._claim())
        return (
            rows
            if self.action == "list"
            else rows.select_related("snapshot__article", "claimant", "changed_in")
        )

    @extend_schema(request=AddAppearance, responses={201: AppearanceDetail})
    def create(self, request: Request, claim: UUID) -> Response:
        """Add a place outside article texts where the claim was made."""
        seen = self._claim()
        check_if_match(request, seen, required=False)
        given = read(AddAppearance, request)
        appearance = actions.add_appearance(claim_id=seen.uuid, **given, by=self.user, at=clock.now())
        return self.answer(appearance.uuid, status=201)

    def _claim(self) -> Claim:
        rows = Claim.objects.visible_to(self.request.user).only("uuid", "chain_seq")
        return get_object_or_404(rows, uuid=self.kwargs["claim"])
