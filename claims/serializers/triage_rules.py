"""Topics, harm areas, incidents: what claims are found by; and passes over what waits."""

from typing import Any

from rest_framework import serializers

from claims.actions import incidents
from claims.actions.rule_trials import MOST_CLAIMS
from claims.models import HarmArea, Incident, Rescoring, Topic
from claims.serializers.people import Colleague
from claims.triage import patterns as regular
from claims.triage.finding import LONGEST_WORD, MOST_WORDS
from factcheck.api.serializers import CleanText, StrictSerializer
from factcheck.models import Event


def _words(**options: Any) -> serializers.ListField:
    return serializers.ListField(
        child=CleanText(max_length=LONGEST_WORD),
        max_length=MOST_WORDS,
        required=False,
        help_text="Whole words and phrases, in any case; one that ends in * stands for all that begin so.",
        **options,
    )


def _patterns(**options: Any) -> serializers.ListField:
    return serializers.ListField(
        child=CleanText(max_length=regular.LONGEST, trim_whitespace=False),
        max_length=regular.MOST,
        required=False,
        help_text="Regular expressions in RE2's syntax, whatever the case.",
        **options,
    )


def _name(**options: Any) -> CleanText:
    return CleanText(max_length=200, help_text="As the desk calls it.", **options)


def _gravity(**options: Any) -> serializers.FloatField:
    return serializers.FloatField(min_value=0, max_value=1, help_text="1 is the gravest.", **options)


def _slug() -> serializers.SlugField:
    return serializers.SlugField(max_length=80, help_text="Short name: a-z, 0-9 and hyphens.")


def _listed() -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), read_only=True)


class AddTopic(StrictSerializer):
    slug = _slug()
    name = _name()
    keywords = _words()
    patterns = _patterns()


class EditTopic(StrictSerializer):
    """What is given is changed; a list takes the place of the whole list."""

    name = _name(required=False)
    keywords = _words()
    patterns = _patterns()


class TopicDetail(serializers.ModelSerializer[Topic]):
    keywords = _listed()
    patterns = _listed()

    class Meta:
        model = Topic
        fields = ["uuid", "slug", "name", "keywords", "patterns"]
        read_only_fields = fields


class AddHarmArea(StrictSerializer):
    """One with the slug of a shipped area takes its place."""

    slug = _slug()
    name = _name()
    gravity = _gravity()
    keywords = _words()
    patterns = _patterns()
    active = serializers.BooleanField(required=False, default=True, help_text="Whether it counts.")


class EditHarmArea(StrictSerializer):
    """What is given is changed; a list takes the place of the whole list."""

    name = _name(required=False)
    gravity = _gravity(required=False)
    keywords = _words()
    patterns = _patterns()
    active = serializers.BooleanField(required=False, help_text="Whether it counts.")


class HarmAreaDetail(serializers.ModelSerializer[HarmArea]):
    keywords = _listed()
    patterns = _listed()
    edited_by = Colleague(read_only=True, allow_null=True)

    class Meta:
        model = HarmArea
        fields = [
            "uuid",
            "slug",
            "name",
            "gravity",
            "keywords",
            "patterns",
            "active",
            "edited_at",
            "edited_by",
        ]
        read_only_fields = fields


class AreaInForce(serializers.Serializer[Any]):
    """An area that counts now; `shipped` where no row of the desk has taken its place."""

    slug = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)
    gravity = serializers.FloatField(read_only=True)
    keywords = _listed()
    patterns = _listed()
    shipped = serializers.BooleanField(read_only=True)


class TryRule(StrictSerializer):
    """Words and patterns to look for; `slug` names the rule in use to hold them against."""

    slug = serializers.SlugField(max_length=80, required=False, default="")
    keywords = _words(default=list)
    patterns = _patterns(default=list)
    most = serializers.IntegerField(
        min_value=1,
        max_value=MOST_CLAIMS,
        required=False,
        default=2000,
        help_text="Claims to look at, the newest.",
    )


class FoundDetail(serializers.Serializer[Any]):
    claim = serializers.UUIDField(read_only=True)
    wording = serializers.CharField(read_only=True)
    words = serializers.ListField(child=serializers.CharField(), read_only=True)


class WordCount(serializers.Serializer[Any]):
    word = serializers.CharField(read_only=True)
    claims = serializers.IntegerField(read_only=True)


class TrialDetail(serializers.Serializer[Any]):
    """What the words and patterns find; 20 claims of each kind are named. Nothing is changed."""

    looked_at = serializers.IntegerField(read_only=True)
    matches = serializers.IntegerField(read_only=True)
    newly = serializers.IntegerField(read_only=True, help_text="Not found by the rule in use.")
    no_longer = serializers.IntegerField(read_only=True, help_text="Found by the rule in use alone.")
    by_word = WordCount(many=True, read_only=True)
    matching = FoundDetail(many=True, read_only=True)
    newly_matching = FoundDetail(many=True, read_only=True)
    no_longer_matching = FoundDetail(many=True, read_only=True)


class StartIncident(StrictSerializer):
    """What the words and patterns find is raised by so many points, for so many hours."""

    name = _name()
    keywords = _words()
    patterns = _patterns()
    points = serializers.FloatField(
        min_value=0.1, max_value=incidents.MOST_POINTS, required=False, default=30
    )
    hours = serializers.FloatField(min_value=0.1, max_value=incidents.MOST_HOURS, required=False, default=24)


class IncidentDetail(serializers.ModelSerializer[Incident]):
    """`ended_at` is null while it lasts; `ended_by` is null where it ended by itself."""

    keywords = _listed()
    patterns = _listed()
    started_by = Colleague(read_only=True)
    ended_by = Colleague(read_only=True, allow_null=True)

    class Meta:
        model = Incident
        fields = [
            "uuid",
            "name",
            "keywords",
            "patterns",
            "points",
            "started_at",
            "started_by",
            "ends_at",
            "ended_at",
            "ended_by",
        ]
        read_only_fields = fields


class RescoringDetail(serializers.ModelSerializer[Rescoring]):
    """A pass over what waits; `finished_at` is null while it goes on. `again`: another round follows."""

    asked_by = Colleague(read_only=True, allow_null=True)

    class Meta:
        model = Rescoring
        fields = [
            "uuid",
            "reason",
            "model",
            "asked_by",
            "started_at",
            "finished_at",
            "total",
            "done",
            "changed",
            "again",
        ]
        read_only_fields = fields


class RuleChange(serializers.ModelSerializer[Event]):
    """One change of a rule; `data` holds `before` and `after`, of the fields that changed."""

    data = serializers.DictField(read_only=True)  # type: ignore[assignment]  # DRF's own attribute

    class Meta:
        model = Event
        fields = ["uuid", "name", "seq", "at", "by", "data"]
        read_only_fields = fields
