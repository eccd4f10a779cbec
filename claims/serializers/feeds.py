"""Feeds: followed, changed, tried out, found on a site; and how each is doing."""

from datetime import datetime, timedelta
from typing import Any

from rest_framework import serializers

from claims.ingestion.health import Facts, State, sentence_of, state_of
from claims.models import Feed
from claims.serializers.sources import OutletId, OutletName
from factcheck import clock
from factcheck.api.serializers import CleanText, HttpUrl, StrictSerializer

STATES = [state.value for state in State]
LARGEST_OPML = 4 * 1024 * 1024  # bytes: 2,000 feeds at 2 KB each


def _interval(**options: Any) -> serializers.DurationField:
    return serializers.DurationField(
        required=False,
        min_value=timedelta(minutes=1),
        max_value=timedelta(days=7),
        help_text="Between two polls, ISO 8601 such as PT15M (the default); a minute to a week.",
        **options,
    )


class AddFeed(StrictSerializer):
    url = HttpUrl(help_text="RSS, Atom, JSON Feed, a sitemap or a sitemap index.")
    outlet = OutletId(
        required=False, help_text="Whose articles it announces; else found or entered by the address's host."
    )
    title = CleanText(
        max_length=300, required=False, allow_blank=True, help_text="Else the feed's own is taken."
    )
    interval = _interval()
    adapts = serializers.BooleanField(
        required=False,
        default=True,
        help_text="Whether the wait grows and shrinks, within a quarter and four times the interval.",
    )


class EditFeed(StrictSerializer):
    """What is given is changed."""

    url = HttpUrl(required=False, help_text="Where it moved to; it is read from the start.")
    outlet = OutletId(required=False, help_text="Whose articles it announces from now on.")
    title = CleanText(
        max_length=300, required=False, allow_blank=True, help_text="Empty: the feed's own, at the next poll."
    )
    interval = _interval()
    adapts = serializers.BooleanField(required=False)


class FeedAddress(StrictSerializer):
    url = HttpUrl(help_text="An address of the site, or of a feed.")


class ImportOpml(StrictSerializer):
    """An OPML file as a form: multipart/form-data. The same file may come as the whole body."""

    file = serializers.FileField(max_length=255, help_text="At most 2,000 feeds and 4 MB.")

    def validate_file(self, file: Any) -> bytes:
        if file.size > LARGEST_OPML:
            raise serializers.ValidationError("The file is larger than 4 MB.", "too_large")
        body: bytes = file.read()
        return body


class PollNote(serializers.Serializer[Any]):
    """What a poll left out or could not read."""

    code = serializers.CharField(
        help_text="items_cut, items_unusable, sitemaps_cut, sitemaps_elsewhere, sitemaps_failed, "
        "sitemaps_late, overrun."
    )
    count = serializers.IntegerField()
    text = serializers.CharField(help_text="The same in words.")


class FeedDetail(serializers.ModelSerializer[Feed]):
    """A feed and its health: the last try, the last good one, bad ones since then and why."""

    outlet = OutletName(read_only=True)
    interval = serializers.DurationField(read_only=True, format="iso-8601")
    wait = serializers.DurationField(
        read_only=True, format="iso-8601", allow_null=True, help_text="The wait in force; null: the interval."
    )
    notes = PollNote(many=True, read_only=True)
    state = serializers.SerializerMethodField()
    health = serializers.SerializerMethodField(help_text="How it is doing, in one sentence and the notes.")

    class Meta:
        model = Feed
        fields = [
            "uuid",
            "url",
            "title",
            "kind",
            "outlet",
            "state",
            "health",
            "interval",
            "adapts",
            "wait",
            "paused",
            "next_poll_at",
            "polled_at",
            "succeeded_at",
            "changed_at",
            "failures",
            "error_code",
            "last_error",
            "items_a_day",
            "announced",
            "fresh",
            "dropped",
            "notes",
            "created_at",
        ]
        read_only_fields = fields

    def get_state(self, feed: Feed) -> State:
        return state_of(Facts.of(feed), now=self._now)

    def get_health(self, feed: Feed) -> str:
        return sentence_of(Facts.of(feed), now=self._now)

    @property
    def _now(self) -> datetime:
        view = self.context.get("view")
        return view.now if view is not None else clock.now()


class TrialEntry(serializers.Serializer[Any]):
    url = serializers.CharField()
    title = serializers.CharField()
    published_at = serializers.DateTimeField(allow_null=True)
    known = serializers.BooleanField(help_text="Whether the desk has this article already.")


class FeedTrial(serializers.Serializer[Any]):
    """What reading an address as a feed would bring. Nothing is taken in."""

    url = serializers.CharField()
    ok = serializers.BooleanField()
    code = serializers.CharField(help_text="Why it cannot be read; empty if it can.")
    reason = serializers.CharField(help_text="The same in words.")
    final_url = serializers.CharField(help_text="After redirects.")
    title = serializers.CharField()
    kind = serializers.CharField()
    seconds = serializers.FloatField(help_text="How long it took.")
    announced = serializers.IntegerField(help_text="Items in it, those left out included.")
    new = serializers.IntegerField(help_text="Articles that following it would bring at once.")
    known = serializers.IntegerField(help_text="Articles that the desk has already.")
    items_a_day = serializers.FloatField(allow_null=True)
    newest_at = serializers.DateTimeField(allow_null=True)
    notes = PollNote(many=True)
    entries = TrialEntry(many=True, help_text="The first ten.")


class FeedCandidate(serializers.Serializer[Any]):
    """A feed that a site announces, tried out."""

    url = serializers.CharField()
    title = serializers.CharField()
    said_by = serializers.ChoiceField(choices=["itself", "head", "link", "robots"])
    followed = serializers.UUIDField(allow_null=True, help_text="The feed of the desk that has this address.")
    tried = serializers.BooleanField(help_text="False: the time was over before its turn came.")
    ok = serializers.BooleanField()
    code = serializers.CharField()
    reason = serializers.CharField()
    kind = serializers.CharField()
    announced = serializers.IntegerField()
    items_a_day = serializers.FloatField(allow_null=True)
    newest_at = serializers.DateTimeField(allow_null=True)


class FeedDiscovery(serializers.Serializer[Any]):
    """The feeds that a site announces on a page and in its robots.txt."""

    url = serializers.CharField()
    ok = serializers.BooleanField(help_text="Whether the page could be looked at.")
    code = serializers.CharField(help_text="Why not; empty if it could.")
    reason = serializers.CharField(help_text="The same in words.")
    candidates = FeedCandidate(many=True, help_text="Those that can be read first.")


class ImportedFeed(serializers.Serializer[Any]):
    url = serializers.CharField(help_text="As it stands in the file.")
    result = serializers.ChoiceField(choices=["added", "known", "refused"])
    feed = serializers.UUIDField(allow_null=True)
    code = serializers.CharField()
    reason = serializers.CharField()


class ImportedFeeds(serializers.Serializer[Any]):
    added = serializers.IntegerField()
    known = serializers.IntegerField()
    refused = serializers.IntegerField()
    results = ImportedFeed(many=True, help_text="One per feed of the file, in its order.")
