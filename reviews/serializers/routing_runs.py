"""Routings of the backlog: what was asked, found and offered."""

from typing import Any

from rest_framework import serializers

from reviews.models import Reviewer, RoutingRun
from reviews.routing.record import candidates_in
from reviews.serializers.people import PersonBrief, ReviewerBrief


class LookedAt(serializers.Serializer[Any]):
    """A reviewer in a run: room when it began, seats that it gave him, what one more would be worth."""

    reviewer = ReviewerBrief(read_only=True)
    room = serializers.IntegerField(read_only=True)
    given = serializers.IntegerField(read_only=True)
    price = serializers.IntegerField(read_only=True, allow_null=True)


class RoutingRunDetail(serializers.ModelSerializer[RoutingRun]):
    """One routing of the backlog.

    `seats` were free when it began, `offers` were made; `unfilled` says for how
    many nobody was free, or had changed meanwhile, `left_out` how many were more
    than one run takes. `cost` is in points, all offers together; no other answer
    could be better by more than `gap`. `version` is that of the settings, null
    where the defaults hold. `people` is empty where nothing was offered.
    """

    version = serializers.IntegerField(source="settings.version", default=None, read_only=True)
    asked_by = PersonBrief(read_only=True, allow_null=True)
    people = serializers.SerializerMethodField()

    class Meta:
        model = RoutingRun
        fields = [
            "uuid",
            "status",
            "asked_by",
            "version",
            "solver",
            "seats",
            "offers",
            "unfilled",
            "left_out",
            "cost",
            "gap",
            "reason",
            "started_at",
            "finished_at",
            "people",
        ]
        read_only_fields = fields

    def get_people(self, run: RoutingRun) -> list[dict[str, Any]]:
        return list(LookedAt(people_of(run), many=True).data)


def people_of(run: RoutingRun) -> list[dict[str, Any]]:
    """Return whom a run looked at, as `LookedAt` shows them: who was given most comes first."""
    seen = candidates_in(run.candidates)
    given = {person["id"]: person["given"] for person in run.candidates}
    found = Reviewer.objects.select_related("user").in_bulk([candidate.id for candidate in seen])
    rows = [
        {
            "reviewer": found[candidate.id],
            "room": candidate.room,
            "given": given[candidate.id],
            "price": run.prices.get(str(candidate.id)),
        }
        for candidate in seen
    ]
    return sorted(rows, key=lambda row: (-row["given"], row["reviewer"].pk))
