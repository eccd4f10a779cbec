"""The shared file: evidence, contacts, comments, answers to the gate."""

from collections.abc import Sequence

from django import forms
from django.contrib import admin

from factcheck.admin import Button
from factcheck.models import User
from reviews import actions
from reviews.actions.locks import roles_on
from reviews.admin.base import DeskAdmin, calling, form_of, possible, text
from reviews.lifecycle import CONTACT
from reviews.models import Comment, Contact, GateAnswer


class AskForm(forms.Form):
    deadline_hours = forms.IntegerField(min_value=1, max_value=2400, initial=24)


@admin.register(Contact)
class Contacts(DeskAdmin):
    list_display = ("whom", "kind", "fact_check", "status", "asked_at", "deadline_at", "answered_at")
    list_select_related = ("fact_check__claim",)
    list_filter = ("status", "kind")
    search_fields = ("whom",)
    ordering = ("-created_at", "-uuid")

    def actions_of(self, obj: Contact, user: User) -> Sequence[Button]:
        known = {"contact_id": obj.uuid}
        answer = form_of({"answer": text(most=20_000)})
        buttons = {
            "ask": Button("ask", "Asked now", calling(actions.ask, **known), form=AskForm),
            "record_answer": Button(
                "answer", "Answered", calling(actions.record_answer, **known), form=answer
            ),
            "record_no_reply": Button("no-reply", "No reply", calling(actions.record_no_reply, **known)),
        }
        roles = roles_on(obj.fact_check, user)
        return [b for verb, b in buttons.items() if possible(CONTACT, verb, status=obj.status, roles=roles)]


@admin.register(Comment)
class Comments(DeskAdmin):
    list_display = ("fact_check", "author", "text", "created_at")
    list_select_related = ("fact_check__claim", "author")
    ordering = ("-created_at", "-uuid")


@admin.register(GateAnswer)
class GateAnswers(DeskAdmin):
    list_display = ("fact_check", "code", "is_exception", "by", "at")
    list_select_related = ("fact_check__claim", "by")
    list_filter = ("is_exception", "code")
    ordering = ("-at", "-uuid")
