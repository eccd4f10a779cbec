"""Editors from outside: links, without what they open with."""

from collections.abc import Sequence

from django.contrib import admin

from factcheck.models import User
from factcheck.roles import EDITORS
from reviews import actions
from reviews.admin.base import Button, DeskAdmin, calling
from reviews.models import OutsideApproval


@admin.register(OutsideApproval)
class OutsideApprovals(DeskAdmin):
    viewers = EDITORS
    list_display = ("fact_check", "editor", "named_by", "named_at", "expires_at", "used_at", "revoked_at")
    list_select_related = ("fact_check__claim", "editor", "named_by")
    ordering = ("-named_at", "-uuid")
    hidden = DeskAdmin.hidden | {"token_hash"}

    def actions_of(self, obj: OutsideApproval, user: User) -> Sequence[Button]:
        if not user.is_editor or obj.used_at or obj.revoked_at:
            return ()
        run = calling(actions.revoke_outside_editor, approval_id=obj.uuid)
        return [Button("revoke", "Take the link back", run)]
