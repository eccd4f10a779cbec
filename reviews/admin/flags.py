"""Legal reviews and content warnings, the rules that raise them, and what approvals looked at."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin

from claims.models import ClaimKind
from factcheck.admin import Button
from factcheck.models import User
from reviews import actions
from reviews.admin.base import DeskAdmin, calling, form_of, text
from reviews.models import Approval, Flag, FlagKind, FlagRule


class RuleForm(forms.Form):
    """One word, phrase or pattern a line."""

    name = forms.CharField(max_length=200)
    keywords = text("Words and phrases, one a line", required=False)
    patterns = text("Regular expressions (RE2), one a line", required=False)
    claim_kinds = forms.MultipleChoiceField(
        choices=ClaimKind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    topic = forms.SlugField(max_length=80, required=False, help_text="The topic's short name.")
    text = forms.CharField(max_length=300, required=False)


class NewRuleForm(RuleForm):
    kind = forms.ChoiceField(choices=FlagKind.choices)


class EditRuleForm(RuleForm):
    active = forms.BooleanField(required=False)


@admin.register(FlagRule)
class FlagRules(DeskAdmin):
    list_display = ("name", "kind", "claim_kinds", "topic", "active")
    list_select_related = ("topic",)
    list_filter = ("kind", "active")
    search_fields = ("name",)
    ordering = ("name", "uuid")

    def actions_of(self, obj: FlagRule, user: User) -> Sequence[Button]:
        if not user.is_editor:
            return ()
        edit = calling(actions.edit_flag_rule, rule_id=obj.uuid)
        return [
            Button("edit", "Edit", _by_lines(edit), form=EditRuleForm, initial=_initial(obj)),
            Button("add", "Add another rule", _by_lines(actions.add_flag_rule), form=NewRuleForm),
        ]


def _initial(rule: FlagRule) -> dict[str, Any]:
    plain = {name: getattr(rule, name) for name in ("name", "claim_kinds", "text", "active")}
    lines = {name: "\n".join(getattr(rule, name)) for name in ("keywords", "patterns")}
    return {**plain, **lines, "topic": rule.topic.slug if rule.topic else ""}


def _by_lines(run: Any) -> Any:
    """Return the action, given what stands in the lines of the form."""

    def read(*, keywords: str, patterns: str, **asked: Any) -> Any:
        lines = {"keywords": _lines(keywords), "patterns": _lines(patterns)}
        return run(**lines, **asked)

    return read


def _lines(given: str) -> list[str]:
    return [line.strip() for line in given.splitlines() if line.strip()]


@admin.register(Flag)
class Flags(DeskAdmin):
    list_display = ("fact_check", "kind", "text", "raised_at", "cleared_at", "outcome")
    list_select_related = ("fact_check__claim",)
    list_filter = ("kind",)
    ordering = ("-raised_at", "-uuid")

    def actions_of(self, obj: Flag, user: User) -> Sequence[Button]:
        if not user.is_editor or obj.cleared_at is not None:
            return ()
        run = calling(actions.clear_flag, flag_id=obj.uuid)
        return [Button("clear", "Clear", run, form=form_of({"outcome": text("What came of it", most=500)}))]


@admin.register(Approval)
class Approvals(DeskAdmin):
    list_display = ("fact_check", "verdict", "round", "by", "at")
    list_select_related = ("fact_check__claim", "verdict__rating", "by")
    ordering = ("-at", "-uuid")
