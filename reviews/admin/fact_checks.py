"""Fact-checks, with the moves of their lifecycle as buttons."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from claims.lifecycle import DeclineReason
from factcheck import clock
from factcheck.admin import Button, Reason
from factcheck.models import User
from factcheck.roles import Role
from reviews import actions
from reviews.actions.file_facts import gaps_of
from reviews.actions.locks import roles_on
from reviews.actions.outside import HOURS, MOST_HOURS
from reviews.actions.precedents import deviation_of, precedents_of
from reviews.actions.routing import free_seats
from reviews.actions.second_reads import owed_for
from reviews.admin.base import (
    DeskAdmin,
    ToReviewer,
    ToReviewerOverLimits,
    calling,
    form_of,
    handing,
    judgement_fields,
    possible,
    text,
)
from reviews.admin.choices import table_of
from reviews.gate import Answer, GapCode
from reviews.lifecycle import FACT_CHECK, FactCheckStatus
from reviews.models import Assignment, FactCheck, FlagKind
from reviews.serializers.explanations import waiting
from reviews.serializers.outside import address_of


class PublishForm(forms.Form):
    title = forms.CharField(max_length=200)
    summary = text()
    note = text("What changed and why, for a later round", required=False)


class ScheduleForm(PublishForm):
    publish_at = forms.DateTimeField(label="To be published at (UTC)", help_text="2026-03-01 09:00")


class CloseForm(forms.Form):
    reason = text(most=1000)
    decline_reason = forms.ChoiceField(
        choices=[
            ("", "back to the detected claims"),
            *[(r.value, r.value.replace("_", " ")) for r in DeclineReason],
        ],
        required=False,
        label="The claim is declined as",
    )


@admin.register(FactCheck)
class FactChecks(DeskAdmin):
    list_display = ("claim", "policy", "status", "round", "opened_at", "published_at")
    list_select_related = ("claim", "policy")
    list_filter = ("status", "policy")
    search_fields = ("claim__wording",)
    ordering = ("-opened_at", "-uuid")
    hidden = DeskAdmin.hidden | {"unfilled"}
    readonly_fields = ("still_missing", "flags_up", "similar", "people", "nobody_free")

    class Media:
        css = {"all": ["desk/routing.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[FactCheck]:
        rows: QuerySet[FactCheck] = super().get_queryset(request)
        return rows.select_related("claim", "policy", "scale", "proposal", "verdict__rating")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            seats = Assignment.objects.seen_by(request.user).filter(fact_check=found)
            found.viewer = request.user
            found.seats = list(seats.select_related("reviewer__user").order_by("round", "role", "seat", "id"))
            if found.unfilled and isinstance(request.user, User) and request.user.is_editor:
                found.waiting = waiting(found, request.user, at=clock.now())
        return found

    @admin.display(description="still missing for an approval")
    def still_missing(self, fact_check: FactCheck) -> str:
        return " ".join(gap.message for gap in gaps_of(fact_check)) or "Nothing."

    @admin.display(description="flags that are up")
    def flags_up(self, fact_check: FactCheck) -> str:
        up = fact_check.flags.filter(cleared_at__isnull=True).order_by("id")
        return "; ".join(f"{flag.get_kind_display()}: {flag.text}" for flag in up) or "None."

    @admin.display(description="how similar claims were judged")
    def similar(self, fact_check: Any) -> str | SafeString:
        found = precedents_of(fact_check, user=fact_check.viewer)
        lines = [
            (f"{p.label} ({p.decided_at:%Y-%m-%d})", p.wording, "; ".join(p.likeness.reasons)) for p in found
        ]
        deviation = deviation_of(fact_check, found)
        told = [(f"Proposed is “{deviation.label}”, which departs from this.", "", "")] if deviation else []
        return format_html_join("", "<p>{}<br>{}<br>{}</p>", [*told, *lines]) or "None known."

    @admin.display(description="who works on it")
    def people(self, fact_check: Any) -> str | SafeString:
        seats = getattr(fact_check, "seats", [])
        return "; ".join(f"{seat} ({seat.status.replace('_', ' ')})" for seat in seats) or "Nobody."

    @admin.display(description="a seat nobody is free for")
    def nobody_free(self, fact_check: Any) -> str | SafeString:
        """What would help, and for editors whom it is about."""
        if not fact_check.unfilled:
            return "None."
        told = getattr(fact_check, "waiting", None)
        return table_of(told) if told and told["seats"] else str(fact_check.unfilled.get("message", ""))

    def actions_of(self, obj: FactCheck, user: User) -> Sequence[Button]:
        roles = roles_on(obj, user)
        moves = [b for b in _moves(obj, user) if _is_possible(obj, b.verb.replace("-", "_"), roles, user)]
        return [*moves, *_about_gaps(obj, user, roles)]


def _is_possible(fact_check: FactCheck, verb: str, roles: frozenset[Role], user: User) -> bool:
    if verb == "hand_out":
        keeps = fact_check.claim.pitched_by_id == user.pk
        return (user.is_editor or keeps) and bool(free_seats(fact_check)[1])
    if verb == "start_judging" and not fact_check.policy.is_blind:
        return False
    if verb == "raise_flag":
        return user.is_editor and fact_check.status != FactCheckStatus.CLOSED
    if verb == "second_read":
        return owed_for(fact_check) is not None
    if verb == "outside_editor":
        waits = possible(
            FACT_CHECK, "approve", status=fact_check.status, roles=frozenset({Role.OUTSIDE_EDITOR})
        )
        return user.is_editor and fact_check.policy.outside_editor and waits
    # The reveal has two names in the table, by its outcome.
    move = "reveal_disputed" if verb == "close_round" else verb
    return possible(FACT_CHECK, move, status=fact_check.status, roles=roles, was=fact_check.held_from)


def _moves(fact_check: FactCheck, user: User) -> Iterator[Button]:
    known = {"fact_check_id": fact_check.uuid}
    to = ToReviewerOverLimits if user.is_editor else ToReviewer
    yield Button("hand-out", "Hand out", handing(actions.hand_out, **known), form=to)
    yield Button("start-judging", "Hand to the panel", calling(actions.start_judging, **known))
    yield Button(
        "close-round",
        "Close the round",
        calling(actions.close_round, **known),
        question="What was filed is revealed; seats that have not filed are released.",
    )
    yield Button("discuss", "Open the discussion", calling(actions.discuss, **known))
    yield Button(
        "decide", "Decide", calling(actions.decide, **known), form=form_of(judgement_fields(fact_check))
    )
    yield Button("return", "Return", calling(actions.return_to_research, **known), form=Reason)
    yield Button("approve", "Approve", _approving(fact_check), form=_approval_form(fact_check))
    yield Button("outside-editor", "Name an editor from outside", _naming(fact_check), form=_OutsideForm)
    yield Button(
        "second-read",
        "Give the second read",
        calling(actions.give_second_read, **known),
        form=_SecondReadForm,
        question="By somebody who neither researched nor approved it.",
    )
    yield Button("schedule", "Schedule", calling(actions.schedule, **known), form=ScheduleForm)
    yield Button("publish", "Publish", calling(actions.publish, **known), form=PublishForm)
    raised = {"kind": forms.ChoiceField(choices=FlagKind.choices), "text": forms.CharField(max_length=300)}
    yield Button("raise-flag", "Flag", calling(actions.raise_flag, **known), form=form_of(raised))
    yield Button("hold", "Put on hold", calling(actions.hold, **known))
    yield Button("resume", "Take off hold", calling(actions.resume, **known))
    yield Button("close", "Close unpublished", calling(actions.close, **known), form=CloseForm)
    yield Button("reopen", "Reopen", calling(actions.reopen, **known), form=Reason)


class _SecondReadForm(forms.Form):
    confirms = forms.TypedChoiceField(
        choices=[("yes", "It is right"), ("no", "I object")], coerce=lambda given: given == "yes"
    )
    reason = text("What you object to", required=False, most=500)


class _OutsideForm(forms.Form):
    name = forms.CharField(max_length=200)
    hours = forms.IntegerField(min_value=1, max_value=MOST_HOURS, initial=HOURS)


def _naming(fact_check: FactCheck) -> Callable[..., str]:
    """Return the action, which tells the link: it is shown this once."""

    def run(**asked: Any) -> str:
        _, token = actions.name_outside_editor(fact_check_id=fact_check.uuid, **asked)
        return f"Send this link to that person alone; it is not shown again: {address_of(token)}"

    return run


def _approval_form(fact_check: FactCheck) -> type[forms.Form]:
    """A box for each line of the policy's checklist, and the reason for judging otherwise than before."""
    boxes = {
        f"line_{number}": forms.BooleanField(required=False, label=item)
        for number, item in enumerate(fact_check.policy.checklist)
    }
    deviation = text("Why it is judged otherwise than similar claims", required=False, most=1000)
    return form_of({**boxes, "deviation": deviation})


def _approving(fact_check: FactCheck) -> Callable[..., Any]:
    """Return the approval, given the boxes that were ticked."""
    items = fact_check.policy.checklist

    def approve(*, deviation: str, by: User, at: datetime, **boxes: bool) -> FactCheck:
        ticked = [{"item": items[int(name.removeprefix("line_"))]} for name, on in boxes.items() if on]
        return actions.approve(
            fact_check_id=fact_check.uuid, checklist=ticked, deviation=deviation, by=by, at=at
        )

    return approve


def _about_gaps(fact_check: FactCheck, user: User, roles: frozenset[Role]) -> Iterator[Button]:
    """What can be said to a gap in the evidence, while there is something left to approve."""
    if fact_check.status in (FactCheckStatus.PUBLISHED, FactCheckStatus.CLOSED):
        return
    known = {"fact_check_id": fact_check.uuid}
    if user.is_editor or Role.RESEARCHER in roles:
        form = _gap_form("The answer", Answer)
        yield Button("answer-gap", "Answer a gap", calling(actions.answer_gap, **known), form=form)
    if user.is_editor:
        form = _gap_form("The gap that may pass", GapCode)
        run = calling(actions.grant_exception, **known)
        yield Button("grant-exception", "Grant an exception", run, form=form)


def _gap_form(label: str, codes: type[Answer] | type[GapCode]) -> type[forms.Form]:
    choices = [(code.value, code.value.replace("_", " ")) for code in codes]
    return form_of({"code": forms.ChoiceField(label=label, choices=choices), "reason": text(most=1000)})
