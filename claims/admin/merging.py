"""Merges and splits in the admin: the forms of their buttons, and their rows."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from claims import actions
from claims.detection.splitting import split
from claims.lifecycle import ClaimStatus
from claims.models import Claim, Claimant, ClaimantMerge, ClaimPart, similar_to
from factcheck.admin import Button, ReadOnlyAdmin
from factcheck.models import User

_SHOWN = 20


class IntoClaim(forms.Form):
    into = forms.UUIDField(label="Id of the claim that it repeats", help_text="The id stands on its page.")


class IntoClaimant(forms.Form):
    into = forms.UUIDField(
        label="Id of the row that stands for both", help_text="The page names rows that may be the same."
    )


class Parts(forms.Form):
    wordings = forms.CharField(
        label="The claims it is split into, one a line",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=20_000,
    )

    def clean_wordings(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["wordings"].splitlines() if line.strip()]


class Merged(admin.SimpleListFilter):
    title = "merged into another"
    parameter_name = "merged"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Yes"), ("no", "No")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(merged_into__isnull=self.value() == "no")


def buttons_of_claim(claim: Claim, possible: Callable[[str], bool]) -> list[Button]:
    """The buttons that `possible` lets this person press."""
    this = {"claim_id": claim.uuid}
    offers = [
        Button("merge", "Merge into another", _calling(actions.merge, **this), form=IntoClaim),
        Button(
            "unmerge",
            "Take out of the merge",
            _calling(actions.unmerge, **this),
            question="It is detected again, with its own places.",
        ),
        Button(
            "split",
            "Split",
            _calling(actions.split, **this),
            form=Parts,
            initial={"wordings": "\n".join(proposed(claim))},
        ),
        Button(
            "unsplit",
            "Put together again",
            _calling(actions.unsplit, **this),
            question="Parts that nobody has taken further are merged into it.",
        ),
    ]
    return [offer for offer in offers if possible(offer.verb)]


def buttons_of_claimant(claimant: Claimant, user: User) -> list[Button]:
    this = {"claimant_id": claimant.uuid}
    if not user.is_editor:
        return []
    if claimant.merged_into_id is not None:
        question = "Claims that were moved go back, unless they were moved again since."
        return [
            Button(
                "unmerge", "Undo the merge", _calling(actions.unmerge_claimants, **this), question=question
            )
        ]
    return [
        Button(
            "merge", "Is the same as another", _calling(actions.merge_claimants, **this), form=IntoClaimant
        )
    ]


def proposed(claim: Claim) -> list[str]:
    """Into what the claim may be split, while it waits for a decision."""
    waits = claim.status in (ClaimStatus.DETECTED, ClaimStatus.SHORTLISTED)
    return split(claim.wording, language=claim.language or "en") if waits else []


def relatives(claim: Claim) -> SafeString:
    """What it was merged into and split into, what was merged into it, and of what it is a part."""
    links = ClaimPart.objects.filter(Q(claim=claim) | Q(part=claim)).select_related("claim", "part")
    rows = [("merged into", claim.merged_into)] if claim.merged_into else []
    rows += [("repeated by", row) for row in claim.merged.order_by("id")[:_SHOWN]]
    for link in links.order_by("position", "id"):
        rows.append(("split into", link.part) if link.claim_id == claim.pk else ("part of", link.claim))
    return _listed((what, row, "claims_claim", row.wording, row.uuid) for what, row in rows)


def may_be(claimant: Claimant) -> SafeString:
    """Rows that may be the same person or body."""
    rows = similar_to(claimant) if claimant.merged_into_id is None else []
    return _listed(
        (str(why).replace("_", " "), row, "claims_claimant", row.name, row.uuid) for row, why in rows
    )


def also_known_as(claimant: Claimant) -> SafeString:
    rows = claimant.merged.order_by("id")[:_SHOWN]
    return _listed(("merged", row, "claims_claimant", row.name, row.uuid) for row in rows)


def _listed(rows: Any) -> SafeString:
    lines = [
        (what, reverse(f"admin:{route}_change", args=[row.pk]), text, uuid)
        for what, row, route, text, uuid in rows
    ]
    items = format_html_join("", '<li>{}: <a href="{}">{}</a> · {}</li>', lines)
    return format_html("<ul>{}</ul>", items) if lines else format_html("{}", "–")


def _calling(action: Callable[..., Any], **known: UUID) -> Callable[..., Any]:
    return lambda **asked: action(**known, **asked)


@admin.register(ClaimPart)
class ClaimParts(ReadOnlyAdmin):
    list_display = ("claim", "position", "part")
    list_select_related = ("claim", "part")
    ordering = ("-id",)


@admin.register(ClaimantMerge)
class ClaimantMerges(ReadOnlyAdmin):
    list_display = ("claimant", "into", "by", "at", "undone_by", "undone_at")
    list_select_related = ("claimant", "into", "by", "undone_by")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ClaimantMerge]:
        rows: QuerySet[ClaimantMerge] = super().get_queryset(request)
        return rows.defer("claims", "appearances")
