"""Feeds: followed, tried out, found on a site, listed for other readers; and the health of each."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims import actions
from claims.ingestion import discovery, health, parsing, trials
from claims.models import Feed, FeedKind
from claims.serializers import feeds as asked
from claims.serializers.feeds import FeedDetail, FeedDiscovery, FeedTrial, ImportedFeeds
from claims.serializers.opml import opml_of
from claims.serializers.trials import discovery_shown, trial_shown
from claims.views.articles import PageInForm
from claims.views.opml import OpmlFile, OpmlText, OpmlTextXml, OpmlXml
from factcheck import clock
from factcheck.api.conditional import check_if_match
from factcheck.api.errors import Malformed
from factcheck.api.filters import By, Choice, Flag, Uuid
from factcheck.api.permissions import RoleIn
from factcheck.api.renderers import Json
from factcheck.api.serializers import read
from factcheck.api.views import DeskViewSet, verb
from factcheck.roles import DESK, Role

BringsSources = RoleIn(*DESK, Role.SERVICE)


class Feeds(DeskViewSet):
    """Where new articles are announced, with the health of each.

    A feed's ETag is the version of what was decided about it; its health moves
    on beneath, so a GET is answered whole each time.
    """

    model = Feed
    serializer_class = FeedDetail
    list_fields = {
        "uuid": "uuid",
        "url": "url",
        "title": "title",
        "kind": "kind",
        "outlet": "outlet__uuid",
        "outlet_name": "outlet__name",
        "interval": "interval",
        "adapts": "adapts",
        "wait": "wait",
        "paused": "paused",
        "next_poll_at": "next_poll_at",
        "polled_at": "polled_at",
        "succeeded_at": "succeeded_at",
        "changed_at": "changed_at",
        "failures": "failures",
        "error_code": "error_code",
        "last_error": "last_error",
        "items_a_day": "items_a_day",
        "announced": "announced",
        "fresh": "fresh",
        "dropped": "dropped",
        "notes": "notes",
        "created_at": "created_at",
    }
    list_schema = {
        "state": {"type": "string", "enum": asked.STATES},
        "health": {"type": "string", "description": "How it is doing, in one sentence and the notes."},
    }
    filters = {
        "outlet": Uuid("outlet__uuid"),
        "paused": Flag("paused"),
        "kind": Choice("kind", FeedKind),
        "failing": By(lambda rows, text: _failing(rows, text), Flag.schema),
        "due": By(lambda rows, text: _due(rows, text), Flag.schema),
    }

    @cached_property
    def now(self) -> datetime:
        """The moment of this request, asked of the database once."""
        return clock.now()

    def get_renderers(self) -> list[Any]:
        return [OpmlFile(), Json()] if self.action == "opml" else super().get_renderers()

    def get_queryset(self) -> QuerySet[Feed]:
        rows: QuerySet[Feed] = super().get_queryset()
        return rows if self.action == "list" else rows.select_related("outlet")

    def search(self, rows: QuerySet[Feed], text: str) -> QuerySet[Feed]:
        """Every word stands in the title, the address or the outlet's name."""
        for word in text.split():
            named = Q(title__icontains=word) | Q(url__icontains=word) | Q(outlet__name__icontains=word)
            rows = rows.filter(named)
        return rows

    def row(self, values: Sequence[Any]) -> dict[str, Any]:
        row = super().row(values)
        facts = health.Facts(**{name: row[name] for name in health.Facts.__slots__})
        return row | {
            "state": health.state_of(facts, now=self.now),
            "health": health.sentence_of(facts, now=self.now),
        }

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.shown(self.get_object())

    @extend_schema(request=asked.AddFeed, responses={201: FeedDetail})
    def create(self, request: Request) -> Response:
        """Follow a feed; its first poll is due at once."""
        given = read(asked.AddFeed, request)
        outlet = given.pop("outlet", None)
        feed = actions.add_feed(
            **given, outlet_id=outlet.uuid if outlet else None, by=self.user, at=clock.now()
        )
        return self.answer(feed.uuid, status=201)

    @extend_schema(request=asked.EditFeed, responses=FeedDetail)
    def partial_update(self, request: Request, uuid: UUID) -> Response:
        """Change address, title, outlet, interval or adapting."""
        check_if_match(request, self.get_object())
        given = read(asked.EditFeed, request)
        if not given:
            raise Malformed("Name at least one field to change.", "nothing_given")
        outlet = given.pop("outlet", None)
        actions.edit_feed(
            feed_id=uuid,
            **given,
            outlet_id=outlet.uuid if outlet else None,
            by=self.user,
            at=clock.now(),
        )
        return self.answer(uuid)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, uuid: UUID) -> Response:
        """Stop following the feed. Its articles stay; adding it again brings it back."""
        check_if_match(request, self.get_object())
        actions.remove_feed(feed_id=uuid, by=self.user, at=clock.now())
        return Response(status=204)

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

    @verb(responses=FeedTrial)
    def test(self, request: Request, uuid: UUID) -> Response:
        """Read the feed now and say what it would bring, or why it cannot be read. Takes nothing in."""
        url = self.get_object().url
        with trials.place():
            return Response(trial_shown(trials.try_out(url)))

    @extend_schema(operation_id="v1_feeds_test_address")
    @verb(
        request=asked.FeedAddress,
        responses=FeedTrial,
        detail=False,
        url_path="test",
        permission_classes=[BringsSources],
    )
    def test_address(self, request: Request) -> Response:
        """Read an address as a feed before following it. Takes nothing in."""
        url = read(asked.FeedAddress, request)["url"]
        with trials.place():
            return Response(trial_shown(trials.try_out(url)))

    @verb(
        request=asked.FeedAddress,
        responses=FeedDiscovery,
        detail=False,
        permission_classes=[BringsSources],
    )
    def discover(self, request: Request) -> Response:
        """Find the feeds that a site announces on a page and in its robots.txt, each tried out."""
        url = read(asked.FeedAddress, request)["url"]
        with trials.place():
            return Response(discovery_shown(discovery.discover(url)))

    @verb(
        methods=["get"],
        responses={(200, OpmlFile.media_type): bytes},
        detail=False,
        permission_classes=[BringsSources],
        parser_classes=[PageInForm, OpmlText, OpmlXml, OpmlTextXml],
    )
    def opml(self, request: Request) -> Response:
        """Every feed that is followed, as OPML 2.0, in folders by outlet."""
        whole = opml_of(self.get_queryset(), at=clock.now())
        disposition = {"Content-Disposition": 'attachment; filename="feeds.opml"'}
        return Response(whole, headers=disposition)

    @extend_schema(
        request={"multipart/form-data": asked.ImportOpml, OpmlText.media_type: bytes},
        responses=ImportedFeeds,
    )
    @opml.mapping.post  # type: ignore[untyped-decorator]
    def import_opml(self, request: Request) -> Response:
        """Follow the feeds of an OPML file, with one result for each."""
        outlines = parsing.outlines(read(asked.ImportOpml, request)["file"])
        found = actions.import_feeds(outlines=outlines, by=self.user, at=clock.now())
        counts = Counter(one.result for one in found)
        return Response(
            {name: counts[name] for name in ("added", "known", "refused")}
            | {"results": [asdict(one) for one in found]}
        )

    def _once(
        self, key: str, handler: Callable[..., Any], request: Request, *args: Any, **kwargs: Any
    ) -> Any:
        if self.action in ("test", "test_address", "discover"):
            # Without an effect there is nothing to do once, and no transaction may wait for the network.
            return handler(request, *args, **kwargs)
        return super()._once(key, handler, request, *args, **kwargs)


def _failing(rows: QuerySet[Feed], text: str) -> QuerySet[Feed]:
    return rows.filter(failures__gt=0) if Flag("").read(text) else rows.filter(failures=0)


def _due(rows: QuerySet[Feed], text: str) -> QuerySet[Feed]:
    due = Q(paused=False, next_poll_at__lte=clock.now())
    return rows.filter(due) if Flag("").read(text) else rows.exclude(due)
