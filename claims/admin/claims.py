"""Claims and their appearances in the admin."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from claims import actions
from claims.admin import merging
from claims.lifecycle import CLAIM, SPOKEN_FOR, DeclineReason
from claims.models import Appearance, Claim
from factcheck.admin import Button, ReadOnlyAdmin
from factcheck.errors import Refusal
from factcheck.models import User


class Pitch(forms.Form):
    pitch = forms.CharField(
        label="Why it is worth a check",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )


class Decline(forms.Form):
    reason = forms.ChoiceField(choices=[(r.value, r.value.replace("_", " ")) for r in DeclineReason])


class Wording(forms.Form):
    wording = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class WordsChanged(admin.SimpleListFilter):
    title = "words changed at the source"
    parameter_name = "words_changed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Yes"), ("no", "No")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(words_changed_at__isnull=self.value() == "no")


@admin.register(Claim)
class Claims(ReadOnlyAdmin):
    list_display = ("wording", "claimant", "kind", "status", "rank", "worth", "gate", "spread", "pinned")
    list_select_related = ("claimant",)
    list_filter = ("status", "kind", "gate", "language", "pinned", WordsChanged)
    search_fields = ("wording", "claimant__name")
    ordering = ("-priority", "-id")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "wording",
                    "claimant",
                    "kind",
                    "language",
                    "status",
                    "decline_reason",
                    "uuid",
                    "places",
                    "related_claims",
                    "proposed_split",
                    "words_changed_at",
                )
            },
        ),
        ("Order", {"fields": ("priority", "why_this_priority", "gate", "pinned", "spread", "demand")}),
        ("Check-worthiness", {"fields": ("score", "why_this_score", "score_model")}),
        (
            "People",
            {
                "fields": (
                    "worded_by",
                    "pitched_by",
                    "pitch",
                    "created_at",
                    "accepted_by",
                    "accepted_at",
                    "settled_at",
                )
            },
        ),
    )
    readonly_fields = ("places", "related_claims", "proposed_split", "why_this_priority", "why_this_score")

    @admin.display(description="priority", ordering="priority")
    def rank(self, claim: Claim) -> str:
        return f"{claim.priority:.1f}"

    @admin.display(description="score", ordering="score")
    def worth(self, claim: Claim) -> str:
        return f"{claim.score:.2f}"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [name for _, block in self.fieldsets for name in block["fields"]]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        people = ("claimant", "worded_by", "pitched_by", "accepted_by", "merged_into")
        return super().get_queryset(request).select_related(*people)

    @admin.display(description="why")
    def why_this_score(self, claim: Claim) -> SafeString:
        return _reasons(claim.score_parts)

    @admin.display(description="why")
    def why_this_priority(self, claim: Claim) -> SafeString:
        return _reasons(claim.priority_parts)

    @admin.display(description="merged and split")
    def related_claims(self, claim: Claim) -> SafeString:
        return merging.relatives(claim)

    @admin.display(description="may be split into")
    def proposed_split(self, claim: Claim) -> SafeString:
        lines = ((part,) for part in merging.proposed(claim))
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", lines))

    @admin.display(description="said")
    def places(self, claim: Claim) -> SafeString:
        """The exact words of the first ten appearances, what stands in quotation marks highlighted."""
        rows = (
            Appearance.objects.of(claim)
            .select_related("snapshot", "claimant")
            .defer("snapshot__text")
            .order_by("id")
        )
        lines = (
            (_highlighted(row), _speaker(row), str(row.snapshot or row.url or row.occasion))
            for row in rows[:10]
        )
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}<br>{} · {}</li>", lines))

    def actions_of(self, obj: Claim, user: User) -> Sequence[Button]:
        claim: dict[str, Any] = {"claim_id": obj.uuid}
        offers = [
            Button("shortlist", "Pitch", partial(actions.shortlist, **claim), form=Pitch),
            Button(
                "accept", "Accept", partial(actions.accept, **claim), question="Its fact-check is opened."
            ),
            Button("decline", "Decline", partial(actions.decline, **claim), form=Decline),
            Button("restore", "Restore", partial(actions.restore, **claim), question="Back onto the list."),
        ]
        buttons = [button for button in offers if _possible(button.verb, obj, user)]
        buttons += merging.buttons_of_claim(obj, lambda verb: _possible(verb, obj, user))
        if obj.status in SPOKEN_FOR:
            return buttons
        if obj.settled_at is None:
            given = {"wording": obj.wording}
            buttons.append(
                Button("reword", "Reword", partial(actions.reword, **claim), form=Wording, initial=given)
            )
        if user.is_editor:
            verb, label = ("unpin", "Take the pin off") if obj.pinned else ("pin", "Pin on top")
            buttons.append(Button(verb, label, partial(actions.pin, pinned=not obj.pinned, **claim)))
        return buttons


@admin.register(Appearance)
class Appearances(ReadOnlyAdmin):
    list_display = ("__str__", "claim", "claimant", "claimant_role", "speech", "kind", "created_at")
    list_select_related = ("claim", "claimant")
    list_filter = ("kind", "speech")
    search_fields = ("quote", "claimant__name")
    ordering = ("-id",)


def _possible(verb: str, claim: Claim, user: User) -> bool:
    try:
        CLAIM.after(verb, status=claim.status, roles=user.roles)
    except Refusal:
        return False
    return True


def _reasons(parts: Iterable[Mapping[str, Any]]) -> SafeString:
    """The parts of a number as a list, the heaviest first."""
    heaviest = sorted(parts, key=lambda part: -abs(part["weight"]))
    lines = ((f"{part['weight']:+.2f}", part["label"]) for part in heaviest)
    return format_html("<ul>{}</ul>", format_html_join("", "<li><strong>{}</strong> {}</li>", lines))


def _highlighted(appearance: Appearance) -> SafeString:
    """The quote with its quoted parts marked."""
    pieces, done, start = [], 0, appearance.start or 0
    for first, last in sorted(appearance.quoted_parts):
        begin, end = max(first - start, done), min(last - start, len(appearance.quote))
        if begin < end:
            pieces += [(appearance.quote[done:begin], appearance.quote[begin:end])]
            done = end
    marked = format_html_join("", "{}<mark>{}</mark>", pieces)
    return format_html("{}{}", marked, appearance.quote[done:])


def _speaker(appearance: Appearance) -> str:
    name = appearance.claimant.name if appearance.claimant else "the article's own voice"
    said_as = ", ".join(filter(None, (appearance.claimant_role, appearance.claimant_organisation)))
    return f"{name} ({said_as})" if said_as else name
