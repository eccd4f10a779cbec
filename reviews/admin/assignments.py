"""Assignments as the person may see them, and one's own drafts."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from factcheck.admin import Button
from factcheck.models import User
from reviews import actions
from reviews.actions.locks import roles_on_seat
from reviews.admin.base import (
    DeskAdmin,
    ToReviewer,
    ToReviewerOverLimits,
    calling,
    form_of,
    handing,
    judgement_fields,
    possible,
    text,
)
from reviews.admin.choices import table_of
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
    # What an editor set aside stands in `why`, for whoever may read it.
    hidden = DeskAdmin.hidden | {"explanation", "fence", "overrides", "override_reason"}
    readonly_fields = ("why",)

    class Media:
        css = {"all": ["desk/routing.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assignment]:
        rows = Assignment.objects.seen_by(request.user)
        for_reading = rows.select_related("fact_check__claim", "reviewer__user")
        order = self.get_ordering(request)
        return for_reading.order_by(*order)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        found = super().get_object(request, object_id, from_field)
        if found is not None and isinstance(request.user, User):
            found.why = explained(found, request.user)
        return found

    @admin.display(description="status", ordering="seen_status")
    def seen_status(self, seat: Assignment) -> str:
        return seat.status.replace("_", " ")

    @admin.display(description="filed at", ordering="seen_filed_at")
    def seen_filed_at(self, seat: Assignment) -> Any:
        return seat.filed_at

    @admin.display(description="why this person")
    def why(self, seat: Any) -> SafeString:
        """Everybody who was considered, for editors; for others what concerns themselves."""
        return table_of(seat.why)

    def actions_of(self, obj: Assignment, user: User) -> Sequence[Button]:
        moves, roles = _moves(obj, user), roles_on_seat(obj, user)
        # Of a sealed seat an editor can only recuse the rater: anything else would tell how far he is.
        if getattr(obj, "masked", False) and obj.status != AssignmentStatus.OFFERED:
            moves = {"recuse": moves["recuse"]}
        found = [
            b
            for name, b in moves.items()
            if possible(ASSIGNMENT, name, status=obj.status, roles=roles)
            or (name == "hand_over" and user.is_editor and obj.status == AssignmentStatus.OFFERED)
        ]
        return [*found, *_more_time(obj, user)]


def _moves(seat: Assignment, user: User) -> dict[str, Button]:
    """A button for each move that a person makes, by the move's name in the lifecycle."""
    known = {"assignment_id": seat.uuid}
    maybe = form_of({"reason": text(required=False, most=500)})
    to = ToReviewerOverLimits if user.is_editor else ToReviewer
    handed = type("HandOver", (to,), {"reason": text(required=False, most=500)})
    return {
        "accept": Button("accept", "Accept", calling(actions.accept, **known)),
        "decline": Button("decline", "Decline", calling(actions.decline, **known), form=maybe),
        "file": Button(
            "file",
            "File",
            calling(actions.file, **known),
            form=form_of(judgement_fields(seat.fact_check)),
            question="What is filed cannot be changed; a next revision can stand beside it.",
            initial=_drafted(seat, user),
        ),
        "hand_over": Button("hand-over", "Hand over", handing(actions.hand_over, **known), form=handed),
        "release": Button("release", "Give back", calling(actions.release, **known), form=maybe),
        "recuse": Button(
            "recuse",
            "Recuse",
            calling(actions.recuse, **known),
            form=form_of({"reason": text(most=500)}),
            question="Name the conflict of interest. The file is hidden; the seat goes to another.",
        ),
    }


def _more_time(seat: Assignment, user: User) -> Iterator[Button]:
    """Of a sealed seat an editor sees that it is held, never that it was filed: more time fits both."""
    if user.is_editor and seat.status in (AssignmentStatus.ACCEPTED, AssignmentStatus.RETURNED):
        later = forms.DateTimeField(label="Due at", help_text="UTC, later than the deadline that stands.")
        yield Button(
            "extend",
            "Give more time",
            calling(actions.extend, assignment_id=seat.uuid),
            form=form_of({"due_at": later}),
            initial={"due_at": seat.due_at},
        )


def _drafted(seat: Assignment, user: User) -> dict[str, str]:
    """What the person has written under a seat of his own."""
    draft = Draft.objects.visible_to(user).filter(assignment=seat).select_related("rating").first()
    if draft is None:
        return {}
    return {"rating": draft.rating.slug if draft.rating else "", "reasoning": draft.reasoning}


@admin.register(Draft)
class Drafts(DeskAdmin):
    """What one has not filed yet. Nobody reads another's, administrators included."""

    key = "assignment__uuid"
    list_display = ("assignment", "version", "saved_at")
    list_select_related = ("assignment__reviewer__user",)
    ordering = ("-saved_at",)
