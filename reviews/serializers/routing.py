"""Shapes of routing's answers: why somebody was chosen, and what would help where nobody can be."""

from typing import Any

from rest_framework import serializers

from reviews.serializers.people import ReviewerBrief


class Considered(serializers.Serializer[Any]):
    """One reviewer in the choice: the rules that barred him, or the cost and its parts.

    `parts` add up to `points`; `above` is how much more that is than the cost of who has the seat.
    """

    reviewer = ReviewerBrief(read_only=True)
    chosen = serializers.BooleanField(read_only=True)
    excluded = serializers.ListField(child=serializers.CharField(), read_only=True)
    reasons = serializers.ListField(child=serializers.CharField(), read_only=True)
    points = serializers.IntegerField(read_only=True, allow_null=True)
    parts = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    above = serializers.IntegerField(read_only=True, allow_null=True)


class Barred(serializers.Serializer[Any]):
    """How many one limit kept away, and how many of them it alone."""

    code = serializers.CharField(read_only=True)
    words = serializers.CharField(read_only=True)
    reviewers = serializers.IntegerField(read_only=True)
    alone = serializers.IntegerField(read_only=True)


class Counts(serializers.Serializer[Any]):
    """How many were considered, how many could have had the seat, and what kept the others away."""

    considered = serializers.IntegerField(read_only=True)
    could = serializers.IntegerField(read_only=True)
    excluded = Barred(many=True, read_only=True)


class ChangeDetail(serializers.Serializer[Any]):
    """One step of what would help: what, of whom, to which value."""

    code = serializers.CharField(read_only=True)
    reviewer = ReviewerBrief(read_only=True)
    to = serializers.CharField(read_only=True, allow_null=True)
    words = serializers.CharField(read_only=True)


class RemedyDetail(serializers.Serializer[Any]):
    """The smallest change that would fill the seats, and how many new people it would take besides."""

    message = serializers.CharField(read_only=True)
    changes = ChangeDetail(many=True, read_only=True)
    new_people = serializers.IntegerField(read_only=True)


class Choice(serializers.Serializer[Any]):
    """What a choice had before it."""

    text = serializers.CharField(read_only=True)
    role = serializers.CharField(read_only=True)
    language = serializers.CharField(read_only=True)
    topics = serializers.ListField(child=serializers.CharField(), read_only=True)
    considered = Considered(many=True, read_only=True)
    counts = Counts(read_only=True)
    remedy = RemedyDetail(read_only=True, allow_null=True)
    parts_in_words = serializers.DictField(child=serializers.CharField(), read_only=True)


class WhyChosen(Choice):
    """Why somebody has a seat: for editors with everybody considered, for others with themselves alone."""

    why = serializers.CharField(read_only=True)
    rules = serializers.CharField(read_only=True)
    hard_rules = serializers.ListField(child=serializers.CharField(), read_only=True)
    overrides = serializers.ListField(child=serializers.CharField(), read_only=True)
    override_reason = serializers.CharField(read_only=True, allow_blank=True)


class WhyWaiting(Choice):
    """The seats of a fact-check that wait: who could take them now, which limits bind, what would help."""

    seats = serializers.IntegerField(read_only=True)
