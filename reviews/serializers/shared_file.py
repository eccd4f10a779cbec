"""The shared file: evidence, contacts, comments, gaps and the answers to them."""

from typing import Any

from rest_framework import serializers

from factcheck.api.serializers import CleanText, StrictSerializer
from reviews.gate import Answer, GapCode
from reviews.models import Comment, Contact, ContactKind, GateAnswer
from reviews.serializers.evidence import EvidenceDetail
from reviews.serializers.people import PersonBrief


class WithReason(StrictSerializer):
    reason = CleanText(max_length=500, lines=True)


class ContactDetail(serializers.ModelSerializer[Contact]):
    fact_check = serializers.UUIDField(source="fact_check.uuid", read_only=True)
    claimant = serializers.CharField(source="claimant.name", read_only=True, default=None, allow_null=True)
    created_by = PersonBrief(read_only=True)

    class Meta:
        model = Contact
        fields = [
            "uuid",
            "fact_check",
            "kind",
            "claimant",
            "whom",
            "channel",
            "question",
            "status",
            "answer",
            "created_by",
            "created_at",
            "asked_at",
            "deadline_at",
            "answered_at",
        ]
        read_only_fields = fields


class PlanContact(StrictSerializer):
    fact_check = serializers.UUIDField()
    kind = serializers.ChoiceField(ContactKind.choices)
    whom = CleanText(max_length=200)
    channel = CleanText(max_length=100, required=False, default="", allow_blank=True)
    question = CleanText(max_length=10_000, lines=True)


class Ask(StrictSerializer):
    """Without `deadline_hours` the policy says how long they have."""

    deadline_hours = serializers.IntegerField(required=False, min_value=1, max_value=2400)


class RecordAnswer(StrictSerializer):
    answer = CleanText(max_length=20_000, lines=True)


class CommentDetail(serializers.ModelSerializer[Comment]):
    fact_check = serializers.UUIDField(source="fact_check.uuid", read_only=True)
    author = PersonBrief(read_only=True)

    class Meta:
        model = Comment
        fields = ["uuid", "fact_check", "author", "text", "mentions", "created_at", "removed_at"]
        read_only_fields = fields


class AddComment(StrictSerializer):
    fact_check = serializers.UUIDField()
    text = CleanText(max_length=10_000, lines=True)


class GateAnswerDetail(serializers.ModelSerializer[GateAnswer]):
    by = PersonBrief(read_only=True)

    class Meta:
        model = GateAnswer
        fields = ["uuid", "round", "code", "is_exception", "reason", "by", "at"]
        read_only_fields = fields


class AnswerGap(StrictSerializer):
    code = serializers.ChoiceField([code.value for code in Answer])
    reason = CleanText(max_length=1000, lines=True)


class GrantException(StrictSerializer):
    code = serializers.ChoiceField([code.value for code in GapCode])
    reason = CleanText(max_length=1000, lines=True)


class GapRow(serializers.Serializer[Any]):
    """Something the gate misses; `answer` is the ordinary answer that would do, "" where there is none."""

    code = serializers.CharField(read_only=True)
    message = serializers.CharField(read_only=True)
    answer = serializers.CharField(read_only=True)


class SharedFile(serializers.Serializer[Any]):
    """All that the desk has put together on a fact-check."""

    evidence = EvidenceDetail(many=True, read_only=True)
    contacts = ContactDetail(many=True, read_only=True)
    comments = CommentDetail(many=True, read_only=True)
    gaps = GapRow(many=True, read_only=True)
    answers = GateAnswerDetail(many=True, read_only=True)
