"""Outlets, feeds, topics, claimants."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims import actions
from claims.models import Claimant, ClaimantKind, ClaimantRole, Feed, Outlet, Topic
from claims.serializers.claims import ClaimantDetail
from claims.serializers.sources import AddFeed, AddOutlet, FeedDetail, OutletDetail, TopicDetail
from factcheck import clock
from factcheck.api.filters import Choice, Flag, Text, Uuid
from factcheck.api.serializers import read
from factcheck.api.views import DeskViewSet, verb


class Unversioned(DeskViewSet):
    """A noun that shows more than its chain records (health, roles seen): always answered whole, no ETag."""

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.shown(self.get_object())

    def shown(self, row: Any, *, status: int = 200) -> Response:
        return Response(self.get_serializer(row).data, status=status)


class Outlets(DeskViewSet):
    """Who publishes articles."""

    model = Outlet
    serializer_class = OutletDetail
    list_fields = ("uuid", "slug", "name", "domain", "language", "created_at")
    keyset = ("slug",)
    filters = {"language": Text("language"), "domain": Text("domain"), "slug": Text("slug")}

    def search(self, rows: QuerySet[Outlet], text: str) -> QuerySet[Outlet]:
        return rows.filter(name__icontains=text)

    @extend_schema(request=AddOutlet, responses={201: OutletDetail})
    def create(self, request: Request) -> Response:
        """Enter an outlet."""
        outlet = actions.add_outlet(**read(AddOutlet, request), by=self.user, at=clock.now())
        return self.answer(outlet.uuid, status=201)


class Feeds(Unversioned):
    """Where new articles are announced, with the health of each."""

    model = Feed
    serializer_class = FeedDetail
    list_fields = {
        "uuid": "uuid",
        "url": "url",
        "title": "title",
        "outlet": "outlet__uuid",
        "outlet_name": "outlet__name",
        "interval": "interval",
        "paused": "paused",
        "next_poll_at": "next_poll_at",
        "polled_at": "polled_at",
        "succeeded_at": "succeeded_at",
        "failures": "failures",
        "last_error": "last_error",
        "dropped": "dropped",
    }
    filters = {"outlet": Uuid("outlet__uuid"), "paused": Flag("paused")}

    def get_queryset(self) -> QuerySet[Feed]:
        rows: QuerySet[Feed] = super().get_queryset()
        return rows.select_related("outlet")

    @extend_schema(request=AddFeed, responses={201: FeedDetail})
    def create(self, request: Request) -> Response:
        """Follow a feed; its first poll is due at once."""
        given = read(AddFeed, request)
        outlet = given.pop("outlet")
        feed = actions.add_feed(**given, outlet_id=outlet.uuid, by=self.user, at=clock.now())
        return self.answer(feed.uuid, status=201)

    @verb()
    def poll_now(self, request: Request, uuid: UUID) -> Response:
        """Poll the feed as soon as a worker is free, paused or not."""
        feed = actions.poll_now(feed_id=self.get_object().uuid, by=self.user, at=clock.now())
        return self.answer(feed.uuid)

    @verb()
    def pause(self, request: Request, uuid: UUID) -> Response:
        """Stop polling until resumed."""
        feed = actions.pause_feed(feed_id=self.get_object().uuid, by=self.user, at=clock.now())
        return self.answer(feed.uuid)

    @verb()
    def resume(self, request: Request, uuid: UUID) -> Response:
        """Poll again, at once and then at its interval."""
        feed = actions.resume_feed(feed_id=self.get_object().uuid, by=self.user, at=clock.now())
        return self.answer(feed.uuid)


class Topics(DeskViewSet):
    """What the desk follows, found by keywords."""

    model = Topic
    serializer_class = TopicDetail
    list_fields = ("uuid", "slug", "name", "keywords")
    keyset = ("slug",)
    filters = {"slug": Text("slug")}


class Claimants(Unversioned):
    """Who makes claims."""

    model = Claimant
    serializer_class = ClaimantDetail
    list_fields = ("uuid", "name", "kind", "created_at")
    keyset = ("key",)
    filters = {"kind": Choice("kind", ClaimantKind)}

    def get_queryset(self) -> QuerySet[Claimant]:
        rows: QuerySet[Claimant] = super().get_queryset()
        latest = ClaimantRole.objects.order_by("-last_seen_at", "id")
        return rows if self.action == "list" else rows.prefetch_related(Prefetch("roles", latest))

    def search(self, rows: QuerySet[Claimant], text: str) -> QuerySet[Claimant]:
        return rows.filter(name__icontains=text)
