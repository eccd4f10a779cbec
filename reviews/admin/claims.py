"""A claim's page, with the verb of this room: opening its fact-check."""

from collections.abc import Sequence

from django import forms
from django.contrib import admin

from claims.admin.claims import Claims
from claims.lifecycle import CLAIM, ClaimStatus
from claims.models import Claim
from factcheck.admin import Button
from factcheck.models import User
from reviews import actions
from reviews.admin.base import calling, form_of, possible
from reviews.models import Policy, Scale

admin.site.unregister(Claim)


@admin.register(Claim)
class ClaimsToCheck(Claims):
    """The claims of the room below, whose admin knows no fact-check."""

    def actions_of(self, obj: Claim, user: User) -> Sequence[Button]:
        below = super().actions_of(obj, user)
        waiting = possible(CLAIM, "accept", status=obj.status, roles=user.roles)
        if not waiting and not (user.is_editor and obj.status == ClaimStatus.ACCEPTED):
            return below
        run = calling(actions.open_fact_check, claim_id=obj.uuid)
        question = "Accepts the claim, if it is not yet, and opens its file."
        return [*below, Button("open", "Open a fact-check", run, form=_form(), question=question)]


def _form() -> type[forms.Form]:
    policies = Policy.objects.filter(active=True).order_by("-is_default", "name")
    scales = Scale.objects.order_by("-is_default", "name", "-version")
    return form_of(
        {
            "policy": forms.ChoiceField(choices=list(policies.values_list("slug", "name"))),
            "scale": forms.ChoiceField(choices=list(dict(scales.values_list("slug", "name")).items())),
        }
    )
