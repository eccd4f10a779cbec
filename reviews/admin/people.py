"""Reviewers and their conflicts. Figures are shown to oneself and to editors."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.html import format_html_join

from factcheck.admin import Button
from factcheck.admin.people import Users
from factcheck.models import User
from factcheck.roles import DESK, EDITORS
from reviews import actions
from reviews.actions.conflicts import KINDS
from reviews.admin.base import DeskAdmin, calling
from reviews.admin.profile_forms import OwnForm, WholeForm, in_words, profile_of
from reviews.models import Assignment, ConflictOfInterest, Reviewer, ReviewerLanguage, ReviewerTopic

admin.site.unregister(User)


@admin.register(User)
class People(Users):
    """The people of the ground, whose admin knows no reviewers."""

    def actions_of(self, obj: User, user: User) -> Sequence[Button]:
        if obj.role not in DESK or not user.is_editor or Reviewer.objects.filter(user=obj).exists():
            return super().actions_of(obj, user)
        run = calling(actions.add_reviewer, user=obj)
        begins = {"time_zone": "UTC", "capacity": 2, "seniority": 50}
        question = "Work is offered to whoever has a profile."
        button = Button("profile", "Give a profile", run, form=WholeForm, question=question, initial=begins)
        return [*super().actions_of(obj, user), button]


class AbsenceForm(forms.Form):
    begins = forms.DateTimeField(required=False, help_text="Empty: from now on. UTC.")
    until = forms.DateTimeField(required=False, help_text="Empty: for good; both empty end the absence. UTC.")


class ConflictForm(forms.Form):
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in KINDS])
    value = forms.CharField(
        max_length=200, help_text="An outlet’s or topic’s slug; the name of a person or organisation."
    )
    reason = forms.CharField(max_length=500, required=False)


@admin.register(Reviewer)
class Reviewers(DeskAdmin):
    list_display = (
        "user",
        "load",
        "capacity",
        "weekly_capacity",
        "seniority",
        "employer",
        "absent_from",
        "absent_until",
    )
    list_select_related = ("user", "employer")
    search_fields = ("user__username", "user__name")
    ordering = ("user__username",)
    hidden = DeskAdmin.hidden | {"working_hours"}
    readonly_fields = ("hours", "known_languages", "known_topics", "load")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reviewer]:
        rows: QuerySet[Any] = super().get_queryset(request)
        held = Assignment.objects.open_work().filter(reviewer=OuterRef("pk")).order_by().values("reviewer")
        counted = Coalesce(Subquery(held.annotate(n=Count("pk")).values("n")), 0)
        shown: QuerySet[Reviewer] = (rows & Reviewer.objects.figures_for(request.user)).annotate(held=counted)
        return shown

    @admin.display(description="working hours")
    def hours(self, reviewer: Reviewer) -> str:
        return (
            format_html_join("", "{}<br>", ((line,) for line in in_words(reviewer.working_hours))) or "always"
        )

    @admin.display(description="languages")
    def known_languages(self, reviewer: Reviewer) -> str:
        return ", ".join(str(row) for row in reviewer.languages.order_by("language")) or "-"

    @admin.display(description="topics")
    def known_topics(self, reviewer: Reviewer) -> str:
        rows = reviewer.topics.select_related("topic").order_by("topic__slug")
        return format_html_join("", "{}<br>", ((_known(row),) for row in rows)) or "-"

    @admin.display(description="open work", ordering="held")
    def load(self, reviewer: Any) -> int:
        return int(reviewer.held)

    def actions_of(self, obj: Reviewer, user: User) -> Sequence[Button]:
        known = {"reviewer_id": obj.uuid}
        away = {"begins": obj.absent_from, "until": obj.absent_until}
        absence = calling(actions.set_absence, **known)
        form = WholeForm if user.is_editor else OwnForm
        edit = calling(actions.edit_reviewer, **known)
        return [
            Button("edit", "Change the profile", edit, form=form, initial=profile_of(obj)),
            Button("absence", "Set absence", absence, form=AbsenceForm, initial=away),
            Button(
                "declare-conflict",
                "Declare a conflict",
                calling(actions.declare_conflict, **known),
                form=ConflictForm,
                question="It takes effect at once: seats that it touches go to others.",
            ),
        ]


def _known(row: ReviewerTopic) -> str:
    declared = f"{row.skill} as declared" if row.skill is not None else ""
    learnt = f"{row.learnt:.1f} learnt from {row.learnt_from} judgements" if row.learnt is not None else ""
    wish = "not wanted" if row.opted_out else ""
    return f"{row.topic}: {', '.join(filter(None, (declared, learnt, wish)))}"


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
    list_display = ("reviewer", "topic", "skill", "learnt", "learnt_from", "opted_out")
    list_select_related = ("reviewer__user", "topic")
    list_filter = ("topic",)
    ordering = ("reviewer__user__username", "topic__slug")
