"""Publications and every change of them."""

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.contrib import admin

from factcheck.admin import Button
from factcheck.models import User
from reviews import actions
from reviews.admin.base import DeskAdmin, calling, form_of, possible, text
from reviews.lifecycle import PUBLICATION
from reviews.models import Publication, PublicationVersion

_WORDS = {
    "correct": ("Correct", "We erred."),
    "clarify": ("Clarify", "It can be said more clearly."),
    "update": ("Update", "The facts moved."),
    "retract": ("Retract", "The page becomes a tombstone; this cannot be undone."),
}


@admin.register(Publication)
class Publications(DeskAdmin):
    list_display = ("title", "status", "version", "verdict", "published_at", "changed_at")
    list_select_related = ("verdict__rating",)
    list_filter = ("status", "language")
    search_fields = ("title",)
    ordering = ("-published_at", "-uuid")

    def actions_of(self, obj: Publication, user: User) -> Sequence[Button]:
        return [
            Button(
                verb,
                label,
                calling(actions.change_publication, publication_id=obj.uuid, verb=verb),
                form=_form(obj, verb),
                question=question,
            )
            for verb, (label, question) in _WORDS.items()
            if possible(PUBLICATION, verb, status=obj.status, roles=user.roles)
        ]


def _form(publication: Publication, verb: str) -> type[forms.Form]:
    complaints = publication.complaints.filter(outcome__in=["upheld", "partly"]).order_by("-received_at")
    upheld = [(str(c.uuid), f"{c.received_at:%Y-%m-%d}") for c in complaints]
    fields: dict[str, forms.Field] = {"note": text("What changed and why, for the reader", most=2000)}
    if upheld:
        fields["complaint"] = forms.TypedChoiceField(
            choices=[("", "none"), *upheld],
            coerce=UUID,
            empty_value=None,
            required=False,
            label="After the complaint of",
        )
    if verb == "retract":
        return form_of(fields)
    ratings = publication.fact_check.scale.ratings.order_by("position")
    choices = [("", "unchanged"), *[(r.slug, r.label) for r in ratings]]
    return form_of(
        {
            **fields,
            "rating": forms.ChoiceField(choices=choices, required=False),
            "reasoning": text("Reasoning, where it changes", required=False, most=20_000),
            "title": forms.CharField(max_length=200, required=False, label="Title, where it changes"),
            "summary": text("Summary, where it changes", required=False),
            "report": forms.BooleanField(required=False, label="Show the report as it is written now"),
        }
    )


@admin.register(PublicationVersion)
class PublicationVersions(DeskAdmin):
    list_display = ("publication", "version", "kind", "verdict", "by", "at")
    list_select_related = ("publication", "verdict__rating", "by")
    list_filter = ("kind",)
    ordering = ("-at", "-uuid")
