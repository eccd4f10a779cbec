"""Sources of the file, their looks and who may see them."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from factcheck.admin import Button
from factcheck.models import User
from factcheck.roles import Role
from reviews import actions
from reviews.actions.evidence.asking import may_be_fetched
from reviews.actions.locks import roles_on
from reviews.admin.base import DeskAdmin, calling, form_of, text
from reviews.models import Evidence, EvidenceCheck, EvidenceReader


class _OfSource(admin.TabularInline):  # type: ignore[type-arg]
    can_delete = False
    max_num = 0
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True  # as the source itself


class Looks(_OfSource):
    model = EvidenceCheck
    fields = readonly_fields = ("at", "found", "final_url", "quote_found", "problem")
    ordering = ("-at", "-id")


class Readers(_OfSource):
    model = EvidenceReader
    fields = readonly_fields = ("user", "named_by", "named_at")
    ordering = ("id",)


class NameForm(forms.Form):
    user = forms.CharField(max_length=150, help_text="The user name of somebody on the desk.")


@admin.register(Evidence)
class EvidenceRows(DeskAdmin):
    hidden = DeskAdmin.hidden | {"likeness"}
    list_display = (
        "title",
        "fact_check",
        "stance",
        "primary",
        "independent",
        "capture_status",
        "quote_found",
        "last_found",
        "added_by",
        "withdrawn_at",
    )
    list_select_related = ("fact_check__claim", "added_by")
    list_filter = ("stance", "kind", "capture_status", "last_found")
    search_fields = ("title", "url")
    ordering = ("-added_at", "-uuid")
    inlines = (Looks, Readers)

    def actions_of(self, obj: Evidence, user: User) -> Sequence[Button]:
        known = {"evidence_id": obj.uuid}
        naming = Button("name-reader", "Let somebody see it", _naming(obj), form=NameForm)
        may_name = obj.confidential and obj.added_by_id == user.pk
        buttons = [naming] if may_name else []
        writes = user.is_editor or Role.RESEARCHER in roles_on(obj.fact_check, user)
        if obj.withdrawn_at is not None or not writes:
            return buttons
        if may_be_fetched(obj):
            question = "The source is fetched soon; a fresh copy takes the place of the one cited."
            fetch = calling(actions.ask_capture, **known)
            buttons.append(Button("capture", "Get a fresh copy", fetch, question=question))
        withdraw = calling(actions.withdraw_evidence, **known)
        return [*buttons, Button("withdraw", "Withdraw", withdraw, form=form_of({"reason": text(most=500)}))]


def _naming(evidence: Evidence) -> Callable[..., Any]:
    return calling(actions.name_reader, evidence_id=evidence.uuid)


@admin.register(EvidenceCheck)
class EvidenceChecks(DeskAdmin):
    """Every look at a source, the newest first."""

    list_display = ("at", "evidence", "found", "final_url", "quote_found", "problem")
    list_select_related = ("evidence",)
    list_filter = ("found",)
    ordering = ("-at", "-uuid")


@admin.register(EvidenceReader)
class EvidenceReaders(DeskAdmin):
    """Who sees a confidential source, for those who see it. Addressed by both: numbers would tell of it."""

    list_display = ("evidence", "user", "named_by", "named_at")
    list_select_related = ("evidence", "user", "named_by")
    ordering = ("-named_at", "evidence__uuid", "user__uuid")

    def key_of(self, obj: EvidenceReader) -> str:
        return f"{obj.evidence.uuid}~{obj.user.uuid}"

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        evidence, _, user = object_id.partition("~")
        try:
            return self.get_queryset(request).filter(evidence__uuid=evidence, user__uuid=user).first()
        except (ValidationError, ValueError):
            return None
