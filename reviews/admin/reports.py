"""Reports with their frozen versions, and notes."""

from collections.abc import Sequence

from django.contrib import admin

from factcheck.admin import Button
from factcheck.models import User
from factcheck.roles import Role
from reviews import actions
from reviews.actions.locks import roles_on
from reviews.admin.base import DeskAdmin, calling, form_of, text
from reviews.models import Note, Report, ReportVersion


@admin.register(Report)
class Reports(DeskAdmin):
    list_display = ("fact_check", "version", "saved_by", "saved_at", "cms_url")
    list_select_related = ("fact_check__claim", "saved_by")
    ordering = ("-saved_at", "-uuid")

    def actions_of(self, obj: Report, user: User) -> Sequence[Button]:
        if not (user.is_editor or Role.RESEARCHER in roles_on(obj.fact_check, user)):
            return ()
        fields = {name: text(most=50_000, required=False) for name in ("cms_url", *Report.SECTIONS)}
        known = {"fact_check_id": obj.fact_check.uuid, "version": obj.version}
        initial = {name: getattr(obj, name) for name in fields}
        run = calling(actions.save_report, **known)
        return [Button("save", "Edit", run, form=form_of(fields), initial=initial)]


@admin.register(ReportVersion)
class ReportVersions(DeskAdmin):
    list_display = ("report", "version", "by", "at")
    list_select_related = ("report", "by")
    ordering = ("-at", "-uuid")


@admin.register(Note)
class Notes(DeskAdmin):
    list_display = ("title", "fact_check", "created_by", "created_at", "published_at", "withdrawn_at")
    list_select_related = ("fact_check__claim", "created_by")
    search_fields = ("title",)
    ordering = ("-created_at", "-uuid")

    def actions_of(self, obj: Note, user: User) -> Sequence[Button]:
        if obj.withdrawn_at is not None:
            return ()
        buttons = []
        if user.is_editor and obj.published_at is None:
            buttons.append(Button("publish", "Publish", calling(actions.publish_note, note_id=obj.uuid)))
        if user.is_editor or Role.RESEARCHER in roles_on(obj.fact_check, user):
            run = calling(actions.withdraw_note, note_id=obj.uuid)
            buttons.append(Button("withdraw", "Withdraw", run, form=form_of({"reason": text(most=500)})))
        return buttons
