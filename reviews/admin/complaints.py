"""Complaints, for editors."""

from collections.abc import Sequence

from django import forms
from django.contrib import admin

from factcheck.admin import Button
from factcheck.models import User
from factcheck.roles import EDITORS
from reviews import actions
from reviews.admin.base import DeskAdmin, calling, form_of, possible, text
from reviews.lifecycle import COMPLAINT, ComplaintStatus
from reviews.models import Complaint, ComplaintOutcome


@admin.register(Complaint)
class Complaints(DeskAdmin):
    viewers = EDITORS
    list_display = ("publication", "status", "received_at", "due_at", "outcome")
    list_select_related = ("publication",)
    list_filter = ("status", "outcome")
    ordering = ("-received_at", "-uuid")

    def actions_of(self, obj: Complaint, user: User) -> Sequence[Button]:
        known = {"complaint_id": obj.uuid}
        answer = form_of(
            {"outcome": forms.ChoiceField(choices=ComplaintOutcome.choices), "answer": text(most=10_000)}
        )
        moves = [
            ("look_at", Button("look-at", "Look at it", calling(actions.look_at_complaint, **known))),
            ("answer", Button("answer", "Answer", calling(actions.answer_complaint, **known), form=answer)),
        ]
        shown = [b for move, b in moves if possible(COMPLAINT, move, status=obj.status, roles=user.roles)]
        if user.is_editor and obj.status == ComplaintStatus.ANSWERED:
            question = "Who complained and all words of it are removed; this cannot be undone."
            run = calling(actions.forget_complaint, **known)
            shown.append(Button("forget", "Remove its words", run, question=question))
        return shown
