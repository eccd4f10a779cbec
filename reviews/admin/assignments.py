"""Assignments as the person may see them, and one's own drafts."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from factcheck.admin import Button, Reason
from factcheck.models import User
from reviews import actions
from reviews.actions.locks import roles_on_seat
from reviews.admin.base import DeskAdmin, calling, form_of, possible, text
from reviews.lifecycle import ASSIGNMENT, AssignmentStatus
from reviews.models import Assignment, Draft
from reviews.serializers.explanations import explained


class SeenStatus(admin.SimpleListFilter):
    """By the status that the person may see."""

    title = "status"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(s.value, s.value.replace("_", " ")) for s in AssignmentStatus]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(seen_status=self.value()) if self.value() else queryset


@admin.register(Assignment)
class Assignments(DeskAdmin):
    """`seen_by` gives the rows, so their columns hold what may be seen; orders name the seen columns."""

    list_display = ("fact_check", "role", "reviewer", "seen_status", "offered_at", "due_at", "seen_filed_at")
    list_select_related = ("fact_check__claim", "reviewer__user")
    list_filter = (SeenStatus, "role")
    search_fields = ("fact_check__claim__wording", "reviewer__user__username", "reviewer__user__name")
    ordering = ("-offered_at", "-uuid")
    hidden = DeskAdmin.hidden | {"explanation", "fence"}
    readonly_fields = ("why",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assignment]:
        rows = Assignment.objects.seen_by(request.user)
        for_reading = rows.select_related("fact_check__claim", "reviewer__user")
        order = self.get_ordering(request)
        return for_reading.order_by(*order)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        found = super().get_object(request, object_id, from_field)
        if found is not None and isinstance(request.user, User):
            found.why = explained(found, request.user)["text"]
        return found

    @admin.display(description="status", ordering="seen_status")
    def seen_status(self, seat: Assignment) -> str:
        return seat.status.replace("_", " ")

    @admin.display(description="filed at", ordering="seen_filed_at")
    def seen_filed_at(self, seat: Assignment) -> Any:
        return seat.filed_at

    @admin.display(description="why this person")
    def why(self, seat: Any) -> str:
        return str(seat.why)

    def actions_of(self, obj: Assignment, user: User) -> Sequence[Button]:
        roles = roles_on_seat(obj, user)
        known = {"assignment_id": obj.uuid}
        maybe = form_of({"reason": text(required=False, most=500)})
        offered = [
            Button("accept", "Accept", calling(actions.accept, **known)),
            Button("decline", "Decline", calling(actions.decline, **known), form=maybe),
            Button("release", "Give back", calling(actions.release, **known), form=maybe),
            Button(
                "recuse",
                "Recuse",
                calling(actions.recuse, **known),
                form=Reason,
                question="Name the conflict of interest. The file is hidden; the seat goes to another.",
            ),
        ]
        return [b for b in offered if possible(ASSIGNMENT, b.verb, status=obj.status, roles=roles)]


@admin.register(Draft)
class Drafts(DeskAdmin):
    """What one has not filed yet. Nobody reads another's, administrators included."""

    key = "assignment__uuid"
    list_display = ("assignment", "version", "saved_at")
    list_select_related = ("assignment__reviewer__user",)
    ordering = ("-saved_at",)
