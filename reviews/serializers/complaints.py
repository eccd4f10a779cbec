"""Complaints, for editors; whoever sends one in gets a receipt."""

from typing import Any

from rest_framework import serializers

from factcheck.api.serializers import CleanText, StrictSerializer
from factcheck.models import Event
from reviews.models import Complaint, ComplaintOutcome
from reviews.serializers.people import PersonBrief


class ComplaintDetail(serializers.ModelSerializer[Complaint]):
    """A complaint; `led_to` lists the versions of the page that were made because of it."""

    publication = serializers.UUIDField(source="publication.uuid", read_only=True)
    url = serializers.CharField(source="publication.get_absolute_url", read_only=True)
    looked_at_by = PersonBrief(read_only=True, allow_null=True)
    answered_by = PersonBrief(read_only=True, allow_null=True)
    entered_by = PersonBrief(read_only=True, allow_null=True)
    led_to = serializers.SerializerMethodField()

    class Meta:
        model = Complaint
        fields = [
            "uuid",
            "publication",
            "url",
            "status",
            "from_name",
            "contact",
            "text",
            "received_at",
            "due_at",
            "entered_by",
            "looked_at_by",
            "looked_at_at",
            "outcome",
            "answer",
            "answered_by",
            "answered_at",
            "led_to",
        ]
        read_only_fields = fields

    def get_led_to(self, complaint: Complaint) -> list[int]:
        changes = Event.objects.filter(subject=complaint.uuid, name="complaint.led_to_change")
        return [data["version"] for data in changes.order_by("seq").values_list("data", flat=True)]


class SendComplaint(StrictSerializer):
    """`contact`: where the answer goes."""

    publication = serializers.UUIDField()
    text = CleanText(max_length=10_000, lines=True)
    from_name = CleanText(max_length=200, required=False, default="", allow_blank=True)
    contact = CleanText(max_length=300, required=False, default="", allow_blank=True)


class Receipt(serializers.Serializer[Any]):
    """That a complaint came in, and by when it is answered."""

    uuid = serializers.UUIDField(read_only=True)
    received_at = serializers.DateTimeField(read_only=True)
    due_at = serializers.DateTimeField(read_only=True)


class AnswerComplaint(StrictSerializer):
    outcome = serializers.ChoiceField(ComplaintOutcome.values)
    answer = CleanText(max_length=10_000, lines=True)
