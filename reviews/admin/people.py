"""Reviewers and their conflicts. Figures are shown to oneself and to editors."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from factcheck.admin import Button
from factcheck.models import User
from factcheck.roles import EDITORS
from reviews import actions
from reviews.admin.base import DeskAdmin, calling
from reviews.models import ConflictOfInterest, Reviewer, ReviewerLanguage, ReviewerTopic


class AbsenceForm(forms.Form):
    until = forms.DateTimeField(required=False, help_text="Empty ends the absence. UTC.")


class ConflictForm(forms.Form):
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in ("outlet", "claimant", "topic")])
    value = forms.CharField(max_length=200, help_text="An outlet's or topic's slug, or a claimant's name.")
    reason = forms.CharField(max_length=500, required=False)


@admin.register(Reviewer)
class Reviewers(DeskAdmin):
    list_display = ("user", "capacity", "employer", "absent_until")
    list_select_related = ("user", "employer")
    search_fields = ("user__username", "user__name")
    ordering = ("user__username",)
    readonly_fields = ("known_languages", "known_topics", "load")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reviewer]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows & Reviewer.objects.figures_for(request.user)

    @admin.display(description="languages")
    def known_languages(self, reviewer: Reviewer) -> str:
        return ", ".join(str(row) for row in reviewer.languages.order_by("language"))

    @admin.display(description="topics")
    def known_topics(self, reviewer: Reviewer) -> str:
        return ", ".join(str(row) for row in reviewer.topics.select_related("topic").order_by("topic__slug"))

    @admin.display(description="open work")
    def load(self, reviewer: Reviewer) -> int:
        return reviewer.assignments.open_work().count()

    def actions_of(self, obj: Reviewer, user: User) -> Sequence[Button]:
        known = {"reviewer_id": obj.uuid}
        return [
            Button("absence", "Set absence", calling(actions.set_absence, **known), form=AbsenceForm),
            Button(
                "declare-conflict",
                "Declare a conflict",
                calling(actions.declare_conflict, **known),
                form=ConflictForm,
                question="It takes effect at once: seats that it touches go to others.",
            ),
        ]


@admin.register(ConflictOfInterest)
class Conflicts(DeskAdmin):
    list_display = ("reviewer", "outlet", "claimant", "topic", "declared_at", "ended_at")
    list_select_related = ("reviewer__user", "outlet", "claimant", "topic")
    ordering = ("-declared_at", "-uuid")

    def actions_of(self, obj: ConflictOfInterest, user: User) -> Sequence[Button]:
        if obj.ended_at is not None or not user.is_editor or obj.reviewer.user_id == user.pk:
            return ()
        return [Button("end", "End this conflict", calling(actions.end_conflict, conflict_id=obj.uuid))]


@admin.register(ReviewerLanguage)
class ReviewerLanguages(DeskAdmin):
    viewers = EDITORS
    key = "id"
    list_display = ("reviewer", "language", "level")
    list_select_related = ("reviewer__user",)
    list_filter = ("language", "level")
    ordering = ("reviewer__user__username", "language")


@admin.register(ReviewerTopic)
class ReviewerTopics(DeskAdmin):
    viewers = EDITORS
    key = "id"
    list_display = ("reviewer", "topic", "skill", "opted_out")
    list_select_related = ("reviewer__user", "topic")
    list_filter = ("topic",)
    ordering = ("reviewer__user__username", "topic__slug")
